package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.TestShop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a user has done so far: recently viewed, shared, and the totals. */
class HistoryRoutesIT extends ViewerFixture {
    private void view(int reel, String body) {
        user.postJson("/api/reels/" + reel + "/view", body).expect(200);
    }

    private JsonNode recent(String query) {
        return user.get("/api/reels/recently-viewed" + query).expect(200).data();
    }

    private List<Integer> recentIds(String query) {
        return ids(recent(query).get("reels"));
    }

    private List<Integer> sharedIds(String query) {
        return ids(user.get("/api/reels/user/shared" + query).expect(200).data());
    }

    private static List<Integer> ids(JsonNode list) {
        return list.valueStream().map(reel -> reel.get("reel_id").intValue()).toList();
    }

    @Test
    void theLatestViewComesFirstWithItsTimeAndLength() {
        int first = newReel();
        int second = newReel();
        view(first, "{\"view_duration\":28}");
        view(second, "{}");
        assertThat(recentIds("")).containsExactly(second, first);
        assertThat(recent("").get("reels").get(0).get("view_duration").isNull()).isTrue();
        view(first, "{}");
        assertThat(recentIds("")).containsExactly(first, second);
        JsonNode latest = recent("").get("reels").get(0);
        assertThat(latest.get("view_duration").intValue()).isEqualTo(28);
        assertThat(latest.get("is_liked").booleanValue()).isFalse();
        user.post("/api/reels/" + first + "/like").expect(200);
        assertThat(recent("").get("reels").get(0).get("is_liked").booleanValue())
                .isTrue();
    }

    @Test
    void equalTimesAreOrderedById() {
        List<Integer> viewed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            viewed.add(newReel());
            view(viewed.getLast(), "{}");
        }
        reels.sql("UPDATE user_reel_views SET viewed_at = '2026-03-01' WHERE user_id = ?", userId);
        reels.sql("UPDATE user_seen_reels SET last_viewed_at = '2026-03-01' WHERE user_id = ?", userId);
        Collections.reverse(viewed);
        assertThat(recentIds("")).isEqualTo(viewed);
    }

    @Test
    void pagesHaveTheirOwnShape() {
        for (int i = 0; i < 5; i++) {
            view(newReel(), "{}");
        }
        JsonNode pagination = recent("?per_page=2&page=2").get("pagination");
        assertThat(pagination.get("total").intValue()).isEqualTo(5);
        assertThat(pagination.get("pages").intValue()).isEqualTo(3);
        assertThat(pagination.get("current_page").intValue()).isEqualTo(2);
        assertThat(pagination.get("per_page").intValue()).isEqualTo(2);
        assertThat(pagination.get("has_next").booleanValue()).isTrue();
        assertThat(pagination.get("has_prev").booleanValue()).isTrue();
        assertThat(recentIds("?per_page=2&page=3")).hasSize(1);
        assertThat(recentIds("?per_page=2&page=2147483647")).isEmpty();
        assertThat(recent("?per_page=2&page=3")
                        .get("pagination")
                        .get("has_next")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void fieldsSelectTheListsOwnMembersToo() {
        int reel = newReel();
        view(reel, "{\"view_duration\":3}");
        user.post("/api/reels/" + reel + "/share").expect(200);
        // The client holds the members of each answer against what was asked for.
        recent("?fields=reel_id,viewed_at");
        recent("?fields=view_duration,unknown");
        recent("?fields=likes_count");
        user.get("/api/reels/user/shared?fields=reel_id,shared_at").expect(200);
        user.get("/api/reels/user/shared?fields=description").expect(200);
    }

    @Test
    void onlyVisibleReelsAreListedAndCounted() {
        shop.product(5005, 2, 1, "Rare", 1);
        int soldOut = shop.reel(5005, "Rare", "2026-03-01 10:00:00");
        int hidden = newReel();
        int deleted = newReel();
        int good = newReel();
        for (int reel : List.of(soldOut, hidden, deleted, good)) {
            view(reel, "{}");
            user.post("/api/reels/" + reel + "/share").expect(200);
        }
        shop.stock(5005, 0);
        reels.sql("UPDATE reels SET approval_status = 'rejected' WHERE reel_id = ?", hidden);
        reels.sql("UPDATE reels SET deleted_at = UTC_TIMESTAMP(6) WHERE reel_id = ?", deleted);
        assertThat(recentIds("")).containsExactly(good);
        assertThat(recent("").get("pagination").get("total").intValue()).isEqualTo(1);
        assertThat(sharedIds("")).containsExactly(good);
        JsonNode shared = user.get("/api/reels/user/shared").expect(200).json();
        assertThat(shared.get("pagination").get("total").intValue()).isEqualTo(1);
        // Back in stock, back in the lists.
        shop.stock(5005, 1);
        assertThat(recentIds("")).containsExactly(good, soldOut);
        assertThat(sharedIds("")).containsExactly(good, soldOut);
        assertThat(stats().get("views_count").intValue()).isEqualTo(4);
    }

    @Test
    void aRepeatedShareComesToTheTop() {
        int first = newReel();
        int second = newReel();
        for (int reel : List.of(first, second, first)) {
            user.post("/api/reels/" + reel + "/share").expect(200);
        }
        assertThat(sharedIds("")).containsExactly(first, second);
        assertThat(sharedIds("?per_page=1&page=2")).containsExactly(second);
    }

    @Test
    void sharesOfEqualTimesAreOrderedByIdAndEndWithAnEmptyPage() {
        List<Integer> shared = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            shared.add(newReel());
            user.post("/api/reels/" + shared.getLast() + "/share").expect(200);
        }
        reels.sql("UPDATE user_reel_shares SET shared_at = '2026-03-01' WHERE user_id = ?", userId);
        Collections.reverse(shared);
        assertThat(sharedIds("")).isEqualTo(shared);
        assertThat(sharedIds("?per_page=2&page=2")).isEqualTo(shared.subList(2, 4));
        assertThat(sharedPage("?per_page=2&page=3")).isEqualTo(page(1, 3, false));
        assertThat(sharedPage("?per_page=2&page=4")).isEqualTo(page(0, 4, false));
        assertThat(sharedPage("?per_page=2&page=2147483647")).isEqualTo(page(0, 2147483647, false));
        assertThat(sharedPage("?per_page=2")).isEqualTo(page(2, 1, true));
    }

    /** How many reels a page of the shared ones has, and what it says of itself. */
    private String sharedPage(String query) {
        JsonNode answer = user.get("/api/reels/user/shared" + query).expect(200).json();
        return answer.get("data").size() + " reels, " + answer.get("pagination");
    }

    /** Such a page, of five reels in pages of two. */
    private static String page(int size, int number, boolean hasNext) {
        return size + " reels, {\"page\":" + number + ",\"per_page\":2,\"total\":5,\"pages\":3,\"has_next\":" + hasNext
                + ",\"has_prev\":" + (number > 1) + "}";
    }

    private JsonNode stats() {
        return user.get("/api/reels/user/stats").expect(200).data();
    }

    @Test
    void aUserIsNewBelowThreeInteractions() {
        JsonNode fresh = stats();
        assertThat(fresh.get("total_interactions").intValue()).isZero();
        assertThat(fresh.get("is_new_user").booleanValue()).isTrue();
        assertThat(fresh.get("account_age_days").intValue()).isPositive();
        int reel = newReel();
        view(reel, "{}");
        user.post("/api/reels/" + reel + "/share").expect(200);
        user.post("/api/reels/" + reel + "/like").expect(200);
        assertThat(stats().get("is_new_user").booleanValue()).isTrue();
        user.post("/api/merchants/1/follow").expect(201);
        JsonNode now = stats();
        assertThat(now.get("likes_count").intValue()).isEqualTo(1);
        assertThat(now.get("views_count").intValue()).isEqualTo(1);
        assertThat(now.get("follows_count").intValue()).isEqualTo(1);
        assertThat(now.get("total_interactions").intValue()).isEqualTo(3);
        assertThat(now.get("is_new_user").booleanValue()).isFalse();
        user.post("/api/reels/" + reel + "/unlike").expect(200);
        user.post("/api/merchants/1/unfollow").expect(200);
        assertThat(stats().get("total_interactions").intValue()).isEqualTo(1);
        assertThat(stats().get("is_new_user").booleanValue()).isTrue();
    }

    /** A new day of an account begins at the hour at which it was made. */
    @ParameterizedTest
    @CsvSource({"-240 HOUR, 10", "-239 HOUR, 9", "-23 HOUR, 0", "48 HOUR, 0"})
    void anAccountIsAsOldAsItsWholeDays(String since, int days) {
        reels.sql("UPDATE users SET created_at = UTC_TIMESTAMP() + INTERVAL " + since + " WHERE user_id = ?", userId);
        assertThat(stats().get("account_age_days").intValue()).isEqualTo(days);
    }

    @Test
    void statisticsRememberMoreThanTheWindowHolds() {
        List<Integer> viewed = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            viewed.add(newReel());
            view(viewed.getLast(), "{\"view_duration\":5}");
        }
        assertThat(stats().get("views_count").intValue()).isEqualTo(120);
        assertThat(recent("").get("pagination").get("total").intValue()).isEqualTo(50);
        Collections.reverse(viewed);
        assertThat(recentIds("?per_page=100")).isEqualTo(viewed.subList(0, 50));
        // A reel that fell out of the window was seen all the same.
        int first = viewed.getLast();
        view(first, "{\"view_duration\":5}");
        assertThat(reels.value("SELECT views_count FROM reels WHERE reel_id = ?", first))
                .isEqualTo(1);
        assertThat(stats().get("views_count").intValue()).isEqualTo(120);
        assertThat(recentIds("?per_page=1")).containsExactly(first);
        assertThat(recent("").get("pagination").get("total").intValue()).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/reels/recently-viewed", "/api/reels/user/shared", "/api/reels/user/stats"})
    void refusals(String path) {
        reels.anonymous().get(path).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.bearing("nonsense").get(path).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(987_654).get(path).expectError(404, "NOT_FOUND_ERROR", null);
        reels.admin(777_777).get(path).expectError(404, "NOT_FOUND_ERROR", null);
        reels.user(TestShop.MERCHANT_USER).get(path).expect(200);
        reels.user(TestShop.ADMIN_USER).get(path).expect(200);
        if (!path.endsWith("stats")) {
            user.get(path + "?page=0").expectError(400, "VALIDATION_ERROR", "page");
            user.get(path + "?per_page=101").expectError(400, "VALIDATION_ERROR", "per_page");
        }
    }
}
