package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How the database runs the statements of interactions where every table has a hundred thousand rows: the ones that the
 * service really sends, taken from the server's own log. None may look at more rows than it is about.
 */
class PlansIT {
    private static final int USERS = 2_000;
    private static final int PER_USER = 50;
    private static final int REELS = 100_000;
    private static final int FIRST_USER = 100_000;

    private static TestingReels reels;

    @BeforeAll
    static void fill() {
        reels = TestingReels.start();
        TestShop shop = TestShop.in(reels);
        shop.users(FIRST_USER, FIRST_USER + 999);
        shop.users(FIRST_USER + 1000, FIRST_USER + USERS - 1);
        reels.sql("CREATE TABLE digits (d INT PRIMARY KEY)");
        reels.sql("INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
        String number = "a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d";
        String digits = "digits a JOIN digits b JOIN digits c JOIN digits e JOIN digits f";
        reels.sql("INSERT INTO merchant_profiles SELECT 1000 + " + number + ", " + FIRST_USER + " + " + number
                + ", 'M', TRUE FROM " + digits + " WHERE e.d + f.d = 0");
        reels.sql("INSERT INTO categories (category_id, category_name) SELECT 1000 + " + number + ", 'C' FROM " + digits
                + " WHERE c.d + e.d + f.d = 0");
        reels.sql("INSERT INTO products (product_id, merchant_id, category_id, product_name, selling_price) SELECT"
                + " 1000 + " + number + ", 1000 + a.d, 1000 + a.d + 10 * b.d, 'P', 1 FROM " + digits);
        reels.sql("INSERT INTO product_stock SELECT product_id, 5 FROM products WHERE product_id >= 1000");
        reels.sql("""
                INSERT INTO reels (reel_id, merchant_id, product_id, video_url, description, duration_seconds,
                  file_size_bytes, video_format, resolution, views_count, likes_count, shares_count,
                  created_at, updated_at)
                SELECT product_id, merchant_id, product_id, '', 'R', 30, 1000, 'mp4', '720x1280', 1000, 1000, 1000,
                  TIMESTAMP'2026-01-01 00:00:00' + INTERVAL product_id MINUTE, '2026-01-01' FROM products
                WHERE product_id >= 1000
                """);
        // Fifty reels, merchants and categories for each user, not the same for all.
        String pairs = " FROM users u JOIN reels r ON r.reel_id BETWEEN 1000 + (u.user_id * 7) % 90000"
                + " AND 1049 + (u.user_id * 7) % 90000 WHERE u.user_id >= " + FIRST_USER;
        reels.sql("INSERT INTO user_reel_likes (user_id, reel_id, created_at) SELECT u.user_id, r.reel_id, r.created_at"
                + pairs);
        reels.sql("INSERT INTO user_reel_shares (user_id, reel_id, shared_at) SELECT u.user_id, r.reel_id, r.created_at"
                + pairs);
        reels.sql("INSERT INTO user_reel_views (user_id, reel_id, viewed_at, created_at, updated_at)"
                + " SELECT u.user_id, r.reel_id, r.created_at, r.created_at, r.created_at" + pairs);
        reels.sql("INSERT INTO user_seen_reels SELECT u.user_id, r.reel_id, 10, 1, r.created_at, r.created_at, NULL"
                + pairs);
        reels.sql("INSERT INTO user_merchant_follows (user_id, merchant_id, followed_at)"
                + " SELECT u.user_id, 1000 + r.reel_id % 1000, r.created_at" + pairs);
        reels.sql("INSERT INTO user_category_preferences (user_id, category_id, preference_score)"
                + " SELECT u.user_id, 1000 + r.reel_id % 100, 0.5" + pairs);
        reels.sql("INSERT INTO reel_daily SELECT reel_id, '2026-01-01', 1, 1, 1 FROM reels");
        reels.sql("INSERT INTO user_totals (user_id, likes, views, follows, recent_views)"
                + " SELECT user_id, %1$d, %1$d, %1$d, %1$d FROM users".formatted(PER_USER));
        reels.rows("ANALYZE TABLE reels, users, merchant_profiles, products, product_stock, user_reel_likes,"
                + " user_reel_shares, user_reel_views, user_seen_reels, user_merchant_follows,"
                + " user_category_preferences, reel_daily, user_totals");
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    @Test
    void theTablesAreLarge() {
        for (String table : List.of(
                "reels",
                "user_reel_likes",
                "user_reel_shares",
                "user_reel_views",
                "user_seen_reels",
                "user_merchant_follows",
                "user_category_preferences",
                "reel_daily")) {
            assertThat(reels.count(table)).as(table).isGreaterThanOrEqualTo(REELS);
        }
    }

    @Test
    void oneInteractionLooksAtItsOwnRowsOnly() throws SQLException {
        int reel = 1000 + (FIRST_USER * 7) % 90000;
        var user = reels.user(FIRST_USER);
        assertFrugal(
                4 * PER_USER,
                () -> {
                    user.post("/api/reels/" + (reel + 60) + "/like").expect(200);
                    user.post("/api/reels/" + (reel + 60) + "/unlike").expect(200);
                    user.post("/api/reels/" + reel + "/share").expect(200);
                    user.post("/api/reels/" + reel + "/view").expect(200);
                    user.post("/api/reels/" + (reel + 61) + "/view").expect(200);
                    user.post("/api/merchants/1/follow").expect(201);
                    user.post("/api/merchants/1/unfollow").expect(200);
                },
                "user_reel_likes",
                "user_reel_shares",
                "user_reel_views",
                "user_seen_reels",
                "user_merchant_follows",
                "user_category_preferences",
                "user_totals",
                "UPDATE reels");
    }

    @Test
    void aHundredViewsLookAtAFewRowsEach() throws SQLException {
        String views = IntStream.range(0, 100)
                .mapToObj(i -> "{\"reel_id\":%d}".formatted(2000 + 7 * i))
                .collect(Collectors.joining(","));
        assertFrugal(
                100 * 4 + PER_USER,
                () -> reels.user(FIRST_USER + 1)
                        .postJson("/api/reels/views", "{\"views\":[" + views + "]}")
                        .expect(200),
                "user_reel_views",
                "user_seen_reels",
                "user_category_preferences",
                "UPDATE reels");
    }

    @Test
    void historiesLookAtTheirUsersRowsOnly() throws SQLException {
        var user = reels.user(FIRST_USER + 2);
        assertFrugal(
                2 * PER_USER,
                () -> {
                    user.get("/api/reels/recently-viewed").expect(200);
                    user.get("/api/reels/recently-viewed?page=2&per_page=10").expect(200);
                    user.get("/api/reels/user/shared").expect(200);
                    user.get("/api/reels/user/stats").expect(200);
                    user.get("/api/merchants/following").expect(200);
                },
                "user_reel_views",
                "user_reel_shares",
                "user_totals",
                "user_merchant_follows",
                "user_reel_likes");
    }

    /** Holds every statement that some work sends to a number of rows, and makes sure that the expected ones came. */
    private static void assertFrugal(int rows, Runnable work, String... expected) throws SQLException {
        try (Connection connection = TestingDatabase.connect(reels.database());
                Statement statement = connection.createStatement()) {
            List<String> sent = record(statement, work);
            for (String part : expected) {
                assertThat(sent).as("statements").anyMatch(sql -> sql.contains(part));
            }
            for (String sql : sent) {
                List<String> steps = new ArrayList<>();
                long looked = 1;
                try (ResultSet plan = statement.executeQuery("EXPLAIN " + sql)) {
                    while (plan.next()) {
                        String table = plan.getString("table");
                        String type = plan.getString("type");
                        steps.add(table + " " + type + " " + plan.getString("key") + " " + plan.getLong("rows"));
                        // "j" holds what was asked for, a few rows out of a text.
                        boolean derived = table == null || table.startsWith("<") || table.equals("j");
                        looked = Math.max(looked, derived ? 0 : plan.getLong("rows"));
                        assertThat(derived || !Set.of("ALL", "index").contains(type))
                                .as("%s: %s", sql, steps)
                                .isTrue();
                    }
                }
                assertThat(looked).as("%s: %s", sql, steps).isLessThanOrEqualTo(rows);
            }
        }
    }

    /** The statements with a plan that the service sends meanwhile, as the server has understood them. */
    private static List<String> record(Statement statement, Runnable work) throws SQLException {
        statement.execute("SET GLOBAL log_output = 'TABLE'");
        statement.execute("TRUNCATE TABLE mysql.general_log");
        statement.execute("SET GLOBAL general_log = ON");
        try {
            work.run();
        } finally {
            statement.execute("SET GLOBAL general_log = OFF");
            statement.execute("SET GLOBAL log_output = DEFAULT");
        }
        Set<String> sent = new LinkedHashSet<>();
        try (ResultSet rows = statement.executeQuery("""
                SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log
                WHERE command_type IN ('Query', 'Execute')
                  AND thread_id IN (SELECT id FROM information_schema.processlist WHERE db = DATABASE())
                """)) {
            while (rows.next()) {
                // Writes come several at once; a server's log may tell of them together or one by one.
                Arrays.stream(rows.getString(1).split(";\n"))
                        .map(String::strip)
                        .filter(sql -> sql.matches("(?is)\\(?(SELECT|UPDATE|DELETE|WITH)\\b.*\\b(FROM|SET)\\b.*"))
                        .forEach(sent::add);
            }
        }
        return List.copyOf(sent);
    }
}
