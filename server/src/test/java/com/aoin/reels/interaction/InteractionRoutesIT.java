package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestShop;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Likes, shares and views through HTTP: each success, each refusal, for each kind of caller; counters exact throughout. */
class InteractionRoutesIT extends ViewerFixture {
    /** Each has a product of the same id. */
    private static final AtomicInteger NEXT_MERCHANT = new AtomicInteger(6000);

    private static String path(int reel, String action) {
        return "/api/reels/" + reel + "/" + action;
    }

    private static ApiResponse refused(ApiResponse response, String message) {
        return response.expectError(400, "VALIDATION_ERROR", null).expectMessage(message);
    }

    private JsonNode shown(int reel) {
        return user.get("/api/reels/" + reel + "?track_view=false").expect(200).data();
    }

    @Test
    void aLikeCountsOnceAndIsShownToWhoLikes() {
        int reel = newReel();
        ApiResponse liked = user.post(path(reel, "like")).expect(200);
        assertThat(liked.json().get("message").stringValue()).isEqualTo("Reel liked successfully");
        assertThat(liked.data().get("reel_id").intValue()).isEqualTo(reel);
        assertThat(liked.data().get("likes_count").intValue()).isEqualTo(1);
        refused(user.post(path(reel, "like")), "You have already liked this reel");
        assertThat(shown(reel).get("is_liked").booleanValue()).isTrue();
        assertThat(shown(reel).get("likes_count").intValue()).isEqualTo(1);
        JsonNode seenByOthers =
                reels.anonymous().get("/api/reels/" + reel).expect(200).data();
        assertThat(seenByOthers.get("is_liked").booleanValue()).isFalse();
        reels.settle();
        assertThat(reels.user(1).get("/api/reels/public?per_page=100").data().valueStream())
                .noneMatch(other -> other.get("is_liked").booleanValue());
        assertThat(user.get("/api/reels/public?per_page=100").data().valueStream())
                .filteredOn(other -> other.get("is_liked").booleanValue())
                .singleElement()
                .satisfies(own -> assertThat(own.get("reel_id").intValue()).isEqualTo(reel));
    }

    @Test
    void unlikingTakesBackOneLikeAndNeverGoesBelowZero() {
        int reel = newReel();
        refused(user.post(path(reel, "unlike")), "You have not liked this reel");
        user.post(path(reel, "like")).expect(200);
        reels.user(1).post(path(reel, "like")).expect(200);
        ApiResponse unliked = user.post(path(reel, "unlike")).expect(200);
        assertThat(unliked.json().get("message").stringValue()).isEqualTo("Reel unliked successfully");
        assertThat(unliked.data().get("likes_count").intValue()).isEqualTo(1);
        assertThat(unliked.data().get("is_liked").booleanValue()).isFalse();
        refused(user.post(path(reel, "unlike")), "You have not liked this reel");
        // Whatever the shop did to the counter: it does not become negative.
        reels.sql("UPDATE reels SET likes_count = 0 WHERE reel_id = ?", reel);
        assertThat(reels.user(1)
                        .post(path(reel, "unlike"))
                        .expect(200)
                        .data()
                        .get("likes_count")
                        .intValue())
                .isZero();
        assertThat(reels.value("SELECT SUM(likes) FROM reel_daily WHERE reel_id = ?", reel))
                .isEqualTo(BigDecimal.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"like", "unlike", "view"})
    void whoIsNotSignedInIsAskedTo(String action) {
        int reel = newReel();
        reels.anonymous()
                .post(path(reel, action))
                .expectError(401, "AUTHENTICATION_ERROR", null)
                .expectMessage("Authentication required");
        reels.anonymous().postJson("/api/reels/views", "{}").expectError(401, "AUTHENTICATION_ERROR", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"like", "unlike", "share", "view"})
    void aBrokenTokenAndAnUnknownUserAreRefused(String action) {
        int reel = newReel();
        reels.bearing("nonsense").post(path(reel, action)).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(987_654)
                .post(path(reel, action))
                .expectError(404, "NOT_FOUND_ERROR", null)
                .expectMessage("User not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"like", "unlike", "share", "view"})
    void aMalformedIdIs400AndAnUnknownReel404(String action) {
        for (String id : List.of("abc", "0", "-1", "1.5", "2147483648")) {
            user.post("/api/reels/" + id + "/" + action).expectError(400, "VALIDATION_ERROR", "reel_id");
        }
        user.post(path(2147483647, action))
                .expectError(404, "NOT_FOUND_ERROR", null)
                .expectMessage("Reel not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"like", "unlike", "share", "view"})
    void aDeletedReelIs404ForEveryone(String action) {
        int reel = newReel();
        user.post(path(reel, "like")).expect(200);
        reels.sql("UPDATE reels SET deleted_at = UTC_TIMESTAMP(6) WHERE reel_id = ?", reel);
        for (ApiClient caller : List.of(user, reels.user(TestShop.MERCHANT_USER), reels.user(TestShop.ADMIN_USER))) {
            caller.post(path(reel, action))
                    .expectError(404, "NOT_FOUND_ERROR", null)
                    .expectMessage("Reel not found");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "like, is_active = FALSE",
        "like, approval_status = 'pending'",
        "share, approval_status = 'rejected'",
        "view, is_active = FALSE",
        "unlike, is_active = FALSE"
    })
    void aReelHiddenByModerationExistsForItsOwnerAndAdminsOnly(String action, String hidden) {
        int reel = newReel();
        user.post(path(reel, "like")).expect(200);
        reels.sql("UPDATE reels SET " + hidden + " WHERE reel_id = ?", reel);
        user.post(path(reel, action)).expectError(404, "NOT_FOUND_ERROR", null);
        reels.user(TestShop.OTHER_MERCHANT_USER).post(path(reel, action)).expectError(404, "NOT_FOUND_ERROR", null);
        String expected = action.equals("unlike") ? "You have not liked this reel" : "Reel is not available";
        refused(reels.user(TestShop.MERCHANT_USER).post(path(reel, action)), expected);
        refused(reels.user(TestShop.ADMIN_USER).post(path(reel, action)), expected);
        refused(reels.admin(1).post(path(reel, action)), expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE product_stock SET stock_qty = 0 WHERE product_id = ?",
                "DELETE FROM product_stock WHERE product_id = ?",
                "UPDATE products SET is_active = FALSE WHERE product_id = ?",
                "UPDATE products SET approval_status = 'pending' WHERE product_id = ?",
                "UPDATE products SET approval_status = 'rejected' WHERE product_id = ?",
                "UPDATE products SET deleted_at = '2026-03-01' WHERE product_id = ?",
                "UPDATE merchant_profiles SET is_active = FALSE WHERE merchant_id = ?"
            })
    void aReelThatIsNotForSaleCanOnlyBeUnliked(String change) {
        int id = NEXT_MERCHANT.getAndIncrement();
        shop.merchant(id, 3, "Merchant " + id);
        shop.product(id, id, 1, "Rare", 1);
        int reel = shop.reel(id, "Rare", "2026-03-01 10:00:00");
        user.post(path(reel, "like")).expect(200);
        reels.sql(change, id);
        refused(reels.user(1).post(path(reel, "like")), "Reel is not available");
        refused(user.post(path(reel, "share")), "Reel is not available");
        refused(reels.anonymous().post(path(reel, "share")), "Reel is not available");
        refused(user.postJson(path(reel, "view"), "{\"view_duration\":5}"), "Reel is not available");
        user.post(path(reel, "unlike")).expect(200);
    }

    @Test
    void merchantsAndAdminsInteractLikeEveryone() {
        int reel = newReel();
        for (ApiClient caller :
                List.of(reels.user(TestShop.MERCHANT_USER), reels.user(TestShop.ADMIN_USER), reels.admin(2))) {
            caller.post(path(reel, "like")).expect(200);
            caller.post(path(reel, "share")).expect(200);
            caller.post(path(reel, "view")).expect(200);
            caller.post(path(reel, "unlike")).expect(200);
        }
    }

    @Test
    void anAdminWhomTheShopDoesNotKnowCanShareButHasNoHistory() {
        int reel = newReel();
        ApiClient admin = reels.admin(777_777);
        assertThat(admin.post(path(reel, "share"))
                        .expect(200)
                        .data()
                        .get("user_tracked")
                        .booleanValue())
                .isFalse();
        for (String action : List.of("like", "unlike", "view")) {
            admin.post(path(reel, action))
                    .expectError(404, "NOT_FOUND_ERROR", null)
                    .expectMessage("User not found");
        }
        // Reading tracks nothing, and the reel is there.
        admin.get("/api/reels/" + reel).expect(200);
        assertThat(reels.count("user_seen_reels WHERE reel_id = ?", reel)).isZero();
    }

    @Test
    void aUsersFirstShareCountsAndRepeatsRefreshIt() {
        int reel = newReel();
        ApiResponse first = user.post(path(reel, "share")).expect(200);
        assertThat(first.json().get("message").stringValue()).isEqualTo("Reel share tracked successfully");
        assertThat(first.data().get("shares_count").intValue()).isEqualTo(1);
        assertThat(first.data().get("user_tracked").booleanValue()).isTrue();
        reels.sql("UPDATE user_reel_shares SET shared_at = '2026-01-01' WHERE reel_id = ?", reel);
        ApiResponse again = user.post(path(reel, "share")).expect(200);
        assertThat(again.data().get("shares_count").intValue()).isEqualTo(1);
        assertThat(reels.count(
                        "user_reel_shares WHERE reel_id = ? AND shared_at > UTC_TIMESTAMP() - INTERVAL 1 HOUR", reel))
                .isEqualTo(1);
    }

    @Test
    void anonymousSharesAlwaysCount() {
        int reel = newReel();
        for (int i = 1; i <= 3; i++) {
            JsonNode data =
                    reels.anonymous().post(path(reel, "share")).expect(200).data();
            assertThat(data.get("shares_count").intValue()).isEqualTo(i);
            assertThat(data.get("user_tracked").booleanValue()).isFalse();
        }
        assertThat(reels.count("user_reel_shares WHERE reel_id = ?", reel)).isZero();
        assertThat(reels.value("SELECT anonymous_shares FROM reels WHERE reel_id = ?", reel))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"view_duration\":null}", "{\"view_duration\":15}", "{\"other\":1}"})
    void aViewTakesABodyOrNone(String body) {
        int reel = newReel();
        ApiResponse viewed = body.isEmpty() ? user.post(path(reel, "view")) : user.postJson(path(reel, "view"), body);
        viewed.expect(200);
        assertThat(viewed.json().get("message").stringValue()).isEqualTo("View tracked successfully");
        assertThat(reels.rows("SELECT view_duration FROM user_reel_views WHERE reel_id = ?", reel))
                .singleElement()
                .satisfies(row -> assertThat(row.getFirst()).isEqualTo(body.contains("15") ? 15 : null));
        assertThat(shown(reel).get("views_count").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"view_duration\":-1}|view_duration",
                "{\"view_duration\":1.5}|view_duration",
                "{\"view_duration\":\"15\"}|view_duration",
                "{\"view_duration\":|body",
                "[]|body"
            })
    void aMalformedViewIs400(String body, String field) {
        int reel = newReel();
        user.postJson(path(reel, "view"), body).expectError(400, "VALIDATION_ERROR", field);
        assertThat(reels.count("user_seen_reels WHERE reel_id = ?", reel)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"31", "2147483648", "99999999999999999999999"})
    void aViewLongerThanTheReelCountsAsItsLength(String seconds) {
        int reel = newReel();
        user.postJson(path(reel, "view"), "{\"view_duration\":" + seconds + "}").expect(200);
        assertThat(reels.value("SELECT view_duration FROM user_reel_views WHERE reel_id = ?", reel))
                .isEqualTo(reels.value("SELECT duration_seconds FROM reels WHERE reel_id = ?", reel));
    }

    @Test
    void aViewOfAnotherContentTypeIs415UnlessItSaysNothing() {
        int reel = newReel();
        user.send(
                        "POST",
                        path(reel, "view"),
                        BodyPublishers.ofString("view_duration=3"),
                        Map.of("Content-Type", "text/plain"))
                .expectError(415, "VALIDATION_ERROR", null);
        assertThat(reels.count("user_seen_reels WHERE reel_id = ?", reel)).isZero();
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "nonsense")) {
            user.send("POST", path(reel, "view"), BodyPublishers.ofString(""), Map.of("Content-Type", type))
                    .expect(200);
        }
        assertThat(reels.count("user_seen_reels WHERE reel_id = ?", reel)).isOne();
    }

    /** Each line is one more view by the same user: its length, whether it counts, and the longest afterwards. */
    @Test
    void aRewatchCountsWhenItIsAQuarterLongerThanTheLongest() {
        int reel = newReel();
        int[][] views = {
            {8, 1, 8}, {9, 0, 9}, {11, 0, 11}, {13, 0, 13}, {17, 1, 17}, {5, 0, 17}, {21, 0, 21}, {27, 1, 27}
        };
        int counted = 0;
        for (int[] view : views) {
            user.postJson(path(reel, "view"), "{\"view_duration\":" + view[0] + "}")
                    .expect(200);
            counted += view[1];
            List<Object> row = reels.rows(
                            "SELECT counted_views, longest_seconds FROM user_seen_reels WHERE reel_id = ?", reel)
                    .getFirst();
            assertThat(row).as("after %d s", view[0]).containsExactly(counted, view[2]);
            assertThat(shown(reel).get("views_count").intValue()).isEqualTo(counted);
        }
    }

    @Test
    void aViewLongerThanTheReelCountsAsItsLength() {
        int reel = newReel();
        user.postJson(path(reel, "view"), "{\"view_duration\":25}").expect(200);
        user.postJson(path(reel, "view"), "{\"view_duration\":1000}").expect(200);
        assertThat(reels.rows("SELECT longest_seconds, counted_views FROM user_seen_reels WHERE reel_id = ?", reel))
                .containsExactly(List.of(30, 1));
        assertThat(reels.value("SELECT view_duration FROM user_reel_views WHERE reel_id = ?", reel))
                .isEqualTo(30);
        assertThat(reels.value("SELECT completions FROM reels WHERE reel_id = ?", reel))
                .isEqualTo(1);
    }

    @Test
    void theFirstLengthAfterOnesUnknownNeverCounts() {
        int reel = newReel();
        user.post(path(reel, "view")).expect(200);
        user.postJson(path(reel, "view"), "{\"view_duration\":30}").expect(200);
        assertThat(shown(reel).get("views_count").intValue()).isEqualTo(1);
    }

    @Test
    void aViewWithoutALengthKeepsTheLengthKnown() {
        int reel = newReel();
        user.postJson(path(reel, "view"), "{\"view_duration\":12}").expect(200);
        user.post(path(reel, "view")).expect(200);
        assertThat(reels.value("SELECT view_duration FROM user_reel_views WHERE reel_id = ?", reel))
                .isEqualTo(12);
    }

    private BigDecimal preference() {
        return (BigDecimal) reels.value(
                "SELECT preference_score FROM user_category_preferences WHERE user_id = ? AND category_id = 1", userId);
    }

    @Test
    void everyInteractionTeachesItsExactAmount() {
        int reel = newReel();
        user.post(path(reel, "like")).expect(200);
        assertThat(preference()).isEqualTo(new BigDecimal("0.30"));
        user.post(path(reel, "unlike")).expect(200);
        assertThat(preference()).isEqualTo(new BigDecimal("0.15"));
        String[][] views = {
            {"24", "0.35"}, {"23", "0.45"}, {"15", "0.55"}, {"14", "0.57"}, {"0", "0.59"}, {"null", "0.64"}
        };
        for (String[] view : views) {
            user.postJson(path(reel, "view"), "{\"view_duration\":" + view[0] + "}")
                    .expect(200);
            assertThat(preference()).as("after %s s", view[0]).isEqualTo(new BigDecimal(view[1]));
        }
        user.post(path(reel, "like")).expect(200);
        user.postJson(path(reel, "view"), "{\"view_duration\":30}").expect(200);
        assertThat(preference()).isEqualTo(new BigDecimal("1.00"));
        assertThat(reels.value("SELECT interaction_count FROM user_category_preferences WHERE user_id = ?", userId))
                .isEqualTo(10);
        int other = newReel();
        for (int i = 0; i < 8; i++) {
            user.post(path(other, "like")).expect(200);
            user.post(path(other, "unlike")).expect(200);
        }
        assertThat(preference()).isEqualTo(new BigDecimal("0.85"));
    }

    @Test
    void aProductWithoutACategoryTeachesNothing() {
        shop.product(5002, 1, 1, "Odd", 3);
        reels.sql("UPDATE products SET category_id = NULL WHERE product_id = 5002");
        int reel = shop.reel(5002, "Odd", "2026-03-01 10:00:00");
        user.post(path(reel, "like")).expect(200);
        user.post(path(reel, "view")).expect(200);
        assertThat(reels.count("user_category_preferences WHERE user_id = ?", userId))
                .isZero();
    }

    @Test
    void aFailureOfTheDatabaseIsAFaultOfOursAndOthersAreNotTouched() {
        int reel = newReel();
        int unlucky = nextUser();
        reels.sql("CREATE TRIGGER unlucky BEFORE INSERT ON user_reel_likes FOR EACH ROW BEGIN IF NEW.user_id = "
                + unlucky + " THEN SIGNAL SQLSTATE '45000'; END IF; END");
        try {
            reels.user(unlucky).post(path(reel, "like")).expectError(500, "TRANSACTION_ERROR", null);
            user.post(path(reel, "like")).expect(200);
        } finally {
            reels.sql("DROP TRIGGER unlucky");
        }
        reels.user(unlucky).post(path(reel, "like")).expect(200);
    }
}
