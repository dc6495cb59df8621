package com.aoin.reels.bench;

import com.aoin.reels.reel.Hydration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
    private final List<PreparedStatement> marks = new ArrayList<>();
    private final List<Integer> users;
    private final ExecutorService threads;

    HydrationLoad(BenchDatabase database, int connections, List<int[]> pages) throws SQLException {
        this(database, connections, pages, List.of());
    }

    /**
     * For signed-in callers: what they like and follow of each page is read too.
     *
     * @param users whose page each one is; empty = nobody is signed in
     */
    HydrationLoad(BenchDatabase database, int connections, List<int[]> pages, List<Integer> users) throws SQLException {
        this.pages = pages;
        this.users = users;
        this.threads = Executors.newFixedThreadPool(connections);
        for (int i = 0; i < connections; i++) {
            Connection connection = database.connect();
            this.connections.add(connection);
            statements.add(new Hydration(connection, pages.getFirst().length));
            marks.add(connection.prepareStatement(marks(pages.getFirst().length)));
        }
    }

    private static String marks(int size) {
        String ids = "(?" + ", ?".repeat(size - 1) + ")";
        return "SELECT TRUE, reel_id FROM user_reel_likes WHERE user_id = ? AND reel_id IN " + ids
                + " UNION ALL SELECT FALSE, merchant_id FROM user_merchant_follows WHERE user_id = ? AND merchant_id IN "
                + ids;
    }

    /** Statements per second; those of one page count once. */
    double run(Duration duration) throws Exception {
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        List<Future<Long>> counts = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            Hydration statement = statements.get(i);
            PreparedStatement mark = marks.get(i);
            Callable<Long> work = () -> readUntil(end, statement, mark);
            counts.add(threads.submit(work));
        }
        long total = 0;
        for (Future<Long> count : counts) {
            total += count.get();
        }
        return total / ((System.nanoTime() - start) / 1e9);
    }

    private long readUntil(long end, Hydration statement, PreparedStatement mark) throws SQLException {
        long count = 0;
        while (System.nanoTime() < end) {
            int[] page = pages.get((int) (count % pages.size()));
            if (statement.read(page) != page.length) {
                throw new IllegalStateException("Not every reel of the page was found");
            }
            if (!users.isEmpty()) {
                read(mark, users.get((int) (count % users.size())), page);
            }
            count++;
        }
        return count;
    }

    /** The ids of the reels stand for those of their merchants: as many look-ups. */
    private static void read(PreparedStatement mark, int user, int[] page) throws SQLException {
        int at = 1;
        for (int part = 0; part < 2; part++) {
            mark.setInt(at++, user);
            for (int id : page) {
                mark.setInt(at++, id);
            }
        }
        try (ResultSet rows = mark.executeQuery()) {
            while (rows.next()) {
                rows.getInt(2);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        threads.shutdown();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
