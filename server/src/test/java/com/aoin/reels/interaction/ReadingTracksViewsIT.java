package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.TestShop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reading one reel records: views follow the same path and rules as those that are reported. */
class ReadingTracksViewsIT extends ViewerFixture {
    private int views(ApiClient caller, int reel, String query) {
        return caller.get("/api/reels/" + reel + query)
                .expect(200)
                .data()
                .get("views_count")
                .intValue();
    }

    private static boolean isTracked(int reel) {
        return reels.count("user_seen_reels WHERE reel_id = ?", reel) > 0;
    }

    @Test
    void aReadIsAViewAndItsAnswerCountsIt() {
        int reel = newReel();
        assertThat(views(user, reel, "")).isEqualTo(1);
        assertThat(views(user, reel, "?track_view=true&view_duration=12")).isEqualTo(1);
        assertThat(views(user, reel, "?view_duration=15")).isEqualTo(2);
        assertThat(views(user, reel, "?view_duration=15")).isEqualTo(2);
        // One path: what was read and what was reported know of each other.
        user.postJson("/api/reels/" + reel + "/view", "{\"view_duration\":19}").expect(200);
        assertThat(views(reels.user(1), reel, "?track_view=1")).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?track_view=false", "?track_view=0", "?track_view=false&view_duration=3"})
    void itCanBeTurnedOff(String query) {
        int reel = newReel();
        assertThat(views(user, reel, query)).isZero();
        assertThat(isTracked(reel)).isFalse();
    }

    @Test
    void anonymousReadersAreNotTracked() {
        int reel = newReel();
        assertThat(views(reels.anonymous(), reel, "?track_view=true&view_duration=3"))
                .isZero();
        assertThat(isTracked(reel)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "?view_duration=31, view_duration",
        "?view_duration=-1, view_duration",
        "?view_duration=x, view_duration",
        "?track_view=maybe, track_view"
    })
    void aWrongParameterIs400ForEveryone(String query, String field) {
        int reel = newReel();
        user.get("/api/reels/" + reel + query).expectError(400, "VALIDATION_ERROR", field);
        reels.anonymous().get("/api/reels/" + reel + query).expectError(400, "VALIDATION_ERROR", field);
        assertThat(isTracked(reel)).isFalse();
    }

    @Test
    void theWholeLengthIsStillALength() {
        int reel = newReel();
        assertThat(views(user, reel, "?view_duration=30")).isEqualTo(1);
        assertThat(reels.value("SELECT completions FROM reels WHERE reel_id = ?", reel))
                .isEqualTo(1);
    }

    @Test
    void anInvisibleReelIsNeverTracked() {
        shop.product(5003, 1, 1, "Rare", 0);
        int soldOut = shop.reel(5003, "Rare", "2026-03-01 10:00:00");
        var shown = user.get("/api/reels/" + soldOut).expect(200).data();
        assertThat(shown.get("is_visible").booleanValue()).isFalse();
        int hidden = newReel();
        reels.sql("UPDATE reels SET is_active = FALSE WHERE reel_id = ?", hidden);
        user.get("/api/reels/" + hidden).expectError(404, "NOT_FOUND_ERROR", null);
        reels.user(TestShop.MERCHANT_USER).get("/api/reels/" + hidden).expect(200);
        reels.user(TestShop.ADMIN_USER).get("/api/reels/" + hidden).expect(200);
        assertThat(isTracked(soldOut)).isFalse();
        assertThat(isTracked(hidden)).isFalse();
    }

    @Test
    void theReelIsReturnedEvenWhenTrackingItFails() {
        int reel = newReel();
        reels.sql("CREATE TRIGGER unlucky BEFORE INSERT ON user_seen_reels FOR EACH ROW BEGIN IF NEW.user_id = "
                + userId + " THEN SIGNAL SQLSTATE '45000'; END IF; END");
        try {
            assertThat(views(user, reel, "?view_duration=3")).isZero();
        } finally {
            reels.sql("DROP TRIGGER unlucky");
        }
        assertThat(views(user, reel, "?view_duration=3")).isEqualTo(1);
    }
}
