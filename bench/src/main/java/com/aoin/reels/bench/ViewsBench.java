package com.aoin.reels.bench;

import com.aoin.reels.bench.LoadGenerator.Load;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Durable views per second of 64 connections, of any reel alike and nine in ten of one reel, against the same code with
 * one transaction per request and against what the database could take at best. The subjects take turns within a run.
 */
final class ViewsBench {
    private static final int CONNECTIONS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration TURN = Duration.ofSeconds(3);
    private static final Duration SHORT_TURN = Duration.ofSeconds(2);
    private static final Duration CALM_TURN = Duration.ofSeconds(6);
    /** A process notices within two seconds that another is at work, and within five that none is. */
    private static final Duration NOTICED = Duration.ofSeconds(7);

    /** Views a transaction, as many as the engine takes at most. So many never wait at a time here. */
    private static final int ROWS = 256;

    private static final int ROUNDS = 5;
    private static final int LONG_ROUNDS = 3;

    private final Path directory;
    private final BenchDatabase database;
    private final Service service;
    private final Service oneByOne;
    private final RowsCeiling ceiling;
    private final Report report;
    private final Figures figures = new Figures();
    private final Rounds rounds = new Rounds();
    private final Random random = new Random(1);
    private final Viewers viewers;
    private final List<byte[]> tokens = new ArrayList<>();
    private final List<byte[]> tokensOfOthers;
    private long answered;

    private ViewsBench(
            Path directory,
            BenchDatabase database,
            Service service,
            Service oneByOne,
            RowsCeiling ceiling,
            Report report) {
        this.directory = directory;
        this.database = database;
        this.service = service;
        this.oneByOne = oneByOne;
        this.ceiling = ceiling;
        this.report = report;
        for (int user = 1; user <= ViewsShop.USERS; user++) {
            tokens.add(Viewing.ascii(service.token(user)));
        }
        viewers = new Viewers(service, tokens.subList(0, ViewsShop.VIEWERS));
        tokensOfOthers = tokens.subList(ViewsShop.VIEWERS, ViewsShop.USERS);
    }

    static void run(Path directory, Report report) throws Exception {
        try (BenchDatabase database = BenchDatabase.start(directory);
                Service service = Service.start(directory, database.address());
                Connection connection = database.connect();
                Connection beside = database.beside()) {
            ViewsShop.fill(connection);
            ViewsShop.fill(beside);
            try (Service oneByOne = Service.start(
                            directory, database.address(), "one-by-one", List.of(OneByOneServer.class.getName()));
                    RowsCeiling ceiling = new RowsCeiling(beside)) {
                ViewsBench bench = new ViewsBench(directory, database, service, oneByOne, ceiling, report);
                long before = ViewsShop.recorded(connection);
                report.line("Flush of 4 KiB to disk, µs: " + DiskFlush.measure(directory));
                bench.measure();
                bench.verify(connection, before);
            }
        }
        report.end();
    }

    private void measure() throws Exception {
        oneByOne.process().pause();
        warmUp();
        for (Pattern pattern : Pattern.values()) {
            int best = bestBaseline(pattern);
            rounds(ROUNDS, pattern, into -> round(pattern, best, into));
            calmly(pattern);
            new ViewsReport(report, figures).table(pattern);
        }
        twoProcesses();
        new ViewsReport(report, figures).end(directory);
        report.line("");
        report.line("%d rounds measured, with those that were measured again".formatted(rounds.attempts()));
    }

    /** Who views what. */
    enum Pattern {
        UNIFORM,
        VIRAL;

        String of(String figure) {
            return name() + " " + figure;
        }
    }

    private Viewing.Pick pick(Pattern pattern) {
        return new Viewing.Pick(random, pattern == Pattern.VIRAL);
    }

    private void warmUp() throws Exception {
        for (Pattern pattern : Pattern.values()) {
            load(List.of(viewers), pattern, WARM_UP.dividedBy(2));
            loadBaseline(1, pattern, WARM_UP.dividedBy(4));
            ceiling.run(SHORT_TURN, ROWS, pick(pattern));
        }
    }

    /** The baseline with one of the numbers of connections. */
    private Viewers baseline(int index) {
        InetSocketAddress first = oneByOne.address();
        return new Viewers(new InetSocketAddress(first.getAddress(), first.getPort() + index), tokensOfOthers);
    }

    /** Only who has its turn runs: the threads of one that waits look for work many times a second. */
    private Load loadBaseline(int index, Pattern pattern, Duration duration) throws Exception {
        service.process().pause();
        oneByOne.process().resume();
        Load load = load(List.of(baseline(index)), pattern, duration);
        oneByOne.process().pause();
        service.process().resume();
        return load;
    }

    private int bestBaseline(Pattern pattern) throws Exception {
        int best = 0;
        for (int i = 0; i < OneByOneServer.CONNECTIONS.size(); i++) {
            Load load = loadBaseline(i, pattern, SHORT_TURN);
            figures.add(pattern.of("baseline " + OneByOneServer.CONNECTIONS.get(i)), load.perSecond());
            if (load.perSecond() > figures.median(pattern.of("baseline " + OneByOneServer.CONNECTIONS.get(best)))) {
                best = i;
            }
        }
        return best;
    }

    private void rounds(int count, Pattern pattern, Rounds.Round round) throws Exception {
        for (int i = 0; i < count; i++) {
            figures.addAll(rounds.measure(pattern.of("taken"), round));
        }
    }

    private void round(Pattern pattern, int best, Figures into) throws Exception {
        database.settle();
        Usage before = Usage.now(service, database);
        Load views = load(List.of(viewers), pattern, TURN);
        Usage perView = Usage.now(service, database).since(before).per(views.answers());
        Load single = loadBaseline(best, pattern, TURN);
        service.process().pause();
        database.settle();
        double rows = ceiling.run(SHORT_TURN, ROWS, pick(pattern));
        database.settle();
        double rowsOfAll = ceiling.run(SHORT_TURN, CONNECTIONS, pick(pattern));
        service.process().resume();
        into.add(pattern.of("views/s"), views.perSecond());
        into.add(pattern.of("baseline/s"), single.perSecond());
        into.add(pattern.of("ceiling/s"), rows);
        into.add(pattern.of("ceiling of 64/s"), rowsOfAll);
        into.add(pattern.of("views : baseline"), views.perSecond() / single.perSecond());
        into.add(pattern.of("views : ceiling"), views.perSecond() / rows);
        into.add(pattern.of("views : ceiling of 64"), views.perSecond() / rowsOfAll);
        into.add(pattern.of("p50"), views.medianMicros() / 1e3);
        into.add(pattern.of("p99"), views.p99Micros() / 1e3);
        into.add(pattern.of("baseline p50"), single.medianMicros() / 1e3);
        into.add(pattern.of("baseline p99"), single.p99Micros() / 1e3);
        into.add(pattern.of("service µs"), perView.service());
        into.add(pattern.of("database µs"), perView.database());
        into.add(pattern.of("generator µs"), perView.own());
    }

    /** At a third of the peak, whether or not answers keep up. */
    private void calmly(Pattern pattern) throws Exception {
        double rate = figures.median(pattern.of("views/s")) / 3;
        figures.add(pattern.of("third"), rate);
        rounds(ROUNDS, pattern, into -> {
            database.settle();
            try (LoadGenerator load = generator(List.of(viewers), pattern)) {
                Load calm = load.run(CALM_TURN, rate);
                answered += calm.answers();
                into.add(pattern.of("calm p50"), calm.medianMicros() / 1e3);
                into.add(pattern.of("calm p99"), calm.p99Micros() / 1e3);
            }
        });
    }

    private void twoProcesses() throws Exception {
        try (Service second =
                Service.start(directory, database.address(), "second", List.of("com.aoin.reels.Main", "serve"))) {
            Viewers ofSecond = new Viewers(second, tokensOfOthers.subList(0, ViewsShop.VIEWERS / 2));
            Viewers ofFirst = new Viewers(service, tokens.subList(0, ViewsShop.VIEWERS / 2));
            for (Pattern pattern : Pattern.values()) {
                load(List.of(ofSecond), pattern, WARM_UP.dividedBy(2));
                load(List.of(viewers), pattern, WARM_UP.dividedBy(4));
                rounds(LONG_ROUNDS, pattern, into -> {
                    Load one = loadOnceNoticed(List.of(viewers), pattern);
                    Load two = loadOnceNoticed(List.of(ofFirst, ofSecond), pattern);
                    into.add(pattern.of("one/s"), one.perSecond());
                    into.add(pattern.of("two/s"), two.perSecond());
                    into.add(pattern.of("two : one"), two.perSecond() / one.perSecond());
                    into.add(pattern.of("two p99"), two.p99Micros() / 1e3);
                });
            }
            Viewers onSecond = new Viewers(second, viewers.tokens());
            for (Pattern pattern : Pattern.values()) {
                double one = figures.median(pattern.of("one/s"));
                rounds(LONG_ROUNDS, pattern, into -> {
                    Load mixed = loadOnceNoticed(List.of(viewers, onSecond), pattern);
                    into.add(pattern.of("mixed : one"), mixed.perSecond() / one);
                });
            }
        }
    }

    /** Without a pause in between, in which the processes would forget each other. */
    private Load loadOnceNoticed(List<Viewers> viewers, Pattern pattern) throws Exception {
        load(viewers, pattern, NOTICED);
        return loadAtOnce(viewers, pattern, TURN);
    }

    /** Those who view at one address: whom a subject has served, another has to read anew. */
    private record Viewers(InetSocketAddress server, List<byte[]> tokens) {
        Viewers(Service service, List<byte[]> tokens) {
            this(service.address(), tokens);
        }
    }

    private LoadGenerator generator(List<Viewers> viewers, Pattern pattern) throws IOException {
        return new LoadGenerator(
                viewers.stream().map(Viewers::server).toList(),
                CONNECTIONS,
                viewers.stream()
                        .<LoadGenerator.Requests>map(some -> new Viewing(some.tokens(), pick(pattern)))
                        .toList());
    }

    /** Each subject finds the database at rest. */
    private Load load(List<Viewers> viewers, Pattern pattern, Duration duration) throws Exception {
        database.settle();
        return loadAtOnce(viewers, pattern, duration);
    }

    private Load loadAtOnce(List<Viewers> viewers, Pattern pattern, Duration duration) throws Exception {
        try (LoadGenerator load = generator(viewers, pattern)) {
            Load result = load.run(duration);
            answered += result.answers();
            return result;
        }
    }

    /** Whether each view that was answered is in the database, and every counter right. */
    private void verify(Connection connection, long before) throws Exception {
        long recorded = ViewsShop.recorded(connection) - before;
        long wrong = ViewsShop.wrongCounters(connection);
        report.line("");
        report.line("%d views answered, %d recorded, counters off by %d".formatted(answered, recorded, wrong));
        if (recorded != answered || wrong != 0) {
            throw new IllegalStateException("Views were lost or miscounted");
        }
    }
}
