package com.aoin.reels.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;

/** A shop whose merchants each have a user, a product and an equal share of the reels; ids count from 1. */
final class BenchShop {
    static final int MERCHANTS = 100;
    private static final int CATEGORIES = 20;

    private BenchShop() {}

    static void fill(Connection connection, int reels) throws SQLException {
        connection.setAutoCommit(false);
        for (int i = 1; i <= CATEGORIES; i++) {
            run(connection, "INSERT INTO categories (category_id, category_name) VALUES (?, ?)", i, "Category " + i);
        }
        for (int i = 1; i <= MERCHANTS; i++) {
            merchant(connection, i);
        }
        for (int i = 1; i <= reels; i++) {
            reel(connection, i, merchantOf(i));
        }
        connection.commit();
        connection.setAutoCommit(true);
        run(connection, "ANALYZE TABLE reels, products, product_stock, merchant_profiles, categories");
    }

    static int merchantOf(int reel) {
        return 1 + reel % MERCHANTS;
    }

    private static void merchant(Connection connection, int id) throws SQLException {
        run(connection, "INSERT INTO users (user_id) VALUES (?)", id);
        run(
                connection,
                "INSERT INTO merchant_profiles (merchant_id, user_id, business_name) VALUES (?, ?, ?)",
                id,
                id,
                "Merchant " + id);
        run(connection, """
                INSERT INTO products (product_id, merchant_id, category_id, product_name, selling_price)
                VALUES (?, ?, ?, ?, 9999.98)
                """, id, id, 1 + id % CATEGORIES, "Product " + id);
        run(connection, "INSERT INTO product_stock (product_id, stock_qty) VALUES (?, 30)", id);
    }

    private static void reel(Connection connection, int id, int merchant) throws SQLException {
        String key = "reels/merchant_%d/product_%d/%s"
                .formatted(merchant, merchant, HexFormat.of().toHexDigits(id).repeat(5));
        run(
                connection,
                """
                INSERT INTO reels (reel_id, merchant_id, product_id, video_url, video_public_id, thumbnail_url,
                  thumbnail_public_id, description, duration_seconds, file_size_bytes, video_format, resolution,
                  views_count, likes_count, shares_count, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 30, 9840497, 'mp4', '1080x1920', ?, ?, ?,
                  TIMESTAMP'2026-01-01 00:00:00' + INTERVAL ? MINUTE, TIMESTAMP'2026-01-01 00:00:00')
                """,
                id,
                merchant,
                merchant,
                "http://127.0.0.1/media/" + key + ".mp4",
                key + ".mp4",
                "http://127.0.0.1/media/" + key + ".jpg",
                key + ".jpg",
                "Unboxing, first impressions and a close look at the details, filmed by hand in daylight. No. " + id,
                id % 5000,
                id % 700,
                id % 90,
                id);
    }

    private static void run(Connection connection, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            statement.execute();
        }
    }
}
