package com.aoin.reels.testing;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A shop in which every table has a hundred thousand rows: thousand merchants, a hundred categories, reels with ids from
 * 1000 on, users from {@link #FIRST_USER} on with fifty likes, views, shares and so on each. There is the small
 * {@link TestShop} beside it.
 */
public final class LargeShop {
    public static final int USERS = 2_000;
    public static final int PER_USER = 50;
    public static final int REELS = 100_000;
    public static final int FIRST_USER = 100_000;

    private LargeShop() {}

    /**
     * A service over such a shop in a database that whoever asks must drop. Its statements can be recorded.
     *
     * @param prepare what is to be done or awaited before
     */
    public static TestingReels start(Consumer<TestingReels> prepare) {
        DatabaseAddress database = TestingDatabase.fresh();
        try (TestingReels filling = TestingReels.builder().database(database).start()) {
            fill(filling);
        }
        AtomicReference<TestingReels> started = new AtomicReference<>();
        SentStatements.logged(database, () -> {
            TestingReels reels = TestingReels.builder().database(database).start();
            started.set(reels);
            // So many reels take longer to read than a request waits for the index.
            Waiting.until(() -> reels.anonymous().get("/health/ready").status() == 200);
            prepare.accept(reels);
            reels.settle();
        });
        return started.get();
    }

    /** Fills the database of a service that is otherwise empty. */
    public static void fill(TestingReels reels) {
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
}
