package com.aoin.reels.reel.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the index follows the database: this node's writes at once, those of others soon, whoever they are. */
class ReelIndexIT {
    private static final String PUBLIC = "/api/reels/public?per_page=100";

    private static TestingReels reels;
    private static TestingReels other;
    private static TestShop shop;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        other = TestingReels.builder().database(reels.database()).start();
        shop = TestShop.in(reels);
    }

    @AfterAll
    static void stop() {
        other.close();
        reels.close();
    }

    @BeforeEach
    void settle() {
        reels.settle();
        other.settle();
    }

    private static List<Integer> ids(TestingReels node, String path) {
        return node.anonymous()
                .get(path)
                .expect(200)
                .data()
                .valueStream()
                .map(reel -> reel.get("reel_id").intValue())
                .toList();
    }

    private static boolean shows(TestingReels node, int reel) {
        return ids(node, PUBLIC).contains(reel);
    }

    private static int total(TestingReels node, String path) {
        return node.anonymous().get(path).json().get("pagination").get("total").intValue();
    }

    private static void awaitShown(int reel) {
        Waiting.until(() -> shows(reels, reel) && shows(other, reel));
    }

    @Test
    void whatThisNodeWritesIsThereAtOnceAndOnOthersSoon() {
        int reel = shop.reel(11, "here", "2026-03-01 10:00:00");
        awaitShown(reel);
        ApiClient owner = reels.user(TestShop.MERCHANT_USER);
        int before = total(reels, PUBLIC);
        for (int stock : List.of(0, 5, 0, 7)) {
            reels.admin(1)
                    .putJson("/api/admin/catalog/products/11/stock", "{\"stock_qty\": " + stock + "}")
                    .expect(200);
            assertThat(shows(reels, reel)).isEqualTo(stock > 0);
            assertThat(total(reels, "/api/reels/merchant/1") > 0 && total(reels, PUBLIC) == before)
                    .isEqualTo(stock > 0);
        }
        reels.admin(1)
                .postJson(
                        "/api/admin/catalog/import",
                        "{\"merchants\": [{\"merchant_id\": 1, \"user_id\": 101,"
                                + " \"business_name\": \"Tech Store\", \"is_active\": false}]}")
                .expect(200);
        assertThat(total(reels, "/api/reels/merchant/1")).isZero();
        reels.admin(1)
                .postJson(
                        "/api/admin/catalog/import",
                        "{\"merchants\": [{\"merchant_id\": 1, \"user_id\": 101,"
                                + " \"business_name\": \"Tech Store\", \"is_active\": true}]}")
                .expect(200);
        assertThat(shows(reels, reel)).isTrue();
        owner.delete("/api/reels/" + reel).expect(200);
        assertThat(total(reels, PUBLIC)).isEqualTo(before - 1);
        Waiting.until(() -> total(other, PUBLIC) == before - 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE reels SET is_active = FALSE WHERE product_id = 31 | UPDATE reels SET is_active = TRUE WHERE product_id = 31
            UPDATE reels SET approval_status = 'pending' WHERE product_id = 31 | UPDATE reels SET approval_status = 'approved' WHERE product_id = 31
            UPDATE reels SET deleted_at = NOW() WHERE product_id = 31 | UPDATE reels SET deleted_at = NULL WHERE product_id = 31
            UPDATE product_stock SET stock_qty = 0 WHERE product_id = 31 | UPDATE product_stock SET stock_qty = 3 WHERE product_id = 31
            DELETE FROM product_stock WHERE product_id = 31 | INSERT INTO product_stock VALUES (31, 5)
            UPDATE products SET is_active = FALSE WHERE product_id = 31 | UPDATE products SET is_active = TRUE WHERE product_id = 31
            UPDATE products SET deleted_at = NOW() WHERE product_id = 31 | UPDATE products SET deleted_at = NULL WHERE product_id = 31
            UPDATE products SET approval_status = 'rejected' WHERE product_id = 31 | UPDATE products SET approval_status = 'approved' WHERE product_id = 31
            UPDATE merchant_profiles SET is_active = FALSE WHERE merchant_id = 2 | UPDATE merchant_profiles SET is_active = TRUE WHERE merchant_id = 2
            """)
    void whatTheShopWritesIsFollowed(String away, String back) {
        if (reels.count("products WHERE product_id = 31") == 0) {
            shop.product(31, 2, 2, "Lamp", 9);
            shop.reel(31, "lamp", "2026-03-01 11:00:00");
        }
        String list = "/api/reels/merchant/2";
        Waiting.until(() -> total(reels, list) == 1 && total(other, list) == 1);
        reels.sql(away);
        assertThat(ids(reels, list)).isEmpty();
        Waiting.until(() -> total(reels, list) == 0 && total(other, list) == 0);
        reels.sql(back);
        Waiting.until(() -> total(reels, list) == 1 && total(other, list) == 1);
    }

    @Test
    void aProductThatMovesToAnotherCategoryIsFollowed() {
        shop.product(41, 1, 1, "Movable", 9);
        int reel = shop.reel(41, "movable", "2026-03-01 11:00:00");
        awaitShown(reel);
        reels.sql("UPDATE products SET category_id = 2 WHERE product_id = 41");
        String list = PUBLIC + "&category_id=2";
        Waiting.until(() -> ids(reels, list).contains(reel));
        assertThat(ids(reels, PUBLIC + "&category_id=1")).doesNotContain(reel);
    }

    @Test
    void aTransactionThatCommitsLateIsNotMissed() throws SQLException {
        int reel = shop.reel(12, "late", "2026-03-01 12:00:00");
        awaitShown(reel);
        int before = total(other, PUBLIC);
        try (Connection connection = TestingDatabase.connect(reels.database());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE reels SET is_active = FALSE WHERE reel_id = " + reel);
            // Others look several times meanwhile, and see changes that were made later.
            for (int i = 0; i < 4; i++) {
                int later = shop.reel(12, "later", "2026-03-01 13:00:00");
                awaitShown(later);
                reels.sql("UPDATE reels SET deleted_at = NOW() WHERE reel_id = ?", later);
                Waiting.until(() -> total(other, PUBLIC) == before);
            }
            assertThat(shows(other, reel)).isTrue();
            connection.commit();
            Waiting.until(() -> total(other, PUBLIC) == before - 1);
            assertThat(shows(other, reel)).isFalse();
        }
    }

    @Test
    void aSessionsTimeZoneDoesNotMatter() throws SQLException {
        int reel = shop.reel(12, "zoned", "2026-03-01 12:00:00");
        awaitShown(reel);
        int before = total(other, PUBLIC);
        try (Connection connection = TestingDatabase.connect(reels.database());
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION time_zone = '-11:00'");
            statement.execute("UPDATE reels SET is_active = FALSE WHERE reel_id = " + reel);
        }
        Waiting.until(() -> total(other, PUBLIC) == before - 1);
    }

    @Test
    void countersAreThereAtOnceAndOnOthersSoon() {
        int reel = shop.reel(12, "counted", "2026-03-01 09:00:00");
        awaitShown(reel);
        Object written = reels.value("SELECT changed_at FROM reels WHERE reel_id = ?", reel);
        for (int user = 1; user <= 3; user++) {
            reels.user(user).post("/api/reels/" + reel + "/like").expect(200);
        }
        String most = "/api/reels/public?sort_by=likes&per_page=1";
        assertThat(ids(reels, most)).containsExactly(reel);
        Waiting.until(() -> ids(other, most).equals(List.of(reel)));
        assertThat(reels.value("SELECT changed_at FROM reels WHERE reel_id = ?", reel))
                .isEqualTo(written);
    }

    @Test
    void aReelThatIsGoneFromTheTableIsForgotten() {
        int reel = shop.reel(12, "gone", "2026-03-01 09:00:00");
        awaitShown(reel);
        int before = total(reels, PUBLIC);
        reels.sql("DELETE FROM reels WHERE reel_id = ?", reel);
        assertThat(shows(reels, reel)).isFalse();
        Waiting.until(() -> total(reels, PUBLIC) == before - 1);
    }

    @Test
    void theCheckFindsAndPutsRight() {
        int reel = shop.reel(12, "drifting", "2026-03-01 09:00:00");
        awaitShown(reel);
        ApiResponse clean = check();
        assertThat(clean.data().get("content_differing").intValue()).isZero();
        assertThat(clean.data().get("checked").longValue()).isEqualTo(reels.count("reels WHERE deleted_at IS NULL"));
        int before = total(reels, PUBLIC);
        // Nothing tells of this. A list would find out, so none is asked for.
        reels.sql("UPDATE reels SET is_active = FALSE, changed_at = '2001-01-01' WHERE reel_id = ?", reel);
        assertThat(check().data().get("content_differing").intValue()).isOne();
        assertThat(total(reels, PUBLIC)).isEqualTo(before - 1);
        assertThat(check().data().get("content_differing").intValue()).isZero();
        assertThat(reels.anonymous().get("/metrics").text())
                .contains("reels_index_differing_content 0", "reels_index_rebuild_seconds", "reels_index_memory_bytes");
        for (ApiClient caller : List.of(reels.user(1), reels.user(TestShop.MERCHANT_USER))) {
            caller.post("/api/admin/index/check").expectError(403, "AUTHORIZATION_ERROR", null);
        }
        reels.user(4_000_000).post("/api/admin/index/check").expectError(404, "NOT_FOUND_ERROR", null);
        reels.anonymous().post("/api/admin/index/check").expectError(401, "AUTHENTICATION_ERROR", null);
    }

    private static ApiResponse check() {
        return reels.admin(1).post("/api/admin/index/check").expect(200);
    }
}
