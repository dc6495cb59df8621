package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.CounterCheck;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The number of recent views is a setting; one that was changed takes effect with a user's next view of any reel. */
class SmallWindowIT {
    @Test
    void aLoweredLimitTrimsWithTheNextViewAndARaisedOneLetsTheWindowGrow() {
        var before = TestingReels.builder().set("MAX_RECENT_REEL_VIEWS", "5");
        try (TestingReels reels = before.start()) {
            TestShop shop = TestShop.in(reels);
            for (int i = 0; i < 8; i++) {
                view(reels.user(1), shop.reel(11, "A phone", "2026-03-01 10:00:00"));
            }
            assertThat(recent(reels.user(1))).containsExactly(8, 7, 6, 5, 4);
            CounterCheck.assertExact(reels.database(), 5);
            try (TestingReels after = TestingReels.builder()
                    .set("MAX_RECENT_REEL_VIEWS", "2")
                    .database(reels.database())
                    .start()) {
                // One that is in the window already.
                view(after.user(1), 5);
                assertThat(recent(after.user(1))).containsExactly(5, 8);
                CounterCheck.assertExact(reels.database(), 2);
            }
            // Back at the limit before, with what the lowered one has left.
            for (int reel = 1; reel <= 3; reel++) {
                view(reels.user(1), reel);
            }
            assertThat(recent(reels.user(1))).containsExactly(3, 2, 1, 5, 8);
            CounterCheck.assertExact(reels.database(), 5);
            view(reels.user(1), 4);
            assertThat(recent(reels.user(1))).containsExactly(4, 3, 2, 1, 5);
            CounterCheck.assertExact(reels.database(), 5);
        }
    }

    /** Reports that change nothing make a user known without trimming. */
    @Test
    void aLoweredLimitTrimsWhoIsRemembered() {
        var before = TestingReels.builder().set("MAX_RECENT_REEL_VIEWS", "5");
        try (TestingReels reels = before.start()) {
            TestShop shop = TestShop.in(reels);
            for (int i = 0; i < 8; i++) {
                view(reels.user(1), shop.reel(11, "A phone", "2026-03-01 10:00:00"));
            }
            try (TestingReels after = TestingReels.builder()
                    .set("MAX_RECENT_REEL_VIEWS", "2")
                    .database(reels.database())
                    .start()) {
                for (int i = 0; i < 6; i++) {
                    after.user(1)
                            .postJson(
                                    "/api/reels/views",
                                    "{\"views\":[{\"reel_id\":5,\"viewed_at\":\"2026-03-01T10:00:00Z\"}]}")
                            .expect(200);
                }
                assertThat(recent(after.user(1))).containsExactly(8, 7, 6, 5, 4);
                view(after.user(1), 5);
                assertThat(recent(after.user(1))).containsExactly(5, 8);
                view(after.user(1), 8);
                view(after.user(1), 3);
                assertThat(recent(after.user(1))).containsExactly(3, 8);
                CounterCheck.assertExact(reels.database(), 2);
            }
        }
    }

    private static void view(ApiClient user, int reel) {
        user.post("/api/reels/" + reel + "/view").expect(200);
    }

    private static List<Integer> recent(ApiClient user) {
        return user.get("/api/reels/recently-viewed")
                .expect(200)
                .data()
                .get("reels")
                .valueStream()
                .map(reel -> reel.get("reel_id").intValue())
                .toList();
    }
}
