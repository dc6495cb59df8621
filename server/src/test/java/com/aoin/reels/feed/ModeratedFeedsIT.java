package com.aoin.reels.feed;

import static com.aoin.reels.feed.FeedShop.ids;
import static com.aoin.reels.feed.FeedShop.total;
import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an admin decides shows in the very next answer of every list, totals included, and on another node within its time. */
class ModeratedFeedsIT {
    private static final int SHOPPER = 1001;
    private static final String REJECTION = "{\"rejection_reason\": \"No\"}";
    /** Within which other nodes show what has come back, and totals follow. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final List<String> LISTS = List.of(
            "/api/reels/feed/recommended",
            "/api/reels/feed/trending",
            "/api/reels/feed/following",
            "/api/reels/search?q=zebra",
            "/api/reels/public",
            "/api/reels/merchant/3");

    private static TestingReels here;
    private static TestingReels there;
    private static int reel;
    private static Map<String, Integer> totals;

    @BeforeAll
    static void start() {
        here = TestingReels.start();
        there = TestingReels.builder().database(here.database()).start();
        FeedShop shop = FeedShop.in(here, 8, 6);
        for (int i = 0; i < 48; i++) {
            shop.reel(1 + i % 8, 1 + i / 8 % 6, 2 + i / 4.0);
        }
        reel = shop.reel(3, 2, 0.1);
        here.sql("UPDATE reels SET description = 'A zebra', likes_count = 500 WHERE reel_id = ?", reel);
        here.user(SHOPPER).post("/api/merchants/3/follow").expect(201);
        shop.settle(here);
        shop.settle(there);
        Waiting.until(() -> shows(here, true) && shows(there, true));
        totals = totals(here);
    }

    @AfterAll
    static void stop() {
        there.close();
        here.close();
    }

    private static ApiResponse get(TestingReels node, String list) {
        return node.user(SHOPPER).get(list).expect(200);
    }

    private static boolean shows(TestingReels node, boolean shown) {
        return LISTS.stream().allMatch(list -> ids(get(node, list)).contains(reel) == shown);
    }

    private static Map<String, Integer> totals(TestingReels node) {
        Map<String, Integer> found = new LinkedHashMap<>();
        LISTS.forEach(list -> found.put(list, total(get(node, list))));
        return found;
    }

    private static void decide(String action, String body) {
        here.admin(1).postJson("/api/admin/reels/" + reel + "/" + action, body).expect(200);
    }

    private static void assertNextAnswer(boolean shown) {
        for (String list : LISTS) {
            ApiResponse answer = get(here, list);
            assertThat(ids(answer).contains(reel)).as(list).isEqualTo(shown);
            int all = totals.getOrDefault(list, 0);
            assertThat(total(answer)).as("total of " + list).isEqualTo(shown ? all : all - 1);
        }
    }

    @Test
    void everyDecisionShowsInTheNextAnswer() {
        for (int round = 0; round < 3; round++) {
            assertNextAnswer(true);
            decide("hide", "{}");
            assertNextAnswer(false);
            decide("approve", "{}");
            assertNextAnswer(true);
            decide("reject", REJECTION);
            assertNextAnswer(false);
            decide("approve", "{}");
            assertNextAnswer(true);
        }
    }

    @Test
    void anotherNodeHidesAtOnceAndShowsAgainSoon() {
        List<Duration> waits = new ArrayList<>();
        for (String decision : List.of("hide", "reject", "hide", "reject")) {
            decide(decision, decision.equals("reject") ? REJECTION : "{}");
            assertThat(shows(there, false)).as("what is gone is gone").isTrue();
            waits.add(awaitThere(false));
            decide("approve", "{}");
            waits.add(awaitThere(true));
        }
        // A machine that is busy with something else may be late now and then.
        assertThat(waits.stream().sorted().toList().get(waits.size() / 2)).isLessThan(SOON);
    }

    private static Duration awaitThere(boolean shown) {
        long start = System.nanoTime();
        Waiting.until(() -> shows(there, shown)
                && totals(there).entrySet().stream()
                        .allMatch(
                                found -> found.getValue() == totals.getOrDefault(found.getKey(), 0) - (shown ? 0 : 1)));
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
