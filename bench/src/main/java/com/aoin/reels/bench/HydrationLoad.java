package com.aoin.reels.bench;

import com.aoin.reels.reel.Hydration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the hydrating statement alone, each connection with a thread of its own and the statement prepared once. */
final class HydrationLoad implements AutoCloseable {
    private final List<int[]> pages;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Hydration> statements = new ArrayList<>();
    private final ExecutorService threads;

    HydrationLoad(BenchDatabase database, int connections, List<int[]> pages) throws SQLException {
        this.pages = pages;
        this.threads = Executors.newFixedThreadPool(connections);
        for (int i = 0; i < connections; i++) {
            Connection connection = database.connect();
            this.connections.add(connection);
            statements.add(new Hydration(connection, pages.getFirst().length));
        }
    }

    /** Statements per second. */
    double run(Duration duration) throws Exception {
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        List<Future<Long>> counts = new ArrayList<>();
        for (Hydration statement : statements) {
            Callable<Long> work = () -> readUntil(end, statement);
            counts.add(threads.submit(work));
        }
        long total = 0;
        for (Future<Long> count : counts) {
            total += count.get();
        }
        return total / ((System.nanoTime() - start) / 1e9);
    }

    private long readUntil(long end, Hydration statement) throws SQLException {
        long count = 0;
        while (System.nanoTime() < end) {
            int[] page = pages.get((int) (count % pages.size()));
            if (statement.read(page) != page.length) {
                throw new IllegalStateException("Not every reel of the page was found");
            }
            count++;
        }
        return count;
    }

    @Override
    public void close() throws SQLException {
        threads.shutdown();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
