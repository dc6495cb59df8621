package com.aoin.reels.interaction.engine;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.interaction.engine.Command.Actor;
import com.aoin.reels.interaction.engine.Command.View;
import com.aoin.reels.interaction.engine.Outcome.Done;
import com.aoin.reels.testing.CounterCheck;
import com.aoin.reels.testing.TestingDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Durable views per second of 64 callers without HTTP: through the engine, and as one transaction per view with the
 * same statements over 8 to 64 connections. A main class, run by hand; its argument is the seconds of each measurement.
 */
final class ViewThroughput {
    private static final Logger LOG = LoggerFactory.getLogger(ViewThroughput.class);
    private static final int CALLERS = 64;
    private static final int USERS = 5_000;
    private static final int REELS = 1_000;
    private static final int RECENT = 50;

    private final DatabaseAddress address = TestingDatabase.fresh();
    private final Duration time;

    private ViewThroughput(Duration time) {
        this.time = time;
    }

    /** Applies one view and waits until it is durable. */
    private interface Viewer {
        Outcome view(View view) throws InterruptedException;
    }

    public static void main(String[] arguments) throws InterruptedException {
        ViewThroughput measurement =
                new ViewThroughput(Duration.ofSeconds(arguments.length == 0 ? 10 : Long.parseLong(arguments[0])));
        measurement.run();
        System.exit(0);
    }

    private void run() throws InterruptedException {
        try (Database setup = Database.connect(address, new Database.Tuning(2, false, null), Duration.ofSeconds(30))) {
            Migrations.apply(setup, CatalogMode.OWN);
            setup.execute(handle -> {
                handle.execute("SET SESSION max_recursive_iterations = 100000");
                handle.execute("INSERT INTO users (user_id) " + upTo(USERS));
                handle.execute("INSERT INTO merchant_profiles VALUES (1, 1, 'M', TRUE)");
                handle.execute("INSERT INTO categories (category_id, category_name) VALUES (1, 'A')");
                handle.execute("INSERT INTO products (product_id, merchant_id, category_id, product_name,"
                        + " selling_price) VALUES (1, 1, 1, 'P', 1)");
                handle.execute("INSERT INTO product_stock VALUES (1, 1)");
                handle.execute("INSERT INTO reels (reel_id, merchant_id, product_id, video_url, description,"
                        + " duration_seconds, created_at, updated_at)"
                        + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + REELS + ")"
                        + " SELECT i, 1, 1, '', '', 30, UTC_TIMESTAMP(), UTC_TIMESTAMP() FROM n");
            });
        }
        throughEngine("warming up", false);
        for (boolean viral : new boolean[] {false, true}) {
            throughEngine(viral ? "engine, 90 % on one reel" : "engine, uniform", viral);
            for (int connections : new int[] {8, 16, 32, 64}) {
                oneByOne(connections, viral);
            }
        }
        CounterCheck.assertExact(address, RECENT);
        TestingDatabase.drop(address);
    }

    private static String upTo(int last) {
        return "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + last
                + ") SELECT i FROM n";
    }

    private void throughEngine(String name, boolean viral) throws InterruptedException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Database database = Database.connect(address, Engine.tuning(), Duration.ofSeconds(30));
                Engine engine = new Engine(database, RECENT, registry)) {
            measure(name, viral, engine::apply);
        }
        var batches = registry.get("reels.interactions.batch").summary();
        LOG.info("  batches of {} on average, {} retries", Math.round(batches.mean()), (long)
                registry.get("reels.interactions.retries").counter().count());
    }

    private void oneByOne(int connections, boolean viral) throws InterruptedException {
        Database.Tuning tuning =
                new Database.Tuning(connections, false, Engine.tuning().sessionStatement());
        try (Database database = Database.connect(address, tuning, Duration.ofSeconds(30))) {
            EngineMetrics metrics = new EngineMetrics(new SimpleMeterRegistry(), new LinkedBlockingQueue<>());
            Committer committer = new Committer(database, RECENT, metrics);
            // Callers line up here rather than in the pool, which is not fair and gives up after a while.
            Semaphore free = new Semaphore(connections, true);
            measure(
                    "one transaction each, " + connections + " connections"
                            + (viral ? ", 90 % on one reel" : ", uniform"),
                    viral,
                    view -> {
                        free.acquire();
                        try {
                            return committer.commit(List.of(view)).getFirst();
                        } finally {
                            free.release();
                        }
                    });
        }
    }

    private void measure(String name, boolean viral, Viewer viewer) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long[][] micros = new long[CALLERS][];
        Thread[] callers = new Thread[CALLERS];
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            callers[i] = Thread.ofVirtual().start(() -> micros[caller] = callUntil(end, viral, viewer));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        long[] all =
                Arrays.stream(micros).flatMapToLong(Arrays::stream).sorted().toArray();
        LOG.info(
                "{}: {} views/s, median {} ms, p99 {} ms",
                name,
                Math.round(all.length / (double) time.toSeconds()),
                all[all.length / 2] / 1000.0,
                all[(int) (all.length * 0.99)] / 1000.0);
    }

    private static long[] callUntil(long end, boolean viral, Viewer viewer) {
        var times = LongStream.builder();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try {
            for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                int reel = viral && random.nextInt(10) > 0 ? 1 : 1 + random.nextInt(REELS);
                View view = new View(new Actor(1 + random.nextInt(USERS), false), reel, random.nextInt(31), null);
                if (!(viewer.view(view) instanceof Done)) {
                    throw new IllegalStateException("A view failed");
                }
                times.add((System.nanoTime() - start) / 1000);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return times.build().toArray();
    }
}
