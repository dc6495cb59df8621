package com.aoin.reels.feed;

import static com.aoin.reels.feed.FeedShop.ids;
import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestingRedis;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes on one database that share a Redis, and what becomes of their feeds when it fails. */
class SharedFeedsIT {
    private static final String RECOMMENDED = "/api/reels/feed/recommended";
    private static final String TRENDING = "/api/reels/feed/trending?time_window=30d";

    private final TestingRedis redis = TestingRedis.start();
    private final TestingReels one =
            TestingReels.builder().set("REELS_REDIS_URL", redis.url()).start();
    private final TestingReels two = TestingReels.builder()
            .set("REELS_REDIS_URL", redis.url())
            .database(one.database())
            .directory(TestingReels.newDirectory())
            .start();
    private final List<Integer> made = new ArrayList<>();
    private FeedShop shop;

    @BeforeEach
    void fill() {
        shop = FeedShop.in(one, 12, 8);
        for (int i = 0; i < 100; i++) {
            made.add(shop.reel(1 + i % 12, 1 + i / 2 % 8, 30 + i));
        }
        shop.settle(one);
        shop.settle(two);
    }

    @AfterEach
    void stop() {
        two.close();
        one.close();
        redis.close();
    }

    private static String metric(TestingReels node, String name) {
        return node.anonymous()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElse(name + " is missing");
    }

    /** Page 1 once more, as soon as nodes keep feeds for each other: both have followed every change by then. */
    private static void awaitKept(TestingReels from, TestingReels to, int user) {
        Waiting.until(() -> {
            String there = generatedAt(from.user(user).get(RECOMMENDED));
            String hits = metric(to, "reels_feed_cache_total{feed=\"recommended\",result=\"hit\"}");
            return generatedAt(to.user(user).get(RECOMMENDED)).equals(there)
                    && !metric(to, "reels_feed_cache_total{feed=\"recommended\",result=\"hit\"}")
                            .equals(hits);
        });
    }

    private static String generatedAt(ApiResponse page) {
        return page.expect(200).json().get("feed_info").get("generated_at").stringValue();
    }

    @Test
    void aFeedGoesOnOnTheOtherNode() {
        ApiClient here = one.user(1000);
        ApiClient there = two.user(1000);
        List<Integer> first = ids(here.get(RECOMMENDED));
        for (int reel : first.subList(0, 5)) {
            here.post("/api/reels/" + reel + "/view").expect(200);
        }
        List<Integer> second = ids(there.get(RECOMMENDED + "?page=2"));
        List<Integer> third = ids(here.get(RECOMMENDED + "?page=3"));
        assertThat(second).hasSize(20).doesNotContainAnyElementsOf(first);
        assertThat(third).hasSize(20).doesNotContainAnyElementsOf(first).doesNotContainAnyElementsOf(second);
        assertThat(ids(there.get(RECOMMENDED))).doesNotContainAnyElementsOf(first.subList(0, 5));
    }

    @Test
    void whatAUserDoesOnOneNodeShowsOnTheOther() {
        awaitKept(one, two, 1001);
        int category = 3;
        for (int reel : List.of(made.get(4), made.get(5), made.get(20))) {
            one.user(1001).post("/api/reels/" + reel + "/like").expect(200);
        }
        ApiResponse personal = two.user(1001).get(RECOMMENDED);
        assertThat(FeedShop.tiers(personal)).contains("category");
        assertThat(personal.data().get(0).get("product").get("category_id").intValue())
                .isEqualTo(category);
        two.user(1001).post("/api/merchants/7/follow").expect(201);
        assertThat(FeedShop.tiers(one.user(1001).get(RECOMMENDED))).contains("followed");
    }

    @Test
    void aNewReelIsInTheFeedsOfTheOtherNodeInAMoment() {
        awaitKept(one, two, 1002);
        one.user(1002).post("/api/merchants/3/follow").expect(201);
        two.user(1002).get(RECOMMENDED).expect(200);
        int fresh = shop.reel(3, 1, 0);
        Waiting.until(() -> ids(two.user(1002).get(RECOMMENDED)).contains(fresh));
        Waiting.until(() -> ids(one.user(1002).get(RECOMMENDED)).contains(fresh));
        Waiting.until(() -> ids(two.anonymous().get(TRENDING)).contains(fresh));
        one.user(10_003).delete("/api/reels/" + fresh).expect(200);
        assertThat(ids(two.user(1002).get(RECOMMENDED))).doesNotContain(fresh);
        assertThat(ids(two.anonymous().get(TRENDING))).doesNotContain(fresh);
        assertThat(ids(one.user(1002).get(RECOMMENDED))).doesNotContain(fresh);
    }

    @Test
    void readinessNamesRedisAndDoesNotDependOnIt() {
        assertThat(one.anonymous()
                        .get("/health/ready")
                        .expect(200)
                        .json()
                        .get("checks")
                        .get("redis")
                        .get("status")
                        .stringValue())
                .isEqualTo("up");
        redis.kill();
        Waiting.until(() -> one.anonymous()
                .get("/health/ready")
                .expect(200)
                .json()
                .get("checks")
                .get("redis")
                .get("status")
                .stringValue()
                .equals("down"));
        assertThat(metric(one, "reels_redis_circuit_open")).endsWith(" 1.0");
        redis.restart();
        Waiting.until(() -> metric(one, "reels_redis_circuit_open").endsWith(" 0.0"));
    }

    @Test
    void aKilledRedisIsNotMissed() throws Exception {
        underLoad(() -> {
            redis.kill();
            Waiting.until(() -> metric(one, "reels_redis_circuit_open").endsWith(" 1.0"));
            redis.restart();
            Waiting.until(() -> metric(one, "reels_redis_circuit_open").endsWith(" 0.0"));
            return null;
        });
        awaitKept(one, two, 1003);
    }

    @Test
    void aHangingRedisIsNotMissed() throws Exception {
        underLoad(() -> {
            redis.freeze();
            Waiting.until(() -> metric(one, "reels_redis_circuit_open").endsWith(" 1.0"));
            redis.thaw();
            Waiting.until(() -> metric(one, "reels_redis_circuit_open").endsWith(" 0.0"));
            return null;
        });
        awaitKept(one, two, 1004);
    }

    @Test
    void aFeedGoesOnWhenRedisIsGone() {
        ApiClient user = one.user(1005);
        List<Integer> first = ids(user.get(RECOMMENDED));
        redis.kill();
        List<Integer> second = ids(user.get(RECOMMENDED + "?page=2"));
        assertThat(second).hasSize(20).doesNotContainAnyElementsOf(first);
        assertThat(ids(user.get(RECOMMENDED))).isEqualTo(first);
        user.post("/api/reels/" + first.getFirst() + "/view").expect(200);
        assertThat(ids(user.get(RECOMMENDED))).doesNotContain(first.getFirst());
    }

    @Test
    void aFeedGoesOnWhenRedisHasLostIt() {
        ApiClient user = one.user(1006);
        List<Integer> first = ids(user.get(RECOMMENDED));
        redis.kill();
        redis.restart();
        Waiting.until(() -> metric(one, "reels_redis_circuit_open").endsWith(" 0.0"));
        assertThat(ids(user.get(RECOMMENDED + "?page=2"))).hasSize(20).doesNotContainAnyElementsOf(first);
    }

    @Test
    void aFeedThatWasMadeWhileRedisHungGoesOnWhenItIsBack() {
        ApiClient user = one.user(1007);
        List<Integer> before = ids(user.get(RECOMMENDED));
        redis.freeze();
        for (int reel : before.subList(0, 10)) {
            user.post("/api/reels/" + reel + "/view").expect(200);
        }
        List<Integer> first = ids(user.get(RECOMMENDED));
        assertThat(first).doesNotContainAnyElementsOf(before.subList(0, 10));
        redis.thaw();
        awaitRedis();
        List<Integer> second = ids(user.get(RECOMMENDED + "?page=2"));
        assertThat(second).hasSize(20).doesNotContainAnyElementsOf(first);
        assertThat(ids(user.get(RECOMMENDED))).isEqualTo(first);
        assertThat(ids(two.user(1007).get(RECOMMENDED + "?page=2"))).isEqualTo(second);
    }

    private void awaitRedis() {
        Waiting.until(() -> metric(one, "reels_redis_circuit_open").endsWith(" 0.0")
                && metric(two, "reels_redis_circuit_open").endsWith(" 0.0"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFeedGoesOnWhenRedisRefusesToWrite(boolean full) {
        ApiClient user = one.user(1008);
        List<Integer> before = ids(user.get(RECOMMENDED));
        refuseWrites(full);
        for (int reel : before.subList(0, 10)) {
            user.post("/api/reels/" + reel + "/view").expect(200);
        }
        // What is kept here is good, as soon as the index has followed everything that Redis has counted.
        Waiting.until(() -> {
            String hits = hits();
            user.get(RECOMMENDED).expect(200);
            return !hits().equals(hits);
        });
        List<Integer> first = ids(user.get(RECOMMENDED));
        assertThat(first).doesNotContainAnyElementsOf(before.subList(0, 10));
        assertThat(ids(user.get(RECOMMENDED + "?page=2"))).hasSize(20).doesNotContainAnyElementsOf(first);
        redis.takeWrites();
        assertThat(ids(user.get(RECOMMENDED))).isEqualTo(first);
        assertThat(ids(two.user(1008).get(RECOMMENDED + "?page=2"))).hasSize(20).doesNotContainAnyElementsOf(first);
    }

    private void refuseWrites(boolean full) {
        if (full) {
            redis.becomeFull();
        } else {
            redis.becomeReplica();
        }
    }

    private String hits() {
        return metric(one, "reels_feed_cache_total{feed=\"recommended\",result=\"hit\"}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatRedisRefusesToCountVoidsItsFeedsAllTheSame(boolean full) {
        int reel = shop.reel(5, 1, 0);
        one.admin(1).post("/api/admin/reels/" + reel + "/hide").expect(200);
        one.user(1009).post("/api/merchants/5/follow").expect(201);
        shop.settle(two);
        awaitKept(one, two, 1009);
        refuseWrites(full);
        String version = redis.command("GET", "feed:version");
        one.admin(1).post("/api/admin/reels/" + reel + "/approve").expect(200);
        assertThat(ids(one.user(1009).get(RECOMMENDED))).contains(reel);
        assertThat(redis.command("GET", "feed:version")).isEqualTo(version);
        redis.takeWrites();
        Waiting.until(() -> !redis.command("GET", "feed:version").equals(version));
        assertThat(ids(one.user(1009).get(RECOMMENDED))).contains(reel);
        Waiting.until(() -> ids(two.user(1009).get(RECOMMENDED)).contains(reel));
    }

    /** It writes to disk every second at best, and a replica that takes over may lack the last changes. */
    @Test
    void feedsOfARedisThatComesBackWithOlderContentsAreMadeAnew() {
        int reel = shop.reel(5, 1, 0);
        one.admin(1).post("/api/admin/reels/" + reel + "/hide").expect(200);
        one.user(1011).post("/api/merchants/5/follow").expect(201);
        one.user(1012).post("/api/merchants/5/follow").expect(201);
        shop.settle(two);
        awaitKept(one, two, 1011);
        awaitKept(one, two, 1012);
        String older = redis.command("GET", "feed:version");
        one.admin(1).post("/api/admin/reels/" + reel + "/approve").expect(200);
        shop.settle(two);
        two.user(1013).get(RECOMMENDED).expect(200);
        for (TestingReels node : List.of(one, two)) {
            int user = node == one ? 1011 : 1012;
            long lost = version();
            redis.command("SET", "feed:version", older);
            assertThat(ids(node.user(user).get(RECOMMENDED))).contains(reel);
            Waiting.until(() -> version() > lost);
            assertThat(ids(node.user(user).get(RECOMMENDED))).contains(reel);
        }
        awaitKept(one, two, 1011);
    }

    /** What Redis has lost while no node was there to know better. */
    @Test
    void aNodeThatStartsVoidsTheFeedsFromBefore() {
        // So long ago that a node that starts does not hear of it.
        one.sql("UPDATE reels SET changed_at = UTC_TIMESTAMP(6) - INTERVAL 1 DAY");
        awaitKept(one, two, 1014);
        long before = version();
        try (TestingReels three = TestingReels.builder()
                .set("REELS_REDIS_URL", redis.url())
                .database(one.database())
                .directory(TestingReels.newDirectory())
                .start()) {
            Waiting.until(() -> version() > before);
            awaitKept(one, three, 1014);
        }
    }

    private long version() {
        return Long.parseLong(redis.command("GET", "feed:version"));
    }

    @Test
    void whatIsKeptInRedisEndsByItself() {
        List<Integer> shown = ids(one.user(1010).get(RECOMMENDED));
        // Behind the service's back, so that the feed stays good and its first page is cut later.
        one.sql("UPDATE reels SET is_active = FALSE WHERE reel_id = ?", shown.get(3));
        assertThat(ids(one.user(1010).get(RECOMMENDED))).hasSize(20).doesNotContain(shown.get(3));
        assertThat(secondsLeft("feed:recommended:1010")).isBetween(1700, 1800);
        assertThat(secondsLeft("feed:recommended:1010:cuts")).isBetween(1700, 1800);
        assertThat(secondsLeft("preferences:1010")).isBetween(3500, 3600);
    }

    private int secondsLeft(String key) {
        return Integer.parseInt(redis.command("TTL", key));
    }

    /** Shoppers scroll and watch on both nodes while something happens; every answer must be a success. */
    private void underLoad(Callable<Void> event) throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger answers = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> shoppers = new ArrayList<>();
            for (int user = 1100; user < 1108; user++) {
                int id = user;
                shoppers.add(threads.submit(() -> {
                    for (int i = 0; going.get(); i++) {
                        TestingReels node = i % 2 == 0 ? one : two;
                        List<Integer> shown = ids(node.user(id).get(RECOMMENDED + "?page=" + (1 + i % 3)));
                        if (i % 3 == 0 && !shown.isEmpty()) {
                            node.user(id)
                                    .post("/api/reels/" + shown.getFirst() + "/view")
                                    .expect(200);
                        }
                        answers.incrementAndGet();
                    }
                }));
            }
            try {
                Waiting.until(() -> answers.get() > 20);
                event.call();
                int before = answers.get();
                Waiting.until(() -> answers.get() > before + 20);
            } finally {
                going.set(false);
            }
            for (Future<?> shopper : shoppers) {
                shopper.get();
            }
        }
    }
}
