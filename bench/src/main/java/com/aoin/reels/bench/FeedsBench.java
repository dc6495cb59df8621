package com.aoin.reels.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * The feeds of a data set. Each is asked for by one caller at a time, cold, where the answer has to be made, and warm,
 * where it is kept; and warm by many, against the statements that read its page alone.
 */
final class FeedsBench {
    private static final String RECOMMENDED = "/api/reels/feed/recommended";
    private static final String FOLLOWING = "/api/reels/feed/following";
    private static final String TRENDING = "/api/reels/feed/trending?time_window=30d";
    /** Shoppers who warm the service up; the others meet it as it is then. */
    private static final int WARM_UP = 6_000;

    private static final int MEASURED = 3_000;
    private static final int CALLERS = 32;
    private static final Duration TURN = Duration.ofSeconds(3);
    private static final int ROUNDS = 6;
    /** Rounds before the first that counts: what many callers run through is cold after one caller at a time. */
    private static final int WARM_UP_ROUNDS = 3;

    private static final int PER_PAGE = 20;

    private final Service service;
    private final BenchDatabase database;
    private final Report report;

    private FeedsBench(Service service, BenchDatabase database, Report report) {
        this.service = service;
        this.database = database;
        this.report = report;
    }

    static void run(Path directory, Report report, DataSet set) throws Exception {
        try (BenchDatabase database = BenchDatabase.with(set, directory);
                Service service = Service.start(directory, database.address())) {
            FeedsBench bench = new FeedsBench(service, database, report);
            bench.oneByOne(set);
            bench.many(set);
        }
        report.end();
    }

    private void oneByOne(DataSet set) throws IOException, InterruptedException {
        try (Caller caller = new Caller(service)) {
            for (int user = 1; user <= WARM_UP; user++) {
                caller.get(RECOMMENDED, user);
                caller.get(user % 2 == 0 ? FOLLOWING : TRENDING, user);
            }
            report.table("One caller, data set " + set.text() + ", ms");
            rows("recommended, made", caller, user -> RECOMMENDED, "p99 ≤ 15");
            rows("recommended, kept", caller, user -> RECOMMENDED, "");
            rows("recommended, page 2", caller, user -> RECOMMENDED + "?page=2", "");
            rows("following", caller, user -> FOLLOWING, "");
            rows("trending", caller, user -> TRENDING, "");
            rows("public list", caller, user -> FeedBench.PATH, "");
            for (String part : List.of(
                    "reels_feed_generation_seconds_sum{feed=\"recommended\"",
                    "reels_feed_generation_seconds_max{feed=\"trending\"")) {
                report.line("- %s %.3f".formatted(part, service.metric(part)));
            }
        }
    }

    private void rows(String name, Caller caller, IntFunction<String> path, String target)
            throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int user = WARM_UP + 1; user <= WARM_UP + MEASURED; user++) {
            millis.add(caller.get(path.apply(user), user));
        }
        millis.sort(null);
        report.line("| %s | p50 %.2f | p99 %.2f | %d | %s |"
                .formatted(name, percentile(millis, 50), percentile(millis, 99), millis.size(), target));
    }

    static double percentile(List<Double> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    /** Kept feeds, in turns with the statements that hydrate the same pages: their reels, what each shopper likes and follows. */
    private void many(DataSet set) throws Exception {
        List<Integer> shoppers = new ArrayList<>();
        List<int[]> pages = new ArrayList<>();
        for (int user = WARM_UP + 1; user <= WARM_UP + CALLERS; user++) {
            int[] page = ShoppersBench.REEL
                    .matcher(service.get(RECOMMENDED, user))
                    .results()
                    .mapToInt(id -> Integer.parseInt(id.group(1)))
                    .toArray();
            // The caps leave some pages shorter.
            if (page.length == PER_PAGE) {
                shoppers.add(user);
                pages.add(page);
            }
        }
        try (HydrationLoad statements = new HydrationLoad(database, CALLERS, pages, shoppers)) {
            List<Double> pagesPerSecond = new ArrayList<>();
            List<Double> trendingPerSecond = new ArrayList<>();
            List<Double> statementsPerSecond = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            List<Double> trendingRatios = new ArrayList<>();
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                double recommended = together(TURN, RECOMMENDED);
                double trending = together(TURN, TRENDING);
                double statement = statements.run(TURN);
                if (round < 0) {
                    continue;
                }
                pagesPerSecond.add(recommended);
                trendingPerSecond.add(trending);
                statementsPerSecond.add(statement);
                ratios.add(recommended / statement);
                trendingRatios.add(trending / statement);
            }
            report.table("%d callers with kept feeds, data set %s".formatted(CALLERS, set.text()));
            report.row("**recommended : hydrating statements**", ratios, 2, "≥ 0.6");
            report.row("**trending, signed in : hydrating statements**", trendingRatios, 2, "≥ 0.6");
            report.row("recommended, pages/s", pagesPerSecond, 0, "");
            report.row("trending, pages/s", trendingPerSecond, 0, "");
            report.row("hydrating statements, pages/s", statementsPerSecond, 0, "");
        }
    }

    /** Answers per second of shoppers whose feeds are kept. */
    private double together(Duration duration, String path) throws Exception {
        AtomicInteger answers = new AtomicInteger();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int user = WARM_UP + 1 + i;
                callers.add(threads.submit(() -> {
                    try (Caller caller = new Caller(service)) {
                        while (System.nanoTime() < end) {
                            caller.get(path, user);
                            answers.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
        return answers.get() / ((System.nanoTime() - start) / 1e9);
    }
}
