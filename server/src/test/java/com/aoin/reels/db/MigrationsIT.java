package com.aoin.reels.db;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.TestingDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema as other programs may rely on it: every table, column, default, key and index that was promised. */
class MigrationsIT {
    private static DatabaseAddress address;
    private static Database database;
    private static int steps;

    @BeforeAll
    static void migrate() {
        address = TestingDatabase.fresh();
        database = Database.connect(address, new Database.Tuning(2, true, null), Duration.ZERO);
        steps = Migrations.apply(database, CatalogMode.OWN);
    }

    @AfterAll
    static void drop() {
        database.close();
        TestingDatabase.drop(address);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            reels | reel_id             | int          | NO  | NULL     | auto_increment
            reels | merchant_id         | int          | NO  | NULL     | ''
            reels | product_id          | int          | NO  | NULL     | ''
            reels | video_url           | varchar(512) | NO  | NULL     | ''
            reels | video_public_id     | varchar(255) | YES | NULL     | ''
            reels | thumbnail_url       | varchar(512) | YES | NULL     | ''
            reels | thumbnail_public_id | varchar(255) | YES | NULL     | ''
            reels | description         | text         | NO  | NULL     | ''
            reels | duration_seconds    | int          | YES | NULL     | ''
            reels | file_size_bytes     | bigint       | YES | NULL     | ''
            reels | video_format        | varchar(10)  | YES | NULL     | ''
            reels | resolution          | varchar(20)  | YES | NULL     | ''
            reels | views_count         | int          | NO  | 0        | ''
            reels | likes_count         | int          | NO  | 0        | ''
            reels | shares_count        | int          | NO  | 0        | ''
            reels | is_active           | tinyint      | NO  | 1        | ''
            reels | approval_status     | varchar(20)  | NO  | approved | ''
            reels | approved_at         | datetime(6)  | YES | NULL     | ''
            reels | approved_by         | int          | YES | NULL     | ''
            reels | rejection_reason    | varchar(255) | YES | NULL     | ''
            reels | created_at          | datetime(6)  | NO  | NULL     | ''
            reels | updated_at          | datetime(6)  | NO  | NULL     | ''
            reels | deleted_at          | datetime(6)  | YES | NULL     | ''
            user_reel_likes | id         | int         | NO | NULL | auto_increment
            user_reel_likes | user_id    | int         | NO | NULL | ''
            user_reel_likes | reel_id    | int         | NO | NULL | ''
            user_reel_likes | created_at | datetime(6) | NO | NULL | ''
            user_reel_views | id            | int         | NO  | NULL | auto_increment
            user_reel_views | user_id       | int         | NO  | NULL | ''
            user_reel_views | reel_id       | int         | NO  | NULL | ''
            user_reel_views | viewed_at     | datetime(6) | NO  | NULL | ''
            user_reel_views | view_duration | int         | YES | NULL | ''
            user_reel_views | created_at    | datetime(6) | NO  | NULL | ''
            user_reel_views | updated_at    | datetime(6) | NO  | NULL | ''
            user_reel_shares | id        | int         | NO | NULL | auto_increment
            user_reel_shares | user_id   | int         | NO | NULL | ''
            user_reel_shares | reel_id   | int         | NO | NULL | ''
            user_reel_shares | shared_at | datetime(6) | NO | NULL | ''
            user_merchant_follows | id          | int         | NO | NULL | auto_increment
            user_merchant_follows | user_id     | int         | NO | NULL | ''
            user_merchant_follows | merchant_id | int         | NO | NULL | ''
            user_merchant_follows | followed_at | datetime(6) | NO | NULL | ''
            user_category_preferences | id                  | int          | NO  | NULL | auto_increment
            user_category_preferences | user_id             | int          | NO  | NULL | ''
            user_category_preferences | category_id         | int          | NO  | NULL | ''
            user_category_preferences | preference_score    | decimal(5,2) | NO  | 0.00 | ''
            user_category_preferences | interaction_count   | int          | NO  | 0    | ''
            user_category_preferences | last_interaction_at | datetime(6)  | YES | NULL | ''
            """)
    void columnsAreAsPromised(String table, String column, String type, String nullable, String value, String extra) {
        // MariaDB and MySQL show widths of integers and quotes of defaults differently.
        assertThat(rows("""
                        SELECT CONCAT_WS(' ', REGEXP_REPLACE(COLUMN_TYPE, 'int\\\\([0-9]+\\\\)', 'int'), IS_NULLABLE,
                            COALESCE(REPLACE(COLUMN_DEFAULT, '''', ''), 'NULL'), EXTRA)
                        FROM information_schema.COLUMNS
                        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COLUMN_NAME = ?
                        """, table, column))
                .containsExactly(String.join(" ", type, nullable, value, extra).strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            reels                     | PRIMARY                       | 1 | reel_id
            reels                     | idx_reels_trending            | 0 | created_at DESC, views_count DESC, likes_count DESC, shares_count DESC
            reels                     | idx_reels_merchant_created    | 0 | merchant_id, created_at DESC
            reels                     | idx_reels_product_visibility  | 0 | product_id, deleted_at, is_active
            reels                     | idx_reels_merchant_feed       | 0 | merchant_id, created_at DESC, is_active, deleted_at
            user_reel_likes           | PRIMARY                       | 1 | id
            user_reel_likes           | uq_user_reel_likes            | 1 | user_id, reel_id
            user_reel_likes           | idx_user_reel_likes_user_reel | 0 | user_id, reel_id, created_at DESC
            user_reel_views           | PRIMARY                       | 1 | id
            user_reel_views           | uq_user_reel_views            | 1 | user_id, reel_id
            user_reel_views           | idx_user_reel_views_user_reel | 0 | user_id, reel_id, viewed_at DESC
            user_reel_shares          | PRIMARY                       | 1 | id
            user_reel_shares          | uq_user_reel_shares           | 1 | user_id, reel_id
            user_merchant_follows     | PRIMARY                       | 1 | id
            user_merchant_follows     | uq_user_merchant_follows      | 1 | user_id, merchant_id
            user_category_preferences | PRIMARY                       | 1 | id
            user_category_preferences | uq_user_category_preferences  | 1 | user_id, category_id
            """)
    void indexesAreAsPromised(String table, String index, String unique, String columns) {
        assertThat(rows("""
                        SELECT CONCAT(1 - MAX(NON_UNIQUE), ' ', GROUP_CONCAT(
                            CONCAT(COLUMN_NAME, IF(COLLATION = 'D', ' DESC', '')) ORDER BY SEQ_IN_INDEX SEPARATOR ', '))
                        FROM information_schema.STATISTICS
                        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND INDEX_NAME = ?
                        GROUP BY INDEX_NAME
                        """, table, index)).containsExactly(unique + " " + columns);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reels.merchant_id > merchant_profiles.merchant_id",
                "reels.product_id > products.product_id",
                "reels.approved_by > users.user_id",
                "user_reel_likes.user_id > users.user_id",
                "user_reel_likes.reel_id > reels.reel_id",
                "user_reel_views.user_id > users.user_id",
                "user_reel_views.reel_id > reels.reel_id",
                "user_reel_shares.user_id > users.user_id",
                "user_reel_shares.reel_id > reels.reel_id",
                "user_merchant_follows.user_id > users.user_id",
                "user_merchant_follows.merchant_id > merchant_profiles.merchant_id",
                "user_category_preferences.user_id > users.user_id",
                "user_category_preferences.category_id > categories.category_id"
            })
    void foreignKeysAreAsPromised(String key) {
        assertThat(foreignKeys(database)).contains(key);
    }

    @Test
    void besideAnExternalCatalogueNoForeignKeyPointsAtTheShopsTables() {
        DatabaseAddress other = TestingDatabase.fresh();
        try (Database external = Database.connect(other, new Database.Tuning(2, true, null), Duration.ZERO)) {
            Migrations.apply(external, CatalogMode.EXTERNAL);
            assertThat(foreignKeys(external))
                    .contains("user_reel_likes.reel_id > reels.reel_id")
                    .allMatch(key -> key.endsWith(" > reels.reel_id"));
            assertThat(rows(external, "SHOW TABLES LIKE 'products'")).isEmpty();
        } finally {
            TestingDatabase.drop(other);
        }
    }

    @Test
    void migratingAgainChangesNothing() {
        assertThat(steps).isPositive();
        assertThat(Migrations.apply(database, CatalogMode.OWN)).isZero();
    }

    @Test
    void nodesThatStartTogetherMigrateOnce() throws Exception {
        DatabaseAddress shared = TestingDatabase.fresh();
        try {
            List<Integer> applied = Concurrently.run(8, () -> {
                try (Database node = Database.connect(shared, new Database.Tuning(2, true, null), Duration.ZERO)) {
                    return Migrations.apply(node, CatalogMode.OWN);
                }
            });
            assertThat(applied.stream().mapToInt(Integer::intValue).sum()).isEqualTo(steps);
        } finally {
            TestingDatabase.drop(shared);
        }
    }

    private static List<String> foreignKeys(Database database) {
        return rows(database, """
                SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME, ' > ', REFERENCED_TABLE_NAME, '.', REFERENCED_COLUMN_NAME)
                FROM information_schema.KEY_COLUMN_USAGE
                WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL
                """);
    }

    private static List<String> rows(String query, Object... arguments) {
        return rows(database, query, arguments);
    }

    private static List<String> rows(Database database, String query, Object... arguments) {
        return database.read(handle -> {
            var select = handle.createQuery(query);
            for (int i = 0; i < arguments.length; i++) {
                select.bind(i, arguments[i]);
            }
            return select.mapTo(String.class).map(String::strip).list();
        });
    }
}
