package com.aoin.reels.testing;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small shop in the database of a service, written as the shop itself would. Users 1 to 9 are shoppers, user 90 has
 * the admin role; merchant 1 belongs to user 101 and merchant 2 to user 102; products 11 and 12 are merchant 1's in the
 * categories 1 and 2, product 21 is merchant 2's.
 */
public final class TestShop {
    public static final int MERCHANT_USER = 101;
    public static final int OTHER_MERCHANT_USER = 102;
    public static final int ADMIN_USER = 90;

    private final TestingReels reels;
    private final AtomicInteger nextReel = new AtomicInteger(1);

    private TestShop(TestingReels reels) {
        this.reels = reels;
    }

    /** A shop with nothing in it yet. */
    public static TestShop empty(TestingReels reels) {
        return new TestShop(reels);
    }

    public static TestShop in(TestingReels reels) {
        TestShop shop = new TestShop(reels);
        for (int user = 1; user <= 9; user++) {
            shop.user(user, "user");
        }
        shop.user(ADMIN_USER, "admin");
        shop.user(MERCHANT_USER, "user");
        shop.user(OTHER_MERCHANT_USER, "user");
        shop.merchant(1, MERCHANT_USER, "Tech Store");
        shop.merchant(2, OTHER_MERCHANT_USER, "Garden & Home");
        shop.category(1, "Mobile Phones");
        shop.category(2, "Headphones");
        shop.product(11, 1, 1, "Redmi 15 5G", 30);
        shop.product(12, 1, 2, "Studio Headphones", 5);
        shop.product(21, 2, 2, "Garden Speaker", 7);
        return shop;
    }

    public void user(int userId, String role) {
        reels.sql("INSERT INTO users (user_id, role, created_at) VALUES (?, ?, '2026-01-01')", userId, role);
    }

    /** Shoppers with consecutive ids, at most a thousand. */
    public void users(int first, int last) {
        reels.sql("""
                INSERT INTO users (user_id, role, created_at)
                WITH RECURSIVE ids (id) AS (SELECT ? UNION ALL SELECT id + 1 FROM ids WHERE id < ?)
                SELECT id, 'user', '2026-01-01' FROM ids
                """, first, last);
    }

    public void merchant(int merchantId, int userId, String name) {
        reels.sql(
                "INSERT INTO merchant_profiles (merchant_id, user_id, business_name) VALUES (?, ?, ?)",
                merchantId,
                userId,
                name);
    }

    public void category(int categoryId, String name) {
        reels.sql("INSERT INTO categories (category_id, category_name) VALUES (?, ?)", categoryId, name);
    }

    public void product(int productId, int merchantId, int categoryId, String name, int stock) {
        reels.sql(
                "INSERT INTO products (product_id, merchant_id, category_id, product_name, selling_price)"
                        + " VALUES (?, ?, ?, ?, 9999.98)",
                productId,
                merchantId,
                categoryId,
                name);
        reels.sql("INSERT INTO product_stock (product_id, stock_qty) VALUES (?, ?)", productId, stock);
    }

    public void stock(int productId, int quantity) {
        reels.sql("UPDATE product_stock SET stock_qty = ? WHERE product_id = ?", quantity, productId);
    }

    /** A reel without a real video, created at a UTC time like {@code 2026-03-01 10:00:00}. */
    public int reel(int productId, String description, String createdAt) {
        int id = nextReel.getAndIncrement();
        String key = "reels/merchant_1/product_%d/%s.mp4"
                .formatted(productId, HexFormat.of().toHexDigits(id).repeat(5));
        reels.sql("""
                INSERT INTO reels (reel_id, merchant_id, product_id, video_url, video_public_id, thumbnail_url,
                  thumbnail_public_id, description, duration_seconds, file_size_bytes, video_format, resolution,
                  created_at, updated_at)
                SELECT ?, p.merchant_id, p.product_id, ?, ?, NULL, NULL, ?, 30, 9840497, 'mp4', '1080x1920', ?, ?
                FROM products p WHERE p.product_id = ?
                """, id, "http://127.0.0.1/media/" + key, key, description, createdAt, createdAt, productId);
        return id;
    }
}
