package com.aoin.reels.feed;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** Rows as the shop and the engine would have written them. */
record RandomShop(Handle handle, Random random) {
    static final int USERS = 40;
    private static final int MERCHANTS = 15;
    private static final int CATEGORIES = 9;
    private static final int REELS = 900;

    void fill() {
        for (int user = 1; user <= USERS + MERCHANTS; user++) {
            handle.execute("INSERT INTO users (user_id) VALUES (?)", user);
        }
        for (int category = 1; category <= CATEGORIES; category++) {
            handle.execute("INSERT INTO categories (category_id, category_name) VALUES (?, 'c')", category);
        }
        for (int merchant = 1; merchant <= MERCHANTS; merchant++) {
            merchant(merchant);
        }
        for (int reel = 1; reel <= REELS; reel++) {
            reel(reel);
        }
        for (int user = 1; user <= USERS; user++) {
            user(user);
        }
    }

    private void merchant(int merchant) {
        handle.execute(
                "INSERT INTO merchant_profiles (merchant_id, user_id, business_name, is_active) VALUES (?, ?, 'm', ?)",
                merchant,
                owner(merchant),
                merchant != 3);
        for (int category = 0; category <= CATEGORIES; category++) {
            int product = merchant * 100 + category;
            handle.execute(
                    "INSERT INTO products (product_id, merchant_id, category_id, product_name, selling_price)"
                            + " VALUES (?, ?, ?, 'p', 1)",
                    product,
                    merchant,
                    category == 0 ? null : category);
            handle.execute(
                    "INSERT INTO product_stock (product_id, stock_qty) VALUES (?, ?)", product, random.nextInt(8));
        }
    }

    /** Mostly someone who does nothing else; one shopper is two merchants, another one is one. */
    private static int owner(int merchant) {
        return switch (merchant) {
            case 2, 4 -> 10;
            case 5 -> 20;
            default -> USERS + merchant;
        };
    }

    private void reel(int reel) {
        int merchant = 1 + (int) (MERCHANTS * Math.pow(random.nextDouble(), 2));
        int category = random.nextInt(CATEGORIES + 1);
        // Some are of the same second.
        int hours = random.nextInt(random.nextBoolean() ? 30 : 1500);
        boolean engaging = random.nextInt(3) == 0;
        handle.execute(
                """
                INSERT INTO reels (reel_id, merchant_id, product_id, video_url, description, duration_seconds,
                  likes_count, shares_count, views_count, is_active, created_at, updated_at)
                VALUES (?, ?, ?, 'v', 'd', 30, ?, ?, ?, ?, '2026-01-01' + INTERVAL 0 SECOND, '2026-01-01')
                """,
                reel,
                merchant,
                merchant * 100 + category,
                engaging ? random.nextInt(40) : 0,
                engaging ? random.nextInt(5) : 0,
                engaging ? random.nextInt(300) : 0,
                random.nextInt(20) != 0);
        handle.execute(
                "UPDATE reels SET created_at = UTC_TIMESTAMP() - INTERVAL ? HOUR WHERE reel_id = ?", hours, reel);
    }

    private void user(int user) {
        Set<Integer> liked = some(user % 3 == 0 ? 60 : 12, REELS / 6);
        if (user % 8 == 1) {
            // More than are drawn from.
            liked = IntStream.rangeClosed(1, REELS)
                    .filter(reel -> random.nextInt(5) > 0)
                    .boxed()
                    .collect(Collectors.toSet());
        }
        for (int reel : liked) {
            handle.execute(
                    "INSERT INTO user_reel_likes (user_id, reel_id, created_at)"
                            + " VALUES (?, ?, UTC_TIMESTAMP() - INTERVAL ? SECOND)",
                    user,
                    reel,
                    random.nextInt(50));
        }
        Set<Integer> watched = some(user % 4 == 0 ? REELS : 100, REELS);
        for (int reel : watched) {
            handle.execute(
                    "INSERT INTO user_seen_reels (user_id, reel_id, first_viewed_at, last_viewed_at)"
                            + " VALUES (?, ?, UTC_TIMESTAMP(), UTC_TIMESTAMP())",
                    user,
                    reel);
        }
        Set<Integer> followed = some(4, MERCHANTS);
        for (int merchant : followed) {
            handle.execute(
                    "INSERT INTO user_merchant_follows (user_id, merchant_id, followed_at)"
                            + " VALUES (?, ?, UTC_TIMESTAMP())",
                    user,
                    merchant);
        }
        for (int category : some(5, CATEGORIES)) {
            handle.execute(
                    "INSERT INTO user_category_preferences (user_id, category_id, preference_score,"
                            + " interaction_count, last_interaction_at)"
                            + " VALUES (?, ?, ?, 1, UTC_TIMESTAMP() - INTERVAL ? HOUR)",
                    user,
                    category,
                    random.nextInt(5) / 4.0,
                    random.nextInt(2000));
        }
        handle.execute(
                "INSERT INTO user_totals (user_id, likes, views, follows) VALUES (?, ?, ?, ?)",
                user,
                liked.size(),
                watched.size(),
                followed.size());
    }

    private Set<Integer> some(int atMost, int ids) {
        Set<Integer> some = new HashSet<>();
        for (int i = random.nextInt(atMost + 1); i > 0; i--) {
            some.add(1 + random.nextInt(ids));
        }
        return some;
    }
}
