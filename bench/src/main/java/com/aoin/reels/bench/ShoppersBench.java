package com.aoin.reels.bench;

import com.aoin.reels.cache.BundledRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A thousand shoppers at once: each opens the recommended feed, scrolls through three pages, reports what was watched,
 * likes one reel in ten, and begins again. With a Redis, which is killed, frozen and started again meanwhile, or without.
 */
final class ShoppersBench {
    private static final int SHOPPERS = 1000;
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final double PAUSE_MILLIS = 1500;
    static final Pattern REEL = Pattern.compile("\"reel_id\":(\\d+)");

    private final Service service;
    private final ConcurrentLinkedQueue<Double> pages = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Double> writes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger errors = new AtomicInteger();
    private volatile boolean going = true;

    private ShoppersBench(Service service) {
        this.service = service;
    }

    /** Without a Redis. */
    static void run(Path directory, Report report, DataSet set, Duration duration) throws Exception {
        try (BenchDatabase database = BenchDatabase.with(set, directory);
                Service service = Service.start(directory, database.address())) {
            service.awaitSearchable();
            report.table("%d shoppers, data set %s".formatted(SHOPPERS, set.text()));
            new ShoppersBench(service).shop(report, List.of(new Act("as it is", duration, () -> {})));
        }
        report.end();
    }

    /** With a Redis that fails. */
    static void runWithFaults(Path directory, Report report, DataSet set, Duration each) throws Exception {
        try (BenchDatabase database = BenchDatabase.with(set, directory);
                BundledRedis redis = BundledRedis.start(directory.resolve("redis"));
                Service service = Service.start(
                        directory,
                        database.address(),
                        Map.of("REELS_REDIS_URL", redis.address().url().text()))) {
            report.table("%d shoppers with a Redis, data set %s".formatted(SHOPPERS, set.text()));
            new ShoppersBench(service)
                    .shop(
                            report,
                            List.of(
                                    new Act("Redis answers", each, () -> {}),
                                    new Act("Redis hangs", each, () -> signal(redis, "STOP")),
                                    new Act("Redis answers again", each, () -> signal(redis, "CONT")),
                                    new Act("Redis is killed", each, redis::kill),
                                    new Act("Redis is back, empty", each, redis::restart)));
        }
        report.end();
    }

    private static void signal(BundledRedis redis, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid()))
                .start()
                .waitFor();
    }

    /** A part of a run, and what happens at its beginning. */
    private record Act(String name, Duration duration, Event event) {}

    private interface Event {
        void happen() throws Exception;
    }

    private void shop(Report report, List<Act> acts) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> shoppers = new ArrayList<>();
            for (int user = 10_001; user <= 10_000 + SHOPPERS; user++) {
                int id = user;
                shoppers.add(threads.submit(() -> shopper(id)));
            }
            try {
                Thread.sleep(WARM_UP);
                for (Act act : acts) {
                    drain(pages);
                    drain(writes);
                    int before = errors.get();
                    act.event().happen();
                    Thread.sleep(act.duration());
                    tell(report, act, errors.get() - before);
                }
            } finally {
                going = false;
            }
            for (Future<?> shopper : shoppers) {
                shopper.get();
            }
        }
    }

    private void tell(Report report, Act act, int failed) throws IOException, InterruptedException {
        List<Double> read = drain(pages);
        List<Double> wrote = drain(writes);
        double seconds = act.duration().toMillis() / 1e3;
        report.line(
                "| %s | %.0f pages/s, p50 %.1f ms, p99 %.1f ms | %.0f writes/s, p50 %.1f ms, p99 %.1f ms | errors %d | 0 |"
                        .formatted(
                                act.name(),
                                read.size() / seconds,
                                FeedsBench.percentile(read, 50),
                                FeedsBench.percentile(read, 99),
                                wrote.size() / seconds,
                                FeedsBench.percentile(wrote, 50),
                                FeedsBench.percentile(wrote, 99),
                                failed));
        report.line("  hits %.0f, misses %.0f so far"
                .formatted(
                        service.metric("reels_feed_cache_total{feed=\"recommended\",result=\"hit\"}"),
                        service.metric("reels_feed_cache_total{feed=\"recommended\",result=\"miss\"}")));
    }

    private static List<Double> drain(ConcurrentLinkedQueue<Double> times) {
        List<Double> drained = new ArrayList<>();
        for (Double time = times.poll(); time != null; time = times.poll()) {
            drained.add(time);
        }
        drained.sort(null);
        return drained;
    }

    private Void shopper(int user) throws InterruptedException {
        Random random = new Random(user);
        Thread.sleep(random.nextInt((int) (2 * PAUSE_MILLIS)));
        while (going) {
            try (Caller caller = new Caller(service)) {
                while (going) {
                    visit(caller, user, random);
                }
            } catch (IOException e) {
                errors.incrementAndGet();
            }
        }
        return null;
    }

    private void visit(Caller caller, int user, Random random) throws IOException, InterruptedException {
        for (int page = 1; page <= 3 && going; page++) {
            pages.add(caller.get("/api/reels/feed/recommended?page=" + page, user));
            List<Integer> reels = reels(caller.text());
            pause(random);
            if (reels.isEmpty()) {
                return;
            }
            StringBuilder views = new StringBuilder();
            for (int reel : reels.subList(0, Math.min(5, reels.size()))) {
                views.append(views.isEmpty() ? "" : ",")
                        .append("{\"reel_id\":%d,\"view_duration\":%d}".formatted(reel, random.nextInt(15)));
            }
            writes.add(caller.post("/api/reels/views", user, "{\"views\":[" + views + "]}"));
            if (random.nextInt(2) == 0) {
                like(caller, user, reels.get(random.nextInt(reels.size())));
            }
            pause(random);
        }
    }

    /** One that is liked already is refused. */
    private void like(Caller caller, int user, int reel) throws IOException {
        writes.add(caller.post("/api/reels/" + reel + "/like", user, "", 200, 400));
    }

    private static void pause(Random random) throws InterruptedException {
        Thread.sleep((long) (random.nextDouble() * 2 * PAUSE_MILLIS));
    }

    private static List<Integer> reels(String json) {
        List<Integer> ids = new ArrayList<>();
        Matcher matcher = REEL.matcher(json);
        while (matcher.find()) {
            ids.add(Integer.parseInt(matcher.group(1)));
        }
        return ids;
    }
}
