package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.CounterCheck;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many at once, on one node and on two that share a database: every outcome and every counter stays exact. */
class InteractionsUnderLoadIT {
    private static final int LIMIT = 10;
    /** Of a hundred reels that do not exist, so that nothing comes of them but their places in the queue. */
    private static final String REPORTS = IntStream.range(1_000_000, 1_000_100)
            .mapToObj(id -> "{\"reel_id\":" + id + "}")
            .collect(Collectors.joining(",", "{\"views\":[", "]}"));

    /** Commands that have left the queue. */
    private static final String TAKEN = "reels_interactions_queue_seconds_count";

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
    void ofTwoHundredUsersWhoFollowOneMerchantAtOnceHalfThinkBetterOfIt() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        Concurrently.run(200, () -> {
            int mine = turn.getAndIncrement();
            TestingReels node = mine % 2 == 0 ? first : second;
            node.user(1000 + mine).post("/api/merchants/2/follow").expect(201);
            if (mine % 4 < 2) {
                TestingReels other = mine % 2 == 0 ? second : first;
                other.user(1000 + mine).post("/api/merchants/2/unfollow").expect(200);
            }
            return null;
        });
        assertThat(first.count("user_merchant_follows WHERE merchant_id = 2")).isEqualTo(100);
    }

    @Test
    void oneUsersFollowsAndUnfollowsAlternateHoweverManyAreUnderWay() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        AtomicInteger following = new AtomicInteger();
        Concurrently.run(150, () -> {
            int mine = turn.getAndIncrement();
            ApiClient user = (mine % 3 == 0 ? second : first).user(1251);
            boolean follow = mine % 2 == 0;
            ApiResponse answer = user.post("/api/merchants/1/" + (follow ? "follow" : "unfollow"));
            if (answer.status() == (follow ? 201 : 200)) {
                following.addAndGet(follow ? 1 : -1);
            } else {
                answer.expectError(400, "VALIDATION_ERROR", null);
            }
            return null;
        });
        assertThat((long) following.get())
                .isBetween(0L, 1L)
                .isEqualTo(first.count("user_merchant_follows WHERE user_id = 1251"));
    }

    @Test
    void aReportThatArrivesManyTimesAtOnceCountsOnce() throws Exception {
        // Longer ago than is taken, usual ones, and one of a clock that runs ahead.
        List<Instant> times = List.of(
                Instant.now().minus(Duration.ofDays(10)),
                Instant.now().minusSeconds(60),
                Instant.now().minusSeconds(30),
                Instant.now().plusSeconds(300));
        int[] ids = times.stream().mapToInt(time -> newReel()).toArray();
        String report = IntStream.range(0, ids.length)
                .mapToObj(i ->
                        "{\"reel_id\":%d,\"view_duration\":10,\"viewed_at\":\"%s\"}".formatted(ids[i], times.get(i)))
                .collect(Collectors.joining(",", "{\"views\":[", "]}"));
        AtomicInteger turn = new AtomicInteger();
        List<Integer> recorded = Concurrently.run(40, () -> {
            TestingReels node = turn.getAndIncrement() % 2 == 0 ? first : second;
            return node.user(1252)
                    .postJson("/api/reels/views", report)
                    .expect(200)
                    .data()
                    .get("summary")
                    .get("successful")
                    .intValue();
        });
        assertThat(recorded).containsOnly(ids.length);
        for (int reel : ids) {
            assertThat(first.value("SELECT views_count FROM reels WHERE reel_id = ?", reel))
                    .isEqualTo(1);
        }
        assertThat(first.rows("SELECT preference_score, interaction_count FROM user_category_preferences"
                        + " WHERE user_id = 1252"))
                .containsExactly(List.of(new BigDecimal("0.08"), ids.length));
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

    /**
     * Users whom a node remembers, since they keep to it for a while, and go to the other when nobody expects it. Meanwhile
     * the shop moves the product from one category to another and back.
     */
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
                if (random.nextInt(40) == 0) {
                    first.sql("UPDATE products SET category_id = ? WHERE product_id = 11", 1 + random.nextInt(2));
                }
                int reel = ids[random.nextInt(ids.length)];
                if (random.nextInt(8) == 0) {
                    node.user(user).post("/api/reels/" + reel + "/like");
                }
                String body = "{\"view_duration\":" + random.nextInt(40) + "}";
                node.user(user).postJson("/api/reels/" + reel + "/view", body).expect(200);
            }
            return null;
        });
        first.sql("UPDATE products SET category_id = 1 WHERE product_id = 11");
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
    void ofWhoIsRememberedTheCategoryIsLearnedThatTheProductHasByThen() {
        shop.category(3, "Accessories");
        shop.product(13, 1, 2, "Phone with a headset", 9);
        int reel = shop.reel(13, "A phone with a headset", "2026-03-01 10:00:00");
        for (int i = 0; i < LIMIT; i++) {
            first.user(1253).post("/api/reels/" + newReel() + "/view").expect(200);
        }
        viewUntilRemembered(reel);
        // The first view that teaches of another category makes the user one to get to know again.
        first.sql("UPDATE products SET category_id = 3 WHERE product_id = 13");
        viewUntilRemembered(reel);
        first.sql("UPDATE products SET category_id = 2 WHERE product_id = 13");
        double before = remembered();
        first.user(1253)
                .postJson("/api/reels/" + reel + "/view", "{\"view_duration\":30}")
                .expect(200);
        first.user(1253).post("/api/reels/" + reel + "/like").expect(200);
        assertThat(remembered()).isGreaterThanOrEqualTo(before + 2);
        assertThat(first.rows("SELECT category_id, preference_score, interaction_count FROM user_category_preferences"
                        + " WHERE user_id = 1253 AND category_id > 1 ORDER BY category_id"))
                .containsExactly(List.of(2, new BigDecimal("0.80"), 8), List.of(3, new BigDecimal("0.30"), 6));
    }

    private static void viewUntilRemembered(int reel) {
        double before = remembered();
        for (int i = 0; i < 6; i++) {
            first.user(1253).post("/api/reels/" + reel + "/view").expect(200);
        }
        assertThat(remembered()).isGreaterThan(before);
    }

    private static double remembered() {
        return metric("reels_interactions_users_remembered_total");
    }

    private static double metric(String name) {
        return first.anonymous()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    @Test
    void aFullQueueTurnsEveryCommandAwayUntilThereIsRoom() throws Exception {
        int reel = newReel();
        List<Future<ApiResponse>> waiting = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection stranger = TestingDatabase.connect(first.database());
                Statement lock = stranger.createStatement()) {
            // Not rows alone, for which the engine would not wait for long.
            lock.execute("LOCK TABLES user_totals WRITE");
            // Each of the two committers has a batch first, or else one of them would make room later.
            double taken = metric(TAKEN);
            for (int i = 1; i <= 2; i++) {
                ApiClient one = first.user(1090 + i);
                double now = taken + i;
                waiting.add(threads.submit(() -> one.post("/api/reels/1000000/view")));
                Waiting.until(() -> metric(TAKEN) == now);
            }
            for (int i = 0; i < 120; i++) {
                ApiClient one = first.user(1100 + i);
                waiting.add(threads.submit(() -> one.postJson("/api/reels/views", REPORTS)));
            }
            Waiting.until(() -> metric("reels_interactions_waiting") == 10_000);
            ApiClient user = first.user(1255);
            for (ApiResponse answer : List.of(
                    user.postJson("/api/reels/views", "{\"views\":[{\"reel_id\":" + reel + "}]}"),
                    user.post("/api/reels/" + reel + "/view"),
                    user.post("/api/reels/" + reel + "/like"),
                    first.anonymous().post("/api/reels/" + reel + "/share"),
                    user.post("/api/merchants/1/follow"),
                    user.post("/api/merchants/1/unfollow"))) {
                answer.expectError(503, "TRANSACTION_ERROR", null);
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            }
            // What is only read is shown, though the view is lost.
            user.get("/api/reels/" + reel).expect(200);
            lock.execute("UNLOCK TABLES");
            for (Future<ApiResponse> answer : waiting) {
                assertThat(answer.get().status()).isIn(200, 404, 503);
            }
            user.post("/api/merchants/1/follow").expect(201);
        }
        assertThat(first.count("user_seen_reels WHERE user_id = 1255 OR reel_id >= 1000000"))
                .isZero();
    }

    /** Two whole reports of one user fit at a time. */
    @Test
    void whoSendsWithoutEndIsAskedToWaitAndNobodyElse() throws Exception {
        List<Future<ApiResponse>> waiting = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection stranger = TestingDatabase.connect(first.database());
                Statement lock = stranger.createStatement()) {
            lock.execute("LOCK TABLES user_totals WRITE");
            double before = metric("reels_interactions_full_total");
            for (int i = 0; i < 5; i++) {
                waiting.add(threads.submit(() -> first.user(1256).postJson("/api/reels/views", REPORTS)));
            }
            Waiting.until(() -> metric("reels_interactions_full_total") == before + 300);
            ApiResponse refusal = first.user(1256).post("/api/merchants/1/follow");
            refusal.expectError(503, "TRANSACTION_ERROR", null);
            assertThat(refusal.header("Retry-After")).isEqualTo("1");
            Future<ApiResponse> another = threads.submit(() -> first.user(1257).post("/api/merchants/1/follow"));
            lock.execute("UNLOCK TABLES");
            another.get().expect(201);
            for (Future<ApiResponse> answer : waiting) {
                assertThat(answer.get().status()).isIn(200, 503);
            }
        }
        first.user(1256).post("/api/merchants/1/follow").expect(201);
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
