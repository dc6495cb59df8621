package com.aoin.reels.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingRedis;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes on one database and one Redis: what a user may do in all, and what becomes of it when Redis is away. */
class SharedRateLimitsIT {
    private static final String BATCH_DELETE = "/api/reels/batch/delete";
    private static final AtomicInteger NEXT_MERCHANT = new AtomicInteger(1000);

    private static DatabaseAddress database;
    private static TestingRedis redis;
    private static TestingReels one;
    private static TestingReels two;
    private static TestShop shop;

    private int merchant;

    @BeforeAll
    static void start() {
        database = TestingDatabase.fresh();
        redis = TestingRedis.start();
        one = node();
        two = node();
        shop = TestShop.in(one);
    }

    private static TestingReels node() {
        return TestingReels.builder()
                .database(database)
                .set("REELS_REDIS_URL", redis.url())
                .start();
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        redis.close();
        TestingDatabase.drop(database);
    }

    private static void awaitRedis(boolean up) {
        for (TestingReels node : List.of(one, two)) {
            Waiting.until(() -> node.anonymous()
                    .get("/metrics")
                    .text()
                    .contains("reels_redis_circuit_open " + (up ? "0.0" : "1.0")));
        }
    }

    private void newMerchant() {
        merchant = NEXT_MERCHANT.getAndIncrement();
        shop.user(merchant, "user");
        shop.merchant(merchant, merchant, "Merchant " + merchant);
        shop.product(merchant, merchant, 1, "Product of " + merchant, 3);
    }

    /** What a test does with a merchant of its own. */
    private interface Attempts {
        void run() throws Exception;
    }

    /**
     * Runs a test of what all nodes count together. A machine that stands still for a second makes a node count alone for
     * a moment: then the test is run anew, with another merchant.
     */
    private void whileRedisAnswers(Attempts attempts) throws Exception {
        for (int run = 1; ; run++) {
            awaitRedis(true);
            newMerchant();
            double alone = alone();
            try {
                attempts.run();
                if (alone() == alone) {
                    return;
                }
            } catch (AssertionError e) {
                if (alone() == alone) {
                    throw e;
                }
            }
            assertThat(run).as("runs that Redis was away in").isLessThan(5);
        }
    }

    private static double alone() {
        return metric(one, "reels_ratelimit_alone_total") + metric(two, "reels_ratelimit_alone_total");
    }

    private ApiClient on(TestingReels node) {
        return node.user(merchant);
    }

    private ApiResponse upload(TestingReels node) {
        return on(node).upload(
                        MultipartForm.of(merchant, "A product").file("video", "a.mp4", TestClips.h264(1, 64, 64)));
    }

    /** Counts as an attempt and costs nothing else. */
    private ApiResponse attempt(TestingReels node) {
        return on(node).postJson(BATCH_DELETE, "{}");
    }

    private static double metric(TestingReels node, String name) {
        return node.anonymous()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void tenUploadsInAllWhereverTheyGo() throws Exception {
        whileRedisAnswers(this::tenUploads);
    }

    private void tenUploads() {
        for (int left = 9; left >= 0; left--) {
            ApiResponse response = upload(left % 3 == 0 ? one : two).expect(201);
            assertThat(response.header("RateLimit-Remaining")).isEqualTo(Integer.toString(left));
        }
        double refused = metric(one, "reels_ratelimit_refusals_total{limit=\"reel_upload\"}");
        for (TestingReels node : List.of(one, two)) {
            ApiResponse response = upload(node).expectError(429, "RATE_LIMIT_ERROR", null);
            assertThat(response.header("RateLimit-Limit")).isEqualTo("10");
            assertThat(response.header("RateLimit-Remaining")).isEqualTo("0");
            assertThat(Integer.parseInt(response.header("RateLimit-Reset"))).isBetween(3400, 3600);
            assertThat(response.header("Retry-After")).isEqualTo(response.header("RateLimit-Reset"));
        }
        assertThat(metric(one, "reels_ratelimit_refusals_total{limit=\"reel_upload\"}"))
                .isEqualTo(refused + 1);
        assertThat(one.count("reels WHERE merchant_id = ?", merchant)).isEqualTo(10);
    }

    @Test
    void ofManyAtOnceAsManyAsTheLimitAreAdmitted() throws Exception {
        whileRedisAnswers(this::manyAtOnce);
    }

    private void manyAtOnce() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        List<Integer> statuses = Concurrently.run(
                30, () -> attempt(turn.getAndIncrement() % 2 == 0 ? one : two).status());
        assertThat(statuses).containsOnly(400, 429);
        assertThat(statuses.stream().filter(status -> status == 400)).hasSize(5);
    }

    @Test
    void twoNodesWithOneIdempotencyKeyCostOneAttempt() throws Exception {
        whileRedisAnswers(this::oneKeyAtOnce);
    }

    private void oneKeyAtOnce() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        List<Integer> statuses = Concurrently.run(
                4,
                () -> on(turn.getAndIncrement() % 2 == 0 ? one : two)
                        .with("Idempotency-Key", "race")
                        .upload(MultipartForm.of(merchant, "x").file("video", "a.mp4", TestClips.h264(1, 64, 64)))
                        .status());
        assertThat(statuses).contains(201).allMatch(status -> status == 201 || status == 409);
        assertThat(upload(one).expect(201).header("RateLimit-Remaining")).isEqualTo("8");
    }

    @Test
    void withoutRedisEachNodeGoesOnLimiting() throws Exception {
        whileRedisAnswers(() -> {
            for (int i = 0; i < 5; i++) {
                attempt(two).expect(400);
            }
            attempt(one).expect(429);
        });
        redis.kill();
        try {
            awaitRedis(false);
            // Who was refused stays refused where that is known.
            attempt(one).expect(429);
            newMerchant();
            double alone = alone();
            for (TestingReels node : List.of(one, two)) {
                for (int left = 4; left >= 0; left--) {
                    assertThat(attempt(node).expect(400).header("RateLimit-Remaining"))
                            .isEqualTo(Integer.toString(left));
                }
                attempt(node).expectError(429, "RATE_LIMIT_ERROR", null);
            }
            assertThat(alone()).isEqualTo(alone + 12);
        } finally {
            redis.restart();
        }
        whileRedisAnswers(() -> {
            attempt(one).expect(400);
            assertThat(attempt(two).expect(400).header("RateLimit-Remaining")).isEqualTo("3");
        });
    }

    /** Feeds leave it alone meanwhile. */
    @Test
    void aRedisThatIsSlowForAMomentGoesOnCountingForAll() throws Exception {
        whileRedisAnswers(() -> {
            for (int left = 4; left >= 0; left--) {
                redis.pause(Duration.ofMillis(400));
                assertThat(attempt(left % 2 == 0 ? one : two).expect(400).header("RateLimit-Remaining"))
                        .isEqualTo(Integer.toString(left));
            }
            redis.pause(Duration.ofMillis(400));
            attempt(two).expectError(429, "RATE_LIMIT_ERROR", null);
        });
    }

    @Test
    void aRedisThatHangsFailsNobody() throws Exception {
        newMerchant();
        redis.freeze();
        try {
            AtomicInteger turn = new AtomicInteger();
            List<Integer> statuses = Concurrently.run(
                    24,
                    () -> attempt(turn.getAndIncrement() % 2 == 0 ? one : two).status());
            assertThat(statuses).containsOnly(400, 429);
            assertThat(statuses.stream().filter(status -> status == 400)).hasSize(10);
        } finally {
            redis.thaw();
        }
    }

    @Test
    void whatIsCountedInRedisEndsWithItsHour() throws Exception {
        whileRedisAnswers(() -> {
            attempt(one);
            upload(two);
            assertThat(secondsLeft("reel_batch_delete:" + merchant)).isBetween(3500, 3600);
            assertThat(secondsLeft("reel_upload:" + merchant)).isBetween(3500, 3600);
        });
    }

    private static int secondsLeft(String key) {
        return Integer.parseInt(redis.command("TTL", key));
    }
}
