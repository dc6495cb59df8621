package com.aoin.reels.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.DatabaseUnavailableException;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.CounterCheck;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A service beside a shop whose tables are named and shaped its own way, with views in between. */
class ExternalCatalogIT {
    private DatabaseAddress database;

    @BeforeEach
    void createShop() {
        database = TestingDatabase.fresh();
        run("""
                CREATE TABLE shop_customers (id BIGINT PRIMARY KEY, is_staff BOOLEAN, registered DATETIME);
                CREATE TABLE shop_sellers (id BIGINT PRIMARY KEY, customer BIGINT, title VARCHAR(80), state VARCHAR(9));
                CREATE TABLE shop_groups (id BIGINT PRIMARY KEY, title VARCHAR(80));
                CREATE TABLE shop_articles (id BIGINT PRIMARY KEY, seller BIGINT, grp BIGINT, title VARCHAR(80),
                  price DOUBLE, state VARCHAR(9), gone DATETIME) DEFAULT CHARSET = latin1;
                CREATE TABLE shop_stock (article BIGINT, warehouse INT, pieces INT);
                INSERT INTO shop_customers VALUES (1, FALSE, '2026-01-01'), (2, TRUE, '2026-01-01'),
                  (3, FALSE, '2026-01-01');
                INSERT INTO shop_sellers VALUES (1, 3, 'Garden & Home', 'open');
                INSERT INTO shop_groups VALUES (5, 'Tools');
                INSERT INTO shop_articles VALUES (7, 1, 5, 'Spade', 12.5, 'ok', NULL), (8, 1, NULL, 'Rake', 8, 'ok', NULL);
                INSERT INTO shop_stock VALUES (7, 1, 2), (7, 2, 3), (8, 1, 1)""");
    }

    private void createViews() {
        run("""
                CREATE VIEW users AS SELECT id AS user_id, IF(is_staff, 'admin', 'user') AS role, registered AS created_at
                  FROM shop_customers;
                CREATE VIEW merchant_profiles AS SELECT id AS merchant_id, customer AS user_id, title AS business_name,
                  state = 'open' AS is_active FROM shop_sellers;
                CREATE VIEW categories AS SELECT id AS category_id, title AS category_name FROM shop_groups;
                CREATE VIEW products AS SELECT id AS product_id, seller AS merchant_id, grp AS category_id,
                  title AS product_name, price AS selling_price, IF(state = 'ok', 'approved', 'pending') AS approval_status,
                  TRUE AS is_active, NULL AS parent_product_id, gone AS deleted_at FROM shop_articles;
                CREATE VIEW product_stock AS SELECT article AS product_id, SUM(pieces) AS stock_qty FROM shop_stock
                  GROUP BY article""");
    }

    private void run(String statements) {
        try (Connection connection = TestingDatabase.connect(database);
                Statement statement = connection.createStatement()) {
            for (String one : statements.split(";", -1)) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void dropShop() {
        TestingDatabase.drop(database);
    }

    private TestingReels start() {
        return TestingReels.builder()
                .database(database)
                .set("REELS_CATALOG", "external")
                .start();
    }

    private static void insertReel(TestingReels reels, int id, int product) {
        reels.sql("""
                INSERT INTO reels (reel_id, merchant_id, product_id, video_url, video_public_id, description,
                  duration_seconds, file_size_bytes, video_format, resolution, created_at, updated_at)
                VALUES (?, 1, ?, 'http://127.0.0.1/media/x.mp4', 'reels/merchant_1/product_1/x.mp4', 'Dig', 30, 1, 'mp4',
                  '640x360', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))""", id, product);
    }

    @Test
    void reelsAreJoinedWithTheShopsViews() {
        createViews();
        try (TestingReels reels = start()) {
            insertReel(reels, 1, 7);
            insertReel(reels, 2, 8);
            JsonNode reel = reels.anonymous().get("/api/reels/1").expect(200).data();
            assertThat(reel.get("is_visible").booleanValue()).isTrue();
            assertThat(reel.get("product").toString())
                    .isEqualTo("{\"product_id\":7,\"product_name\":\"Spade\",\"category_id\":5,"
                            + "\"category_name\":\"Tools\",\"stock_qty\":5,\"selling_price\":12.5}");
            assertThat(reel.get("merchant").get("business_name").stringValue()).isEqualTo("Garden & Home");
            JsonNode other = reels.anonymous().get("/api/reels/2").expect(200).data();
            assertThat(other.get("product").get("category_id").isNull()).isTrue();
            Waiting.until(
                    () -> reels.anonymous().get("/api/reels/public").data().size() == 2);
            assertThat(reels.user(3)
                            .get("/api/reels/products/available")
                            .expect(200)
                            .data())
                    .hasSize(2);

            ApiClient user = reels.user(1);
            user.post("/api/reels/1/like").expect(200);
            user.post("/api/merchants/1/follow").expect(201);
            reels.sql("UPDATE shop_stock SET pieces = 0 WHERE article = 7");
            assertReasons(reels, "[\"PRODUCT_OUT_OF_STOCK\"]");
            Waiting.until(() -> total(reels) == 1);
            reels.sql("UPDATE shop_stock SET pieces = 1 WHERE article = 7");
            Waiting.until(() -> total(reels) == 2);
            reels.sql("DELETE FROM shop_articles WHERE id = 7");
            assertReasons(reels, "[\"PRODUCT_DELETED\"]");
            reels.user(3).post("/api/reels/1/like").expectError(400, "VALIDATION_ERROR", null);
            user.post("/api/reels/1/unlike").expect(200);
            reels.sql("UPDATE shop_sellers SET state = 'closed'");
            assertReasons(reels, "[\"MERCHANT_INACTIVE\",\"PRODUCT_DELETED\"]");
            reels.sql("DELETE FROM shop_sellers");
            assertReasons(reels, "[\"MERCHANT_INACTIVE\",\"PRODUCT_DELETED\"]");
            assertThat(reels.anonymous().get("/api/reels/public").expect(200).data())
                    .isEmpty();
            reels.user(3).post("/api/merchants/1/follow").expectError(404, "NOT_FOUND_ERROR", null);
            assertThat(user.get("/api/merchants/following").expect(200).data()).hasSize(1);
            user.post("/api/merchants/1/unfollow").expect(200);
            user.post("/api/merchants/1/unfollow").expectError(404, "NOT_FOUND_ERROR", null);
            CounterCheck.assertExact(database, 50);
        }
    }

    @Test
    void newNamesBehindViewsAreSearchedSoon() {
        createViews();
        try (TestingReels reels = start()) {
            insertReel(reels, 1, 7);
            awaitFound(reels, "spade");
            for (String name : List.of("Shovel", "Scoop", "Trowel")) {
                reels.sql("UPDATE shop_articles SET title = ? WHERE id = 7", name);
                awaitFound(reels, name);
            }
            for (String name : List.of("Allotment", "Orchard", "Vineyard")) {
                reels.sql("UPDATE shop_sellers SET title = ?", name);
                awaitFound(reels, name);
            }
        }
    }

    private static void awaitFound(TestingReels reels, String word) {
        Waiting.until(() -> {
            ApiResponse found = reels.anonymous().get("/api/reels/search?q=" + word);
            return found.status() == 200 && found.data().size() == 1;
        });
    }

    private static int total(TestingReels reels) {
        return reels.anonymous()
                .get("/api/reels/public")
                .json()
                .get("pagination")
                .get("total")
                .intValue();
    }

    private static void assertReasons(TestingReels reels, String reasons) {
        JsonNode reel = reels.anonymous().get("/api/reels/1").expect(200).data();
        assertThat(reel.get("disabling_reasons").toString()).isEqualTo(reasons);
        assertThat(reel.get("is_visible").booleanValue()).isFalse();
    }

    @Test
    void nothingOfOursPointsToTheShopAndTheCatalogueIsNotOursToChange() {
        createViews();
        try (TestingReels reels = start()) {
            assertThat(reels.count("information_schema.referential_constraints"
                            + " WHERE constraint_schema = DATABASE() AND referenced_table_name NOT IN ('reels')"))
                    .isZero();
            for (var caller : List.of(reels.anonymous(), reels.user(1), reels.user(2), reels.admin(2))) {
                caller.postJson("/api/admin/catalog/import", "{}").expectError(404, "NOT_FOUND_ERROR", null);
                caller.putJson("/api/admin/catalog/products/7/stock", "{\"stock_qty\": 1}")
                        .expectError(404, "NOT_FOUND_ERROR", null);
            }
        }
    }

    private TestingReels startProvisioning(String users) {
        createViews();
        run("DROP VIEW users");
        run(users);
        return TestingReels.builder()
                .database(database)
                .set("REELS_CATALOG", "external")
                .set("REELS_AUTO_PROVISION_USERS", "true")
                .start();
    }

    @Test
    void aNewUserGetsARowWhereTheShopsTableTakesOne() throws Exception {
        try (TestingReels reels = startProvisioning(
                "CREATE TABLE users (user_id BIGINT PRIMARY KEY, role VARCHAR(9) NOT NULL, created_at DATETIME,"
                        + " email VARCHAR(80))")) {
            insertReel(reels, 1, 7);
            Concurrently.run(8, () -> reels.user(90).post("/api/reels/1/like"));
            assertThat(reels.rows("SELECT user_id, role, email FROM users"))
                    .containsExactly(Arrays.asList(90L, "user", null));
            assertThat(reels.count("user_reel_likes WHERE user_id = 90")).isOne();
            reels.user(91)
                    .postJson("/api/reels/views", "{\"views\":[{\"reel_id\":1},{\"reel_id\":99}]}")
                    .expect(200);
            assertThat(reels.count("user_seen_reels WHERE user_id = 91")).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE users (user_id BIGINT PRIMARY KEY, role VARCHAR(9), created_at DATETIME,"
                        + " email VARCHAR(80) NOT NULL)",
                "CREATE TABLE users (user_id BIGINT PRIMARY KEY, role VARCHAR(3), created_at DATETIME)",
                "CREATE TABLE users (user_id BIGINT PRIMARY KEY, role VARCHAR(9), created_at DATETIME,"
                        + " email VARCHAR(80) NOT NULL DEFAULT '', UNIQUE (email));"
                        + "INSERT INTO users VALUES (1, 'user', '2026-01-01', '')",
                "CREATE VIEW users AS SELECT id AS user_id, IF(is_staff, 'admin', 'user') AS role,"
                        + " registered AS created_at FROM shop_customers WHERE id < 3"
            })
    void aTableThatTakesNoNewUserGetsNoneAndThatIsAFaultOfTheSettings(String users) {
        try (TestingReels reels = startProvisioning(users)) {
            long before = reels.count("users");
            reels.user(90).get("/api/reels/public").expectError(500, "TRANSACTION_ERROR", null);
            assertThat(reels.count("users")).isEqualTo(before);
            reels.anonymous().get("/api/reels/public").expect(200);
        }
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnceAndNothingIsMade() {
        run("""
                CREATE TABLE users (user_id INT PRIMARY KEY, created_at DATETIME);
                CREATE TABLE products (PRODUCT_ID INT, merchant_id INT, category_id INT, product_name INT,
                  selling_price INT, is_active INT, parent_product_id INT);
                CREATE VIEW categories AS SELECT id AS category_id, title AS category_name FROM shop_groups;
                DROP TABLE shop_groups;
                CREATE VIEW merchant_profiles AS SELECT id AS merchant_id, customer AS user_id, title AS business_name
                  FROM shop_sellers""");
        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessage("REELS_CATALOG is \"external\", but the database has no column users.role,"
                        + " no column merchant_profiles.is_active, no table or view categories (category_id, category_name),"
                        + " no column products.approval_status, no column products.deleted_at,"
                        + " no table or view product_stock (product_id, stock_qty) that this user can read");
        try (Connection connection = TestingDatabase.connect(database);
                var tables = connection.getMetaData().getTables(connection.getCatalog(), null, "reels%", null)) {
            assertThat(tables.next()).isFalse();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anEmptyDatabaseLacksEveryTable() {
        assertThatThrownBy(this::start)
                .hasMessageContainingAll(
                        "view users (", "merchant_profiles (", "categories (", "products (", "product_stock (");
    }
}
