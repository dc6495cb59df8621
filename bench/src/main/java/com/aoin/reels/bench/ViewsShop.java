package com.aoin.reels.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Viewers who have been here for a while: each has a full window of recent views and a preference for every category.
 * That is the usual state of a shop, and the dearest: each new view pushes an old one out.
 */
final class ViewsShop {
    static final int REELS = 1_000;
    /** Who views at a time. */
    static final int VIEWERS = 5_000;
    /** As many again for another subject: whom one has served the other has to read anew. */
    static final int USERS = 2 * VIEWERS;

    static final int RECENT_VIEWS = 50;
    static final int CATEGORIES = 20;

    private ViewsShop() {}

    static void fill(Connection connection) throws SQLException {
        BenchShop.fill(connection, REELS);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION max_recursive_iterations = 1000000");
            statement.execute("INSERT IGNORE INTO users (user_id) " + numbers(USERS) + " SELECT i FROM n");
            statement.execute("INSERT INTO user_totals (user_id, views, recent_views) " + numbers(USERS)
                    + " SELECT i, %1$d, %1$d FROM n".formatted(RECENT_VIEWS));
            String views = numbers(RECENT_VIEWS) + """
                     SELECT (u.user_id - 1) * %d + n.i AS id, u.user_id, 1 + (u.user_id * 37 + n.i * 17) %% %d AS reel_id,
                            TIMESTAMP'2026-01-01 00:00:00' + INTERVAL n.i MINUTE AS at
                     FROM users u JOIN n ORDER BY 1
                    """.formatted(RECENT_VIEWS, REELS);
            statement.execute("CREATE TEMPORARY TABLE earlier (id INT PRIMARY KEY, user_id INT, reel_id INT,"
                    + " at DATETIME(6)) " + "AS " + views);
            statement.execute("INSERT INTO user_seen_reels SELECT user_id, reel_id, 10, 1, at, at, NULL FROM earlier");
            statement.execute("INSERT INTO user_reel_views SELECT id, user_id, reel_id, at, 10, at, at FROM earlier");
            statement.execute("INSERT INTO user_category_preferences " + numbers(CATEGORIES)
                    + " SELECT (u.user_id - 1) * %d + n.i, u.user_id, n.i, 0.5, 1, TIMESTAMP'2026-01-01 00:00:00'"
                            .formatted(CATEGORIES)
                    + " FROM users u JOIN n ORDER BY 1");
            statement.execute("""
                    UPDATE reels r JOIN (SELECT reel_id, COUNT(*) AS views FROM earlier GROUP BY reel_id) e
                      ON e.reel_id = r.reel_id
                    SET r.views_count = e.views, r.unique_viewers = e.views, r.longest_seconds_sum = 10 * e.views
                    """);
            connection.commit();
            statement.execute("ANALYZE TABLE user_totals, user_seen_reels, user_reel_views, user_category_preferences");
        }
        connection.setAutoCommit(true);
    }

    private static String numbers(int last) {
        return "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + last + ")";
    }

    /** How many views were ever recorded, whether or not they were counted. */
    static long recorded(Connection connection) throws SQLException {
        return number(connection, "SELECT SUM(interaction_count) FROM user_category_preferences");
    }

    /** By how much the counters of all reels differ from the ledger. */
    static long wrongCounters(Connection connection) throws SQLException {
        return number(connection, """
                SELECT COALESCE(SUM(ABS(r.views_count - l.counted) + ABS(r.unique_viewers - l.viewers)), 0)
                FROM reels r
                JOIN (SELECT reel_id, SUM(counted_views) AS counted, COUNT(*) AS viewers
                      FROM user_seen_reels GROUP BY reel_id) l ON l.reel_id = r.reel_id
                """);
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
