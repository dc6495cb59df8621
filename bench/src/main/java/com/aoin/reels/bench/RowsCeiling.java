package com.aoin.reels.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the database could take at best: the rows that views change, many views a transaction, by statements of many
 * rows. One client that reads nothing, decides nothing and serves nobody; it has a database of its own and knows the
 * windows by heart.
 */
final class RowsCeiling implements AutoCloseable {
    private final Connection connection;
    private final int[][] windows = new int[ViewsShop.VIEWERS + 1][];
    private final int[] oldest = new int[ViewsShop.VIEWERS + 1];
    private long seconds = 1;

    /** A view, and the row of the window that it takes. */
    private record Row(int user, int reel, int windowId) {}

    RowsCeiling(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION foreign_key_checks = 0");
        }
        for (int user = 1; user < windows.length; user++) {
            windows[user] = new int[ViewsShop.RECENT_VIEWS];
            for (int i = 0; i < ViewsShop.RECENT_VIEWS; i++) {
                windows[user][i] = 1 + (user * 37 + (i + 1) * 17) % ViewsShop.REELS;
            }
        }
    }

    /**
     * Views per second.
     *
     * @param batch views a transaction
     */
    double run(Duration duration, int batch, Viewing.Pick pick) throws SQLException {
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        long views = 0;
        while (System.nanoTime() < end) {
            write(batch, pick);
            views += batch;
        }
        return views / ((System.nanoTime() - start) / 1e9);
    }

    private void write(int batch, Viewing.Pick pick) throws SQLException {
        String now = "TIMESTAMP'2026-02-01 00:00:00' + INTERVAL " + seconds++ + " SECOND";
        // As in a batch of the engine, what belongs together is written once and in order.
        TreeMap<Long, Row> rows = new TreeMap<>();
        Set<Integer> users = new HashSet<>();
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        TreeMap<Integer, Integer> countsOfMerchants = new TreeMap<>();
        while (rows.size() < batch) {
            int user = pick.user();
            int reel = pick.reel();
            if (users.add(user)) {
                rows.put((long) user << 32 | reel, new Row(user, reel, slot(user, reel)));
                counts.merge(reel, 1, Integer::sum);
                countsOfMerchants.merge(BenchShop.merchantOf(reel), 1, Integer::sum);
            }
        }
        StringBuilder seen = new StringBuilder();
        StringBuilder recent = new StringBuilder();
        StringBuilder preferences = new StringBuilder();
        StringBuilder totals = new StringBuilder();
        for (Row row : rows.values()) {
            seen.append(",(%d,%d,12,1,%s,%s)".formatted(row.user, row.reel, now, now));
            recent.append(",(%d,%d,%d,%s,12,%s,%s)".formatted(row.windowId, row.user, row.reel, now, now, now));
            int category = 1 + row.reel % ViewsShop.CATEGORIES;
            preferences.append(",(%d,%d,%d,0.6,2,%s)"
                    .formatted((row.user - 1) * ViewsShop.CATEGORIES + category, row.user, category, now));
            totals.append(",(%d,0,51,0,50)".formatted(row.user));
        }
        StringBuilder cases = new StringBuilder();
        StringBuilder days = new StringBuilder();
        counts.forEach((reel, count) -> {
            cases.append(" WHEN ").append(reel).append(" THEN ").append(count);
            days.append(",(%d,'2026-02-01',%d,0,0)".formatted(reel, count));
        });
        StringBuilder merchantDays = new StringBuilder();
        countsOfMerchants.forEach((merchant, count) ->
                merchantDays.append(",(%d,'2026-02-01',CONNECTION_ID() MOD 16,%d,0,0)".formatted(merchant, count)));
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO user_seen_reels (user_id, reel_id, longest_seconds, counted_views, first_viewed_at,"
                            + " last_viewed_at) VALUES " + seen.substring(1)
                            + " ON DUPLICATE KEY UPDATE longest_seconds = VALUES(longest_seconds),"
                            + " counted_views = VALUES(counted_views), last_viewed_at = VALUES(last_viewed_at)");
            statement.execute("INSERT INTO user_reel_views VALUES " + recent.substring(1)
                    + " ON DUPLICATE KEY UPDATE reel_id = VALUES(reel_id), viewed_at = VALUES(viewed_at),"
                    + " view_duration = VALUES(view_duration), created_at = VALUES(created_at),"
                    + " updated_at = VALUES(updated_at)");
            statement.execute("INSERT INTO user_category_preferences VALUES " + preferences.substring(1)
                    + " ON DUPLICATE KEY UPDATE preference_score = VALUES(preference_score),"
                    + " interaction_count = interaction_count + 1, last_interaction_at = VALUES(last_interaction_at)");
            statement.execute(
                    "INSERT INTO user_totals (user_id, likes, views, follows, recent_views) VALUES "
                            + totals.substring(1)
                            + " ON DUPLICATE KEY UPDATE version = version + 1, views = views + 1, recent_views = VALUES(recent_views)");
            String change = " + CASE reel_id" + cases + " ELSE 0 END";
            statement.execute("UPDATE reels SET views_count = views_count" + change
                    + ", unique_viewers = unique_viewers" + change
                    + ", longest_seconds_sum = longest_seconds_sum" + change + ", completions = completions" + change
                    + ", changed_at = changed_at WHERE reel_id IN ("
                    + counts.keySet().toString().replaceAll("[\\[\\]]", "") + ")");
            statement.execute("INSERT INTO reel_daily VALUES " + days.substring(1)
                    + " ON DUPLICATE KEY UPDATE views = views + VALUES(views)");
            statement.execute("INSERT INTO merchant_daily (merchant_id, day, slot, views, likes, shares) VALUES "
                    + merchantDays.substring(1) + " ON DUPLICATE KEY UPDATE views = views + VALUES(views)");
        }
        connection.commit();
    }

    /** The id of the row that a view takes: the reel's own, or that of the oldest. */
    private int slot(int user, int reel) {
        int[] window = windows[user];
        int at = 0;
        while (at < window.length && window[at] != reel) {
            at++;
        }
        if (at == window.length) {
            at = oldest[user];
            oldest[user] = (at + 1) % window.length;
            window[at] = reel;
        }
        return (user - 1) * ViewsShop.RECENT_VIEWS + at + 1;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
