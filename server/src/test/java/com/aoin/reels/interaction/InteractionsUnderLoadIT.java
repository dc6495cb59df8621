package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.CounterCheck;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many at once, on one node and on two that share a database: every outcome and every counter stays exact. */
class InteractionsUnderLoadIT {
    private static final int LIMIT = 10;

    private static TestingReels first;
    private static TestingReels second;
    private static TestShop shop;

    @BeforeAll
    static void start() {
        first = TestingReels.builder().set("MAX_RECENT_REEL_VIEWS", "10").start();
        second = TestingReels.builder()
                .set("MAX_RECENT_REEL_VIEWS", "10")
                .database(first.database())
                .start();
        shop = TestShop.in(first);
        shop.users(1000, 1299);
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @AfterEach
    void everyCounterIsExact() {
        CounterCheck.assertExact(first.database(), LIMIT);
    }

    private static int newReel() {
        return shop.reel(11, "A phone", "2026-03-01 10:00:00");
    }

    @Test
    void twoHundredUsersLikeOneReelAtOnce() throws Exception {
        int reel = newReel();
        AtomicInteger user = new AtomicInteger(1000);
        List<Integer> counts = Concurrently.run(
                200,
                () -> first.user(user.getAndIncrement())
                        .post("/api/reels/" + reel + "/like")
                        .expect(200)
                        .data()
                        .get("likes_count")
                        .intValue());
        // Each of them was told another count: the one right after its own like.
        assertThat(counts)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 200).boxed().toList());
        assertThat(first.value("SELECT likes_count FROM reels WHERE reel_id = ?", reel))
                .isEqualTo(200);
        assertThat(first.anonymous().get("/metrics").text())
                .contains(
                        "reels_interactions_batch_count",
                        "reels_interactions_queue_seconds_count",
                        "reels_interactions_commit_seconds_count",
                        "reels_interactions_retries_total",
                        "reels_interactions_waiting");
    }

    @Test
    void oneUsersLikesAndUnlikesAlternateHoweverManyAreUnderWay() throws Exception {
        int reel = newReel();
        AtomicInteger turn = new AtomicInteger();
        AtomicInteger likes = new AtomicInteger();
        AtomicInteger unlikes = new AtomicInteger();
        Concurrently.run(150, () -> {
            int mine = turn.getAndIncrement();
            ApiClient user = (mine % 3 == 0 ? second : first).user(1250);
            boolean like = mine % 2 == 0;
            ApiResponse answer = user.post("/api/reels/" + reel + (like ? "/like" : "/unlike"));
            if (answer.status() == 200) {
                assertThat(answer.data().get("likes_count").intValue()).isEqualTo(like ? 1 : 0);
                (like ? likes : unlikes).incrementAndGet();
            } else {
                answer.expectError(400, "VALIDATION_ERROR", null);
            }
            return null;
        });
        assertThat(likes.get() - unlikes.get())
                .isBetween(0, 1)
                .isEqualTo(first.value("SELECT likes_count FROM reels WHERE reel_id = ?", reel));
    }

    @Test
    void twoNodesShareUsersAndReels() throws Exception {
        int[] ids = IntStream.range(0, 25).map(i -> newReel()).toArray();
        List<String> actions = List.of("view", "view", "view", "view", "like", "unlike", "share");
        AtomicInteger turn = new AtomicInteger();
        List<List<Integer>> statuses = Concurrently.run(64, () -> {
            TestingReels node = turn.getAndIncrement() % 2 == 0 ? first : second;
            List<Integer> mine = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                var random = ThreadLocalRandom.current();
                ApiClient user = node.user(1260 + random.nextInt(8));
                int reel = random.nextInt(2) == 0 ? ids[0] : ids[random.nextInt(ids.length)];
                String action = actions.get(random.nextInt(actions.size()));
                String body = action.equals("view") ? "{\"view_duration\":" + random.nextInt(40) + "}" : "";
                mine.add(
                        user.postJson("/api/reels/" + reel + "/" + action, body).status());
            }
            return mine;
        });
        assertThat(statuses.stream().flatMap(List::stream)).hasSize(64 * 25).containsOnly(200, 400);
    }

    /** Users whom a node remembers, since they keep to it for a while, and go to the other when nobody expects it. */
    @Test
    void whoIsRememberedByOneNodeIsFreeToGoToTheOther() throws Exception {
        int[] ids = IntStream.range(0, 30).map(i -> newReel()).toArray();
        AtomicInteger shopper = new AtomicInteger(1270);
        Concurrently.run(16, () -> {
            int user = shopper.getAndIncrement();
            var random = ThreadLocalRandom.current();
            TestingReels node = first;
            for (int i = 0; i < 120; i++) {
                node = random.nextInt(15) == 0 ? (node == first ? second : first) : node;
                int reel = ids[random.nextInt(ids.length)];
                if (random.nextInt(8) == 0) {
                    node.user(user).post("/api/reels/" + reel + "/like");
                }
                String body = "{\"view_duration\":" + random.nextInt(40) + "}";
                node.user(user).postJson("/api/reels/" + reel + "/view", body).expect(200);
            }
            return null;
        });
        for (TestingReels node : List.of(first, second)) {
            assertThat(node.anonymous().get("/metrics").text())
                    .containsPattern("(?m)^reels_interactions_users_remembered_total [1-9]\\d{2}");
        }
        assertThat(first.value("SELECT SUM(interaction_count) FROM user_category_preferences"
                        + " WHERE user_id BETWEEN 1270 AND 1285"))
                .isEqualTo(BigDecimal.valueOf(
                        16 * 120 + first.count("user_reel_likes WHERE user_id BETWEEN 1270 AND 1285")));
    }

    @Test
    void viewsOfOneUserOnTwoNodesLeaveTheNewestInTheWindow() throws Exception {
        int[] ids = IntStream.range(0, 60).map(i -> newReel()).toArray();
        AtomicInteger turn = new AtomicInteger();
        Concurrently.run(60, () -> {
            int mine = turn.getAndIncrement();
            TestingReels node = mine % 2 == 0 ? first : second;
            return node.user(1290).post("/api/reels/" + ids[mine] + "/view").expect(200);
        });
        assertThat(first.count("user_reel_views WHERE user_id = 1290")).isEqualTo(LIMIT);
        assertThat(first.user(1290)
                        .get("/api/reels/user/stats")
                        .data()
                        .get("views_count")
                        .intValue())
                .isEqualTo(60);
    }
}
