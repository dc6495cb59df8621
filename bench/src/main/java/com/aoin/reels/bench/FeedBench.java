package com.aoin.reels.bench;

import com.aoin.reels.bench.LoadGenerator.Load;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The public list of 10,000 reels, a page of 20, against its hydrating statement alone and against prebuilt bytes. The
 * subjects take turns within a run, so that whatever else the machine does meets all of them.
 */
final class FeedBench {
    static final String PATH = "/api/reels/public";
    private static final int REELS = 10_000;
    private static final int PAGE = 20;
    /** Pages asked for in turn, from the first. */
    private static final int PAGES = 25;

    private static final int CONNECTIONS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration TURN = Duration.ofSeconds(2);
    private static final int ROUNDS = 10;

    private final BenchDatabase database;
    private final Service service;
    private final InetSocketAddress bare;
    private final InetSocketAddress layered;
    private final Report report;

    private FeedBench(
            BenchDatabase database, Service service, InetSocketAddress bare, InetSocketAddress layered, Report report) {
        this.database = database;
        this.service = service;
        this.bare = bare;
        this.layered = layered;
        this.report = report;
    }

    static void run(Path directory, Report report) throws Exception {
        int barePort = Service.freePort();
        int layeredPort = Service.freePort();
        try (BenchDatabase database = BenchDatabase.start(directory);
                Service service = Service.start(directory, database.address())) {
            try (Connection connection = database.connect()) {
                BenchShop.fill(connection, REELS);
            }
            service.awaitIndexed(REELS);
            Path body = Files.writeString(directory.resolve("page.json"), service.get(PATH));
            try (JavaProcess _ = prebuilt(directory, database.address(), barePort, layeredPort, body)) {
                int pool = (int) service.metric("hikaricp_connections_max");
                report.line("Answer of %d bytes; pool of %d connections".formatted(Files.size(body), pool));
                FeedBench bench = new FeedBench(database, service, loopback(barePort), loopback(layeredPort), report);
                bench.statements();
                bench.measure(CONNECTIONS, pool, WARM_UP);
                bench.measure(1, 1, TURN);
            }
        }
        report.end();
    }

    private static JavaProcess prebuilt(Path directory, DatabaseAddress address, int bare, int layered, Path body)
            throws IOException {
        return JavaProcess.start(
                directory.resolve("prebuilt.log"),
                List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"),
                List.of(
                        PrebuiltServer.class.getName(),
                        Integer.toString(bare),
                        Integer.toString(layered),
                        body.toString()),
                Map.of(
                        "REELS_DB_URL", address.url(),
                        "REELS_DB_USER", address.user(),
                        "REELS_DB_PASSWORD", address.password().text()));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The pages as links; the newest reel has the highest id. */
    private static List<String> paths() {
        return IntStream.rangeClosed(1, PAGES)
                .mapToObj(page -> PATH + "?per_page=" + PAGE + "&page=" + page)
                .toList();
    }

    private static List<int[]> ids() {
        return IntStream.range(0, PAGES)
                .mapToObj(page -> IntStream.range(0, PAGE)
                        .map(i -> REELS - page * PAGE - i)
                        .toArray())
                .toList();
    }

    /** Warms the service up, then tells what the database is asked per page. */
    private void statements() throws IOException, SQLException {
        try (LoadGenerator load = new LoadGenerator(service.address(), CONNECTIONS, paths())) {
            load.run(WARM_UP);
            Map<String, Long> before = database.commands();
            long pages = load.run(TURN).answers();
            Map<String, Long> after = database.commands();
            report.line("");
            report.line("Commands of the database per page, over %d pages:".formatted(pages));
            for (Map.Entry<String, Long> command : after.entrySet()) {
                long count = command.getValue() - before.getOrDefault(command.getKey(), 0L);
                if (count > pages / 1000) {
                    report.line("- %s %.3f".formatted(command.getKey(), (double) count / pages));
                }
            }
        }
    }

    private void measure(int clients, int connections, Duration warmUp) throws Exception {
        try (LoadGenerator pages = new LoadGenerator(service.address(), clients, paths());
                LoadGenerator bareBytes = new LoadGenerator(bare, clients, paths());
                LoadGenerator layeredBytes = new LoadGenerator(layered, clients, paths());
                HydrationLoad statements = new HydrationLoad(database, connections, ids())) {
            pages.run(TURN);
            statements.run(warmUp);
            bareBytes.run(warmUp);
            layeredBytes.run(warmUp);
            Figures figures = new Figures();
            for (int round = 0; round < ROUNDS; round++) {
                Usage before = Usage.now(service, database);
                Load page = pages.run(TURN);
                Usage between = Usage.now(service, database);
                double statement = statements.run(TURN);
                Usage after = Usage.now(service, database);
                Load bytes = bareBytes.run(TURN);
                Load layer = layeredBytes.run(TURN);
                Usage perPage = between.since(before).per(page.answers());
                Usage perStatement = after.since(between).per(Math.round(statement * TURN.toMillis() / 1e3));
                figures.add("pages/s", page.perSecond());
                figures.add("statements/s", statement);
                figures.add("bare bytes/s", bytes.perSecond());
                figures.add("layered bytes/s", layer.perSecond());
                figures.add("page µs", page.medianMicros());
                figures.add("service µs", perPage.service());
                figures.add("database µs", perPage.database());
                figures.add("generator µs", perPage.own());
                figures.add("statement client µs", perStatement.own());
                figures.add("statement database µs", perStatement.database());
                figures.add("processor", perStatement.total() / perPage.total());
                figures.add("page/statement", page.perSecond() / statement);
                figures.add("page/bare", page.perSecond() / bytes.perSecond());
                figures.add("page/layered", page.perSecond() / layer.perSecond());
            }
            print(figures, clients, connections);
        }
    }

    private void print(Figures figures, int clients, int connections) throws IOException {
        report.table("%d keep-alive connections, %d database connections".formatted(clients, connections));
        report.row("**pages : hydrating statements**", figures.of("page/statement"), 2, "≥ 0.6");
        report.row("the same by processor time, all processes", figures.of("processor"), 2, "");
        report.row("pages : prebuilt bytes, bare HTTP library", figures.of("page/bare"), 2, "");
        report.row("pages : prebuilt bytes, the service's HTTP layer", figures.of("page/layered"), 2, "");
        report.row("pages/s", figures.of("pages/s"), 0, "");
        report.row("statements/s", figures.of("statements/s"), 0, "");
        report.row("prebuilt bytes, bare, answers/s", figures.of("bare bytes/s"), 0, "");
        report.row("prebuilt bytes, HTTP layer, answers/s", figures.of("layered bytes/s"), 0, "");
        report.row("median time of a page, µs", figures.of("page µs"), 0, "");
        report.row("processor time per page, µs: service", figures.of("service µs"), 0, "");
        report.row("– database", figures.of("database µs"), 0, "");
        report.row("– load generator", figures.of("generator µs"), 0, "");
        report.row("processor time per statement, µs: client", figures.of("statement client µs"), 0, "");
        report.row("– database", figures.of("statement database µs"), 0, "");
    }
}
