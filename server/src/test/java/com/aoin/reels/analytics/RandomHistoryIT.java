package com.aoin.reels.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.CounterCheck;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What shoppers do at random, through HTTP and the engine, against a naive recomputation from the rows, and for the
 * days from what each single step has changed.
 */
class RandomHistoryIT {
    private static final int STEPS = Integer.getInteger("reels.random.history", 600);
    private static final int PRODUCTS = 3;
    private static final int DURATION = 30;

    private static TestingReels reels;
    private static TestShop shop;

    private final Random random = new Random(20_260_301);
    private final List<Integer> ids = new ArrayList<>();
    /** By reel and day: views, likes, shares. */
    private final Map<Integer, Map<LocalDate, int[]>> days = new HashMap<>();

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    @Test
    void theFiguresAreThoseOfTheRows() {
        LocalDate begun = today();
        for (int i = 0; i < 8; i++) {
            ids.add(shop.reel(List.of(11, 12, 21).get(i % PRODUCTS), "Reel " + i, "2026-01-0" + (1 + i) + " 10:00:00"));
        }
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        reels.user(TestShop.MERCHANT_USER)
                .delete("/api/reels/" + ids.getFirst())
                .expect(200);
        shop.stock(12, 0);
        CounterCheck.assertExact(reels.database(), 50);
        assertThat(reels.count("reels WHERE completions > 0 AND views_count > unique_viewers AND shares_count > 0"))
                .isPositive();

        for (int merchant = 1; merchant <= 2; merchant++) {
            ApiClient owner = reels.user(merchant == 1 ? TestShop.MERCHANT_USER : TestShop.OTHER_MERCHANT_USER);
            JsonNode data =
                    owner.get("/api/reels/merchant/my/analytics").expect(200).data();
            assertTotals(data.get("aggregated_stats"), merchant);
            assertReels(data.get("reel_stats"), merchant);
            // A history over midnight has likes whose day nobody knows.
            assumeTrue(begun.equals(today()));
            assertDays(data.get("daily"), merchant);
        }
    }

    private void step() {
        int reel = ids.get(random.nextInt(ids.size()));
        ApiClient user = reels.user(1 + random.nextInt(9));
        String path = "/api/reels/" + reel;
        int[] before = counters(reel);
        LocalDate day = today();
        switch (random.nextInt(10)) {
            case 0, 1 -> user.post(path + "/like");
            case 2 -> user.post(path + "/unlike");
            case 3 -> (random.nextBoolean() ? user : reels.anonymous()).post(path + "/share");
            case 4 -> user.get(path + "?view_duration=" + random.nextInt(DURATION + 1));
            case 5, 6 -> user.postJson(path + "/view", "{\"view_duration\": " + random.nextInt(40) + "}");
            default -> day = lateView(user, reel);
        }
        int[] after = counters(reel);
        int[] sums = days.computeIfAbsent(reel, id -> new TreeMap<>()).computeIfAbsent(day, date -> new int[3]);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += after[i] - before[i];
        }
    }

    /** Reports a view of up to nine days ago; it belongs to its own day, a week ago at the earliest. */
    private LocalDate lateView(ApiClient user, int reel) {
        Instant at = Instant.now()
                .minus(Duration.ofMinutes(random.nextInt(9 * 24 * 60)))
                .truncatedTo(ChronoUnit.SECONDS);
        user.postJson(
                        "/api/reels/views",
                        "{\"views\": [{\"reel_id\": %d, \"view_duration\": %d, \"viewed_at\": \"%s\"}]}"
                                .formatted(reel, random.nextInt(40), at))
                .expect(200);
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        LocalDate earliest = today().minusDays(7);
        return day.isBefore(earliest) ? earliest : day;
    }

    private static int[] counters(int reel) {
        return reels
                .rows("SELECT views_count, likes_count, shares_count FROM reels WHERE reel_id = ?", reel)
                .getFirst()
                .stream()
                .mapToInt(value -> ((Number) value).intValue())
                .toArray();
    }

    private static long number(String query, int id) {
        return ((Number) reels.value(query, id)).longValue();
    }

    private static long views(int reel) {
        return number("SELECT COALESCE(SUM(counted_views), 0) FROM user_seen_reels WHERE reel_id = ?", reel);
    }

    private static long likes(int reel) {
        return number("SELECT COUNT(*) FROM user_reel_likes WHERE reel_id = ?", reel);
    }

    private static long shares(int reel) {
        return number("SELECT COUNT(*) FROM user_reel_shares WHERE reel_id = ?", reel)
                + number("SELECT anonymous_shares FROM reels WHERE reel_id = ?", reel);
    }

    private static List<Integer> reelsOf(int merchant) {
        return reels
                .rows(
                        "SELECT reel_id FROM reels WHERE merchant_id = ? AND deleted_at IS NULL"
                                + " ORDER BY created_at DESC",
                        merchant)
                .stream()
                .map(row -> (Integer) row.getFirst())
                .toList();
    }

    private static double quotient(long part, long whole, int factor) {
        return whole == 0
                ? 0
                : BigDecimal.valueOf(part * factor)
                        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP)
                        .doubleValue();
    }

    private static void assertTotals(JsonNode totals, int merchant) {
        List<Integer> own = reelsOf(merchant);
        long views = own.stream().mapToLong(RandomHistoryIT::views).sum();
        long likes = own.stream().mapToLong(RandomHistoryIT::likes).sum();
        long shares = own.stream().mapToLong(RandomHistoryIT::shares).sum();
        assertThat(totals.get("total_reels").asInt()).isEqualTo(own.size());
        assertThat(totals.get("total_views").asLong()).isEqualTo(views);
        assertThat(totals.get("total_likes").asLong()).isEqualTo(likes);
        assertThat(totals.get("total_shares").asLong()).isEqualTo(shares);
        assertThat(totals.get("average_engagement_rate").doubleValue()).isEqualTo(quotient(likes + shares, views, 100));
        assertThat(totals.get("average_views_per_reel").doubleValue()).isEqualTo(quotient(views, own.size(), 1));
        assertThat(totals.get("average_likes_per_reel").doubleValue()).isEqualTo(quotient(likes, own.size(), 1));
    }

    private static void assertReels(JsonNode stats, int merchant) {
        assertThat(stats.valueStream().map(reel -> reel.get("reel_id").asInt()))
                .containsExactlyElementsOf(reelsOf(merchant));
        for (JsonNode reel : stats) {
            int id = reel.get("reel_id").asInt();
            long viewers = number("SELECT COUNT(*) FROM user_seen_reels WHERE reel_id = ?", id);
            long seconds =
                    number("SELECT COALESCE(SUM(longest_seconds), 0) FROM user_seen_reels WHERE reel_id = ?", id);
            long complete = number(
                    "SELECT COUNT(*) FROM user_seen_reels WHERE longest_seconds >= 0.8 * " + DURATION
                            + " AND reel_id = ?",
                    id);
            assertThat(reel.get("views_count").asLong()).isEqualTo(views(id));
            assertThat(reel.get("likes_count").asLong()).isEqualTo(likes(id));
            assertThat(reel.get("shares_count").asLong()).isEqualTo(shares(id));
            assertThat(reel.get("unique_viewers").asLong()).isEqualTo(viewers);
            assertThat(reel.get("average_watch_seconds").doubleValue()).isEqualTo(quotient(seconds, viewers, 1));
            assertThat(reel.get("completion_rate").doubleValue()).isEqualTo(quotient(complete, viewers, 100));
            assertThat(reel.get("engagement_rate").doubleValue())
                    .isEqualTo(quotient(likes(id) + shares(id), views(id), 100));
        }
    }

    private void assertDays(JsonNode daily, int merchant) {
        assertThat(daily.size()).isEqualTo(30);
        LocalDate day = today().minusDays(29);
        for (JsonNode shown : daily) {
            int[] expected = new int[3];
            for (int reel : reelsOf(merchant)) {
                int[] sums = days.getOrDefault(reel, Map.of()).getOrDefault(day, new int[3]);
                for (int i = 0; i < expected.length; i++) {
                    expected[i] += sums[i];
                }
            }
            assertThat(shown.toString())
                    .isEqualTo("{\"date\":\"%s\",\"views\":%d,\"likes\":%d,\"shares\":%d}"
                            .formatted(day, expected[0], expected[1], expected[2]));
            day = day.plusDays(1);
        }
    }
}
