package com.aoin.reels.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds every counter of a database against the rows that it counts. */
public final class CounterCheck {
    private static final Map<String, String> WRONG = new LinkedHashMap<>();

    static {
        WRONG.put("likes_count", """
                SELECT r.reel_id, r.likes_count FROM reels r
                WHERE r.likes_count <> (SELECT COUNT(*) FROM user_reel_likes l WHERE l.reel_id = r.reel_id)
                """);
        WRONG.put("shares_count", """
                SELECT r.reel_id, r.shares_count, r.anonymous_shares FROM reels r
                WHERE r.shares_count - r.anonymous_shares
                   <> (SELECT COUNT(*) FROM user_reel_shares s WHERE s.reel_id = r.reel_id)
                """);
        WRONG.put("views", """
                SELECT r.reel_id, r.views_count, r.unique_viewers, r.longest_seconds_sum, r.completions,
                       l.counted, l.viewers, l.longest, l.complete
                FROM reels r
                LEFT JOIN (SELECT s.reel_id, SUM(s.counted_views) AS counted, COUNT(*) AS viewers,
                                  SUM(s.longest_seconds) AS longest,
                                  SUM(s.longest_seconds * 5 >= d.duration_seconds * 4) AS complete
                           FROM user_seen_reels s JOIN reels d ON d.reel_id = s.reel_id
                           GROUP BY s.reel_id) l ON l.reel_id = r.reel_id
                WHERE r.views_count <> COALESCE(l.counted, 0) OR r.unique_viewers <> COALESCE(l.viewers, 0)
                   OR r.longest_seconds_sum <> COALESCE(l.longest, 0) OR r.completions <> COALESCE(l.complete, 0)
                """);
        WRONG.put("reel_daily", """
                SELECT r.reel_id, r.views_count, r.likes_count, r.shares_count, d.views, d.likes, d.shares
                FROM reels r
                LEFT JOIN (SELECT reel_id, SUM(views) AS views, SUM(likes) AS likes, SUM(shares) AS shares
                           FROM reel_daily GROUP BY reel_id) d ON d.reel_id = r.reel_id
                WHERE r.views_count <> COALESCE(d.views, 0) OR r.likes_count <> COALESCE(d.likes, 0)
                   OR r.shares_count <> COALESCE(d.shares, 0)
                """);
        WRONG.put("merchant_daily", """
                SELECT x.merchant_id, x.day, SUM(x.views), SUM(x.likes), SUM(x.shares)
                FROM (SELECT merchant_id, day, views, likes, shares FROM merchant_daily
                      UNION ALL
                      SELECT r.merchant_id, d.day, -d.views, -d.likes, -d.shares
                      FROM reel_daily d JOIN reels r ON r.reel_id = d.reel_id) x
                GROUP BY x.merchant_id, x.day
                HAVING SUM(x.views) <> 0 OR SUM(x.likes) <> 0 OR SUM(x.shares) <> 0
                """);
        WRONG.put("user_totals", """
                SELECT u.user_id, t.likes, t.views, t.follows, t.recent_views FROM users u
                LEFT JOIN user_totals t ON t.user_id = u.user_id
                WHERE COALESCE(t.likes, 0) <> (SELECT COUNT(*) FROM user_reel_likes l WHERE l.user_id = u.user_id)
                   OR COALESCE(t.views, 0) <> (SELECT COUNT(*) FROM user_seen_reels s WHERE s.user_id = u.user_id)
                   OR COALESCE(t.follows, 0)
                      <> (SELECT COUNT(*) FROM user_merchant_follows f WHERE f.user_id = u.user_id)
                   OR COALESCE(t.recent_views, 0)
                      <> (SELECT COUNT(*) FROM user_reel_views v WHERE v.user_id = u.user_id)
                """);
        WRONG.put("preferences", """
                SELECT user_id, category_id, preference_score FROM user_category_preferences
                WHERE preference_score < 0 OR preference_score > 1 OR interaction_count < 1
                """);
    }

    private static final String NEWEST = """
            FROM (SELECT user_id, reel_id, last_viewed_at,
                         ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY last_viewed_at DESC, reel_id DESC) AS place
                  FROM user_seen_reels) s
            """;

    private CounterCheck() {}

    /**
     * Fails and shows the rows unless every counter is exact and every user's window holds the newest views.
     *
     * @param recentLimit how many views a window holds
     */
    public static void assertExact(DatabaseAddress database, int recentLimit) {
        try (Connection connection = TestingDatabase.connect(database)) {
            for (Map.Entry<String, String> wrong : WRONG.entrySet()) {
                assertThat(rows(connection, wrong.getValue()))
                        .as(wrong.getKey())
                        .isEmpty();
            }
            assertThat(rows(connection, "SELECT s.user_id, s.reel_id, s.place " + NEWEST + """
                            LEFT JOIN user_reel_views v ON v.user_id = s.user_id AND v.reel_id = s.reel_id
                                                       AND v.viewed_at = s.last_viewed_at
                            WHERE (s.place <= %d) <> (v.id IS NOT NULL)
                            """.formatted(recentLimit)))
                    .as("recent views")
                    .isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<List<Object>> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
