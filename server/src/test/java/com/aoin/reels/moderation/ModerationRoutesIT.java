package com.aoin.reels.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What admins decide about a reel: its effect in the very next answers, its record, and who may. */
class ModerationRoutesIT {
    private static final String REJECTION = "{\"rejection_reason\": \" Violates community guidelines \"}";
    /** Knows the admin role by its token alone. */
    private static final int STRANGE_ADMIN = 5000;

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
        reels.settle();
    }

    private static ApiClient admin() {
        return reels.user(TestShop.ADMIN_USER);
    }

    private static ApiClient owner() {
        return reels.user(TestShop.MERCHANT_USER);
    }

    private String path(String action) {
        return "/api/admin/reels/" + id + "/" + action;
    }

    private List<Object> columns() {
        return reels.rows(
                        "SELECT approval_status, is_active, IF(approved_at IS NULL, 'never', 'stamped'),"
                                + " approved_by, rejection_reason"
                                + " FROM reels WHERE reel_id = ?",
                        id)
                .getFirst();
    }

    private static boolean lists(ApiClient caller, String path, int reelId) {
        return caller.get(path)
                .expect(200)
                .data()
                .valueStream()
                .anyMatch(reel -> reel.get("reel_id").asInt() == reelId);
    }

    private void assertPublic(boolean shown) {
        for (String list : List.of("/api/reels/public?per_page=100", "/api/reels/merchant/1?per_page=100")) {
            assertThat(lists(reels.anonymous(), list, id)).as(list).isEqualTo(shown);
        }
        assertThat(lists(owner(), "/api/reels/merchant/my?per_page=100", id)).isEqualTo(shown);
        assertThat(lists(owner(), "/api/reels/merchant/my?include_all=true&per_page=100", id))
                .isTrue();
        reels.anonymous().get("/api/reels/" + id).expect(shown ? 200 : 404);
        reels.user(1).get("/api/reels/" + id).expect(shown ? 200 : 404);
        for (ApiClient insider : List.of(owner(), admin(), reels.admin(STRANGE_ADMIN))) {
            JsonNode reel = insider.get("/api/reels/" + id).expect(200).data();
            assertThat(reel.get("is_visible").booleanValue()).isEqualTo(shown);
        }
    }

    @Test
    void aRejectedReelIsGoneAtOnceAndApprovalBringsItBack() {
        assertPublic(true);
        ApiResponse rejected = admin().postJson(path("reject"), REJECTION).expect(200);
        assertThat(rejected.json().get("message").stringValue()).isEqualTo("Reel rejected successfully");
        assertThat(rejected.data().get("approval_status").stringValue()).isEqualTo("rejected");
        assertThat(rejected.data().get("rejection_reason").stringValue()).isEqualTo("Violates community guidelines");
        assertThat(rejected.data().get("disabling_reasons").toString()).isEqualTo("[\"REEL_REJECTED\"]");
        assertPublic(false);

        ApiResponse approved = admin().post(path("approve")).expect(200);
        assertThat(approved.json().get("message").stringValue()).isEqualTo("Reel approved successfully");
        assertThat(approved.data().get("is_visible").booleanValue()).isTrue();
        assertThat(approved.data().get("approved_by").intValue()).isEqualTo(TestShop.ADMIN_USER);
        assertThat(approved.data().get("approved_at").isString()).isTrue();
        assertThat(columns()).containsExactly("approved", true, "stamped", TestShop.ADMIN_USER, null);
        assertPublic(true);
    }

    @Test
    void aHiddenReelIsGoneAtOnceAndKeepsItsApproval() {
        assertPublic(true);
        ApiResponse hidden =
                admin().postJson(path("hide"), "{\"reason\": \"Complaint\"}").expect(200);
        assertThat(hidden.json().get("message").stringValue()).isEqualTo("Reel hidden successfully");
        assertThat(hidden.data().get("is_active").booleanValue()).isFalse();
        assertThat(hidden.data().get("approval_status").stringValue()).isEqualTo("approved");
        assertPublic(false);
        admin().post(path("approve")).expect(200);
        assertPublic(true);
    }

    @Test
    void everyDecisionIsRecordedNewestFirst() {
        admin().postJson(path("reject"), REJECTION).expect(200);
        reels.admin(STRANGE_ADMIN)
                .postJson(path("hide"), "{\"reason\": \"Fake\"}")
                .expect(200);
        reels.admin(STRANGE_ADMIN).post(path("approve")).expect(200);
        assertThat(columns()).containsExactly("approved", true, "stamped", null, null);
        admin().post(path("approve")).expect(200);

        JsonNode entries = admin().get(path("moderation")).expect(200).data();
        assertThat(entries.valueStream()
                        .map(entry -> "%s by %d (%s): %s, was %s %s"
                                .formatted(
                                        entry.get("action").stringValue(),
                                        entry.get("moderated_by").intValue(),
                                        entry.get("is_shop_user").booleanValue(),
                                        entry.get("reason").asString(""),
                                        entry.get("previous_status").stringValue(),
                                        entry.get("was_active").booleanValue())))
                .containsExactly(
                        "approve by 90 (true): , was approved true",
                        "approve by 5000 (false): , was rejected false",
                        "hide by 5000 (false): Fake, was rejected true",
                        "reject by 90 (true): Violates community guidelines, was approved true");

        JsonNode second =
                admin().get(path("moderation?page=2&per_page=3")).expect(200).json();
        assertThat(second.get("data").size()).isOne();
        assertThat(second.get("pagination").get("total").intValue()).isEqualTo(4);
        assertThat(second.get("pagination").get("pages").intValue()).isEqualTo(2);
    }

    @Test
    void aReelWithoutDecisionsHasAnEmptyRecord() {
        assertThat(admin().get(path("moderation")).expect(200).data().isEmpty()).isTrue();
        assertThat(admin().get(path("moderation?page=7")).expect(200).data().isEmpty())
                .isTrue();
    }

    @Test
    void anAdminApprovesTheDescriptionThatWasRead() {
        reels.sql("UPDATE reels SET approval_status = 'pending' WHERE reel_id = ?", id);
        owner().putJson("/api/reels/" + id, "{\"description\":\"Something else\"}")
                .expect(200);
        admin().postJson(path("approve"), "{\"description\":\"Look at this phone\"}")
                .expectError(409, "VALIDATION_ERROR", "description");
        assertThat(columns()).containsExactly("pending", true, "never", null, null);
        assertThat(reels.count("reel_moderations WHERE reel_id = ?", id)).isZero();
        admin().postJson(path("approve"), "{\"description\":\" Something else \"}")
                .expect(200);
        assertThat(columns()).containsExactly("approved", true, "stamped", TestShop.ADMIN_USER, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"approve", "reject", "hide"})
    void aDeletedOrMissingReelCannotBeModerated(String action) {
        reels.sql("UPDATE reels SET deleted_at = '2026-03-02' WHERE reel_id = ?", id);
        admin().postJson(path(action), REJECTION)
                .expectError(404, "NOT_FOUND_ERROR", null)
                .expectMessage("Reel not found");
        admin().get(path("moderation")).expectError(404, "NOT_FOUND_ERROR", null);
        assertThat(reels.count("reel_moderations WHERE reel_id = ?", id)).isZero();
        id = 2_000_000_000;
        admin().postJson(path(action), REJECTION).expectError(404, "NOT_FOUND_ERROR", null);
        admin().get(path("moderation")).expectError(404, "NOT_FOUND_ERROR", null);
        admin().postJson("/api/admin/reels/x/" + action, REJECTION).expectError(400, "VALIDATION_ERROR", "reel_id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            reject  |                                        | rejection_reason
            reject  | {}                                     | rejection_reason
            reject  | {"rejection_reason": null}             | rejection_reason
            reject  | {"rejection_reason": "   "}            | rejection_reason
            reject  | {"rejection_reason": 7}                | rejection_reason
            reject  | {"rejection_reason": "%s"}             | rejection_reason
            hide    | {"reason": "%s"}                       | reason
            approve | {"reason": ["no"]}                     | reason
            approve | {"description": 7}                     | description
            approve | []                                     | body
            approve | {"reason"                              | body
            """)
    void anInputThatIsWrongIsRefusedAndChangesNothing(String action, String body, String field) {
        String sent = body == null ? "" : body.replace("%s", "ü".repeat(256));
        admin().postJson(path(action), sent).expectError(400, "VALIDATION_ERROR", field);
        assertThat(columns()).containsExactly("approved", true, "never", null, null);
        assertThat(reels.count("reel_moderations WHERE reel_id = ?", id)).isZero();
    }

    @Test
    void aReasonMayHave255CharactersOfAnyKind() {
        String reason = "👍".repeat(255);
        admin().postJson(path("reject"), "{\"rejection_reason\": \"" + reason + "\"}")
                .expect(200);
        assertThat(columns()).containsExactly("rejected", true, "never", null, reason);
    }

    @Test
    void rejectingTakesTheApprovalAway() {
        admin().post(path("approve")).expect(200);
        admin().postJson(path("reject"), REJECTION).expect(200);
        assertThat(columns()).containsExactly("rejected", true, "never", null, "Violates community guidelines");
    }

    @Test
    void onlyAdminsMay() {
        List<String> reading = List.of("/api/admin/reels/pending", path("moderation"));
        List<String> deciding = List.of(path("approve"), path("reject"), path("hide"));
        for (String path : reading) {
            reels.anonymous().get(path).expectError(401, "AUTHENTICATION_ERROR", null);
            reels.bearing("broken").get(path).expectError(401, "AUTHENTICATION_ERROR", null);
            reels.user(1).get(path).expectError(403, "AUTHORIZATION_ERROR", null);
            owner().get(path).expectError(403, "AUTHORIZATION_ERROR", null);
            reels.user(4040).get(path).expectError(404, "NOT_FOUND_ERROR", null).expectMessage("User not found");
            reels.admin(STRANGE_ADMIN).get(path).expect(200);
        }
        for (String path : deciding) {
            reels.anonymous().postJson(path, REJECTION).expectError(401, "AUTHENTICATION_ERROR", null);
            reels.user(1).postJson(path, REJECTION).expectError(403, "AUTHORIZATION_ERROR", null);
            owner().postJson(path, REJECTION).expectError(403, "AUTHORIZATION_ERROR", null);
            reels.user(4040)
                    .postJson(path, REJECTION)
                    .expectError(404, "NOT_FOUND_ERROR", null)
                    .expectMessage("User not found");
        }
        assertThat(reels.count("reel_moderations WHERE reel_id = ?", id)).isZero();
    }

    /** The record says in which order they came: each found what the one before left, and the last one stands. */
    @Test
    void ofDecisionsAtOnceTheLastOneStandsAndAllAreRecorded() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        Concurrently.run(24, () -> switch (turn.getAndIncrement() % 3) {
            case 0 -> admin().post(path("approve")).expect(200);
            case 1 -> admin().postJson(path("reject"), REJECTION).expect(200);
            default -> admin().post(path("hide")).expect(200);
        });
        List<List<Object>> entries = reels.rows(
                "SELECT action, previous_status, was_active FROM reel_moderations WHERE reel_id = ?"
                        + " ORDER BY moderation_id",
                id);
        assertThat(entries).hasSize(24);
        String status = "approved";
        boolean active = true;
        for (List<Object> entry : entries) {
            assertThat(entry.subList(1, 3)).containsExactly(status, active);
            switch ((String) entry.getFirst()) {
                case "approve" -> {
                    status = "approved";
                    active = true;
                }
                case "reject" -> status = "rejected";
                default -> active = false;
            }
        }
        assertThat(columns().subList(0, 2)).containsExactly(status, active);
    }

    @Test
    void aDecisionAndADeletionAtOnceLeaveADeletedReel() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        List<Integer> statuses = Concurrently.run(
                8,
                () -> turn.getAndIncrement() == 0
                        ? owner().delete("/api/reels/" + id).status()
                        : admin().post(path("approve")).status());
        assertThat(Set.of(200, 404)).containsAll(statuses);
        assertThat(reels.count("reels WHERE reel_id = ? AND deleted_at IS NOT NULL", id))
                .isOne();
    }

    @Test
    void thePendingListHoldsWhatWaitsTheOldestFirst() {
        int older = shop.reel(12, "Older", "2026-02-01 10:00:00");
        int sameTime = shop.reel(12, "Same time", "2026-03-01 10:00:00");
        int deleted = shop.reel(12, "Deleted", "2026-02-02 10:00:00");
        reels.sql(
                "UPDATE reels SET approval_status = 'pending' WHERE reel_id IN (?, ?, ?, ?)",
                id,
                older,
                sameTime,
                deleted);
        reels.sql("UPDATE reels SET deleted_at = '2026-03-02' WHERE reel_id = ?", deleted);
        // A shop without the product: there is still something to decide.
        shop.stock(12, 0);

        JsonNode list =
                admin().get("/api/admin/reels/pending?per_page=2").expect(200).json();
        assertThat(list.get("data")
                        .valueStream()
                        .map(reel -> reel.get("reel_id").asInt()))
                .containsExactly(older, id);
        assertThat(list.get("pagination").get("total").intValue()).isEqualTo(3);
        assertThat(lists(admin(), "/api/admin/reels/pending?per_page=2&page=2", sameTime))
                .isTrue();
        admin().get("/api/admin/reels/pending?per_page=101").expectError(400, "VALIDATION_ERROR", "per_page");
        admin().get("/api/admin/reels/pending?page=0").expectError(400, "VALIDATION_ERROR", "page");

        shop.stock(12, 5);
        for (int reel : List.of(older, sameTime, id)) {
            admin().post("/api/admin/reels/" + reel + "/approve").expect(200);
        }
        assertThat(admin().get("/api/admin/reels/pending").expect(200).data().isEmpty())
                .isTrue();
    }
}
