package com.aoin.reels.reel;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** One reel: who sees it, what is shown of it, and what its merchant may do to it. */
class ReelRoutesIT {
    private static TestingReels reels;
    private static TestShop shop;

    private int id;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    @BeforeEach
    void makeReel() {
        id = shop.reel(11, "Look at this phone", "2026-03-01 10:00:00");
    }

    private static ApiClient owner() {
        return reels.user(TestShop.MERCHANT_USER);
    }

    private static ApiClient otherMerchant() {
        return reels.user(TestShop.OTHER_MERCHANT_USER);
    }

    private static List<ApiClient> strangers() {
        return List.of(reels.anonymous(), reels.user(1), otherMerchant());
    }

    private static List<ApiClient> insiders() {
        return List.of(owner(), reels.user(TestShop.ADMIN_USER), reels.admin(5000));
    }

    private String path() {
        return "/api/reels/" + id;
    }

    private void set(String assignment) {
        reels.sql("UPDATE reels SET " + assignment + " WHERE reel_id = ?", id);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    @Test
    void aReelIsReadAsPublished() {
        JsonNode reel = reels.anonymous().get(path()).expect(200).data();
        assertThat(reel.get("description").stringValue()).isEqualTo("Look at this phone");
        assertThat(reel.get("created_at").stringValue()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(reel.get("product").get("selling_price").decimalValue()).isEqualByComparingTo("9999.98");
        assertThat(reel.get("is_visible").booleanValue()).isTrue();
        assertThat(reel.get("is_liked").booleanValue()).isFalse();
        assertThat(reel.get("merchant").get("business_name").stringValue()).isEqualTo("Tech Store");
        assertThat(reel.get("thumbnail_url").isNull()).isTrue();
        assertThat(reel.get("video_url").stringValue()).startsWith(reels.base() + "/media/reels/merchant_1/");
    }

    @Test
    void moneyHasTwoDecimals() {
        reels.sql("UPDATE products SET selling_price = 12 WHERE product_id = 11");
        assertThat(reels.anonymous().get(path()).text()).contains("\"selling_price\":12.00");
        reels.sql("UPDATE products SET selling_price = 9999.98 WHERE product_id = 11");
    }

    @ParameterizedTest
    @CsvSource({
        "is_active = FALSE, REEL_INACTIVE",
        "approval_status = 'pending', REEL_PENDING",
        "approval_status = 'rejected', REEL_REJECTED",
        "approval_status = 'draft', REEL_PENDING"
    })
    void moderationHidesFromStrangers(String state, String reason) {
        set(state);
        for (ApiClient stranger : strangers()) {
            stranger.get(path()).expectError(404, "NOT_FOUND_ERROR", null).expectMessage("Reel not found");
        }
        for (ApiClient insider : insiders()) {
            JsonNode reel = insider.get(path()).expect(200).data();
            assertThat(reel.get("is_visible").booleanValue()).isFalse();
            assertThat(texts(reel.get("disabling_reasons"))).containsExactly(reason);
        }
    }

    @Test
    void aDeletedReelIsGoneForAll() {
        set("deleted_at = '2026-03-02'");
        strangers().forEach(caller -> caller.get(path()).expectError(404, "NOT_FOUND_ERROR", null));
        insiders().forEach(caller -> caller.get(path()).expectError(404, "NOT_FOUND_ERROR", null));
        reels.anonymous().get("/api/reels/2147483647").expectError(404, "NOT_FOUND_ERROR", null);
    }

    @Test
    void theShopsReasonsAreToldToAll() {
        shop.product(31, 1, 1, "Old Phone", 0);
        id = shop.reel(31, "Sold out", "2026-03-01 10:00:00");
        reels.sql("UPDATE products SET is_active = FALSE, approval_status = 'rejected', deleted_at = '2026-01-01'"
                + " WHERE product_id = 31");
        reels.sql("UPDATE merchant_profiles SET is_active = FALSE WHERE merchant_id = 1");
        try {
            for (ApiClient caller : List.of(reels.anonymous(), reels.user(1), owner())) {
                JsonNode reel = caller.get(path()).expect(200).data();
                assertThat(reel.get("is_visible").booleanValue()).isFalse();
                assertThat(texts(reel.get("disabling_reasons")))
                        .containsExactly(
                                "MERCHANT_INACTIVE",
                                "PRODUCT_DELETED",
                                "PRODUCT_INACTIVE",
                                "PRODUCT_REJECTED",
                                "PRODUCT_OUT_OF_STOCK");
            }
        } finally {
            reels.sql("UPDATE merchant_profiles SET is_active = TRUE WHERE merchant_id = 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "2147483648", "abc", "1.0", "1e3", "%20", "%D9%A1", "%e4"})
    void anIdThatIsNoneIsRefused(String text) {
        reels.anonymous().get("/api/reels/" + text).expectError(400, "VALIDATION_ERROR", "reel_id");
    }

    @ParameterizedTest
    @CsvSource({
        "track_view=maybe, track_view", "track_view=2, track_view", "view_duration=-1, view_duration",
        "view_duration=31, view_duration", "view_duration=1.5, view_duration", "view_duration=x, view_duration",
        "view_duration=99999999999999999999, view_duration"
    })
    void aViewThatCannotBeIsRefused(String query, String field) {
        for (ApiClient caller : List.of(reels.anonymous(), reels.user(1))) {
            caller.get(path() + "?" + query).expectError(400, "VALIDATION_ERROR", field);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "track_view=true",
                "track_view=0",
                "track_view=",
                "view_duration=0",
                "view_duration=30",
                "view_duration="
            })
    void aViewThatCanBeIsNot(String query) {
        reels.user(1).get(path() + "?" + query).expect(200);
    }

    @Test
    void anyViewFitsAReelOfUnknownLength() {
        set("duration_seconds = NULL");
        reels.user(1).get(path() + "?fields=reel_id&view_duration=500").expect(200);
    }

    @Test
    void fieldsAreExact() {
        JsonNode reel = reels.anonymous()
                .get(path() + "?fields=reel_id,%20product,unknown,REEL_ID")
                .expect(200)
                .data();
        assertThat(new TreeSet<>(reel.propertyNames())).containsExactly("product", "reel_id");
        assertThat(reels.anonymous().get(path() + "?fields=unknown").data().isEmpty())
                .isTrue();
        for (String blank : List.of("", "%20", ",")) {
            assertThat(reels.anonymous().get(path() + "?fields=" + blank).data().size())
                    .isGreaterThan(15);
        }
    }

    @Test
    void whatTheViewerDidIsShown() {
        reels.sql("INSERT INTO user_reel_likes (user_id, reel_id, created_at) VALUES (3, ?, '2026-03-02')", id);
        reels.sql("INSERT INTO user_merchant_follows (user_id, merchant_id, followed_at) VALUES (4, 1, '2026-03-02')");
        assertThat(state(reels.user(3))).isEqualTo("true false");
        assertThat(state(reels.user(4))).isEqualTo("false true");
        assertThat(state(reels.user(5))).isEqualTo("false false");
        assertThat(state(reels.anonymous())).isEqualTo("false false");
    }

    private String state(ApiClient caller) {
        JsonNode reel = caller.get(path()).data();
        return reel.get("is_liked").booleanValue() + " "
                + reel.get("merchant").get("is_following").booleanValue();
    }

    @Test
    void aBrokenTokenIsNeverAnonymous() {
        reels.bearing("broken").get(path()).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(777).get(path()).expectError(404, "NOT_FOUND_ERROR", null).expectMessage("User not found");
    }

    @Test
    void availableProductsAreThoseThatMayBeShown() {
        shop.product(41, 2, 1, "Sold out", 0);
        shop.product(42, 2, 1, "Deleted", 1);
        shop.product(43, 2, 1, "Inactive", 1);
        shop.product(44, 2, 1, "Pending", 1);
        shop.product(45, 2, 1, "Variant", 1);
        shop.product(46, 2, 1, "No stock row", 1);
        shop.product(47, 2, 1, "No category", 3);
        reels.sql("UPDATE products SET deleted_at = '2026-01-01' WHERE product_id = 42");
        reels.sql("UPDATE products SET is_active = FALSE WHERE product_id = 43");
        reels.sql("UPDATE products SET approval_status = 'pending' WHERE product_id = 44");
        reels.sql("UPDATE products SET parent_product_id = 41 WHERE product_id = 45");
        reels.sql("DELETE FROM product_stock WHERE product_id = 46");
        reels.sql("UPDATE products SET category_id = NULL WHERE product_id = 47");
        JsonNode products =
                otherMerchant().get("/api/reels/products/available").expect(200).data();
        assertThat(products.valueStream()
                        .map(product -> product.get("product_id").intValue()))
                .containsExactly(21, 47);
        assertThat(products.get(1).get("category_name").isNull()).isTrue();
        reels.anonymous().get("/api/reels/products/available").expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(1).get("/api/reels/products/available").expectError(403, "AUTHORIZATION_ERROR", null);
        reels.user(777).get("/api/reels/products/available").expectError(404, "NOT_FOUND_ERROR", null);
    }

    @Test
    void aDescriptionIsReplaced() {
        String emoji = "\uD83D\uDE00";
        JsonNode changed = owner().putJson(path(), "{\"description\":\"  " + emoji.repeat(5000) + "\\n\"}")
                .expect(200)
                .data();
        assertThat(changed.get("description").stringValue()).isEqualTo(emoji.repeat(5000));
        assertThat(changed.get("updated_at").stringValue()).isGreaterThan("2026-03-01T10:00:00Z");
        assertThat(changed.get("created_at").stringValue()).isEqualTo("2026-03-01T10:00:00Z");
        ApiResponse seen = reels.anonymous().get(path());
        assertThat(seen.data().get("description").stringValue()).hasSize(10_000);
        assertThat(seen.data().get("is_visible").booleanValue()).isTrue();
    }

    @Test
    void onlyItsMerchantMayChangeOrDeleteIt() {
        String body = "{\"description\":\"Mine\"}";
        reels.anonymous().putJson(path(), body).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(1).putJson(path(), body).expectError(403, "AUTHORIZATION_ERROR", null);
        otherMerchant().putJson(path(), body).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.user(TestShop.ADMIN_USER).putJson(path(), body).expectError(403, "AUTHORIZATION_ERROR", null);
        owner().putJson("/api/reels/2147483647", body).expectError(404, "NOT_FOUND_ERROR", null);
        owner().putJson("/api/reels/x", body).expectError(400, "VALIDATION_ERROR", "reel_id");
        reels.anonymous().delete(path()).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(1).delete(path()).expectError(403, "AUTHORIZATION_ERROR", null);
        otherMerchant().delete(path()).expectError(403, "AUTHORIZATION_ERROR", null);
        set("approval_status = 'pending'");
        otherMerchant().putJson(path(), body).expectError(404, "NOT_FOUND_ERROR", null);
        otherMerchant().delete(path()).expectError(404, "NOT_FOUND_ERROR", null);
        owner().putJson(path(), body).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"description\":null}",
                "{\"description\":\"\"}",
                "{\"description\":\" \\n\"}",
                "{\"description\":5}",
                "{\"description\":[\"x\"]}",
                "{\"text\":\"x\"}"
            })
    void aDescriptionThatIsNoneIsRefused(String body) {
        owner().putJson(path(), body).expectError(400, "VALIDATION_ERROR", "description");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "\"x\"", "{", "not json", "{\"description\":\"a\",\"description\":\"b\"}"})
    void aBodyThatIsNoObjectIsRefused(String body) {
        owner().putJson(path(), body).expectError(400, "VALIDATION_ERROR", "body");
    }

    @Test
    void otherBodiesAreRefused() {
        owner().putJson(path(), "{\"description\":\"" + "x".repeat(5001) + "\"}")
                .expectError(400, "VALIDATION_ERROR", "description");
        owner().putJson(path(), "{\"description\":\"" + "x".repeat(300_000) + "\"}")
                .expectError(413, "VALIDATION_ERROR", null);
        owner().with("Content-Type", "text/plain")
                .send("PUT", path(), BodyPublishers.ofString("{}"), Map.of())
                .expectError(415, "VALIDATION_ERROR", null);
        owner().send("PUT", path(), BodyPublishers.ofString("{}"), Map.of()).expectError(415, "VALIDATION_ERROR", null);
        owner().send("PUT", path(), BodyPublishers.noBody(), Map.of())
                .expectError(400, "VALIDATION_ERROR", "description");
        owner().with("Content-Type", "Application/JSON; charset=utf-8")
                .send("PUT", path(), BodyPublishers.ofString("{\"description\":\"\\u00e9 \\ud83d\\ude00\"}"), Map.of())
                .expect(200);
    }

    @Test
    void aDeletedReelsMediaAreRemoved() {
        String key = "reels/merchant_1/product_11/" + "%040x".formatted(id) + ".jpg";
        reels.sql(
                "INSERT INTO media_files (storage_key, storage_provider, reel_id, created_at) VALUES (?, 'local', ?, '2026-03-01')",
                key,
                id);
        reels.sql(
                "INSERT INTO transcodes (reel_id, not_before, created_at) VALUES (?, '2036-03-01', '2026-03-01')", id);
        owner().delete(path()).expect(200);
        assertThat(reels.count("transcodes WHERE reel_id = ?", id)).isZero();
        assertThat(reels.count("reels WHERE reel_id = ? AND deleted_at IS NOT NULL AND description <> ''", id))
                .isOne();
        owner().delete(path()).expectError(404, "NOT_FOUND_ERROR", null);
        owner().putJson(path(), "{\"description\":\"x\"}").expectError(404, "NOT_FOUND_ERROR", null);
        owner().get(path()).expectError(404, "NOT_FOUND_ERROR", null);
        Waiting.until(() -> reels.count("media_files WHERE reel_id = ?", id) == 0);
    }

    @Test
    void headCountsNothingAndSaysTheSame() {
        assertThat(reels.user(1).head(path()).expect(200).header("Content-Length"))
                .isNotEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"is_active = FALSE", "approval_status = 'rejected'", "deleted_at = NOW()"})
    void aReelThatDisappearsWhileItsViewIsCountedIsNotShownToStrangers(String change) {
        reels.sql("CREATE TRIGGER hiding AFTER INSERT ON user_seen_reels FOR EACH ROW BEGIN IF NEW.reel_id = " + id
                + " THEN UPDATE reels SET " + change + " WHERE reel_id = " + id + "; END IF; END");
        try {
            reels.user(3).get("/api/reels/" + id).expectError(404, "NOT_FOUND_ERROR", null);
        } finally {
            reels.sql("DROP TRIGGER hiding");
        }
        assertThat(reels.count("user_seen_reels WHERE reel_id = ?", id)).isOne();
    }
}
