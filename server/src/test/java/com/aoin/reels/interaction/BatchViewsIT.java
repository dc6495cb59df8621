package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Views that were gathered and reported together: each by itself, late ones where they belong, repeats harmless. */
class BatchViewsIT extends ViewerFixture {
    private static String item(int reel, int seconds, Instant at) {
        return "{\"reel_id\":%d,\"view_duration\":%d,\"viewed_at\":\"%s\"}".formatted(reel, seconds, at);
    }

    private JsonNode post(String... items) {
        return user.postJson("/api/reels/views", "{\"views\":[" + String.join(",", items) + "]}")
                .expect(200)
                .json();
    }

    private List<Object> seen(int reel) {
        return reels.rows("""
                        SELECT counted_views, longest_seconds, first_viewed_at, last_viewed_at
                        FROM user_seen_reels WHERE user_id = ? AND reel_id = ?
                        """, userId, reel).getFirst();
    }

    private LocalDateTime lastViewed(int reel) {
        return ((java.sql.Timestamp) seen(reel).get(3)).toLocalDateTime();
    }

    @Test
    void eachViewSucceedsOrFailsByItself() {
        shop.product(5004, 1, 1, "Rare", 0);
        int good = newReel();
        int soldOut = shop.reel(5004, "Rare", "2026-03-01 10:00:00");
        int hidden = newReel();
        reels.sql("UPDATE reels SET is_active = FALSE WHERE reel_id = ?", hidden);
        JsonNode answer = post(
                "{\"reel_id\":" + good + "}",
                "{\"reel_id\":" + soldOut + "}",
                "{\"reel_id\":" + hidden + "}",
                "{\"reel_id\":2147483647}");
        assertThat(answer.get("message").stringValue()).isEqualTo("Batch view tracking completed: 1/4 views tracked");
        assertThat(answer.get("data")
                        .get("results")
                        .valueStream()
                        .map(result -> result.get("message").stringValue()))
                .containsExactly(
                        "View tracked successfully", "Reel is not available", "Reel not found", "Reel not found");
        assertThat(answer.get("data")
                        .get("results")
                        .valueStream()
                        .map(result -> result.get("status").stringValue()))
                .containsExactly("success", "error", "error", "error");
        assertThat(answer.get("data")
                        .get("results")
                        .valueStream()
                        .map(result -> result.path("code").asString("none")))
                .containsExactly("none", "VALIDATION_ERROR", "NOT_FOUND_ERROR", "NOT_FOUND_ERROR");
        JsonNode summary = answer.get("data").get("summary");
        assertThat(summary.get("total").intValue()).isEqualTo(4);
        assertThat(summary.get("successful").intValue()).isEqualTo(1);
        assertThat(summary.get("failed").intValue()).isEqualTo(3);
    }

    @Test
    void aViewThatFailsLeavesTheOthersAlone() {
        int good = newReel();
        int unlucky = newReel();
        reels.sql("CREATE TRIGGER unlucky BEFORE INSERT ON user_seen_reels FOR EACH ROW BEGIN IF NEW.reel_id = "
                + unlucky + " THEN SIGNAL SQLSTATE '45000'; END IF; END");
        try {
            JsonNode answer = post("{\"reel_id\":" + unlucky + "}", "{\"reel_id\":" + good + "}");
            assertThat(answer.get("data").get("summary").get("successful").intValue())
                    .isEqualTo(1);
            assertThat(answer.get("data").get("results").get(0).get("code").stringValue())
                    .isEqualTo("TRANSACTION_ERROR");
            user.postJson("/api/reels/views", "{\"views\":[{\"reel_id\":" + unlucky + "}]}")
                    .expectError(500, "TRANSACTION_ERROR", null);
        } finally {
            reels.sql("DROP TRIGGER unlucky");
        }
        assertThat(reels.count("user_seen_reels WHERE reel_id = ?", good)).isEqualTo(1);
    }

    @Test
    void aLateViewCountsOnTheDayOfTheView() {
        int reel = newReel();
        Instant yesterday = Instant.now().minus(1, ChronoUnit.DAYS);
        post(item(reel, 10, yesterday));
        LocalDate day = LocalDate.ofInstant(yesterday, ZoneOffset.UTC);
        assertThat(reels.count("reel_daily WHERE reel_id = ? AND day = '" + day + "' AND views = 1", reel))
                .isEqualTo(1);
        assertThat(lastViewed(reel).toInstant(ZoneOffset.UTC)).isEqualTo(yesterday.truncatedTo(ChronoUnit.MICROS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z", "1000-01-01T00:00:00Z"})
    void aClockThatNeverStartedCountsAWeekAgo(String time) {
        int reel = newReel();
        int other = newReel();
        JsonNode answer =
                post("{\"reel_id\":" + reel + ",\"viewed_at\":\"" + time + "\"}", "{\"reel_id\":" + other + "}");
        assertThat(answer.get("data").get("summary").get("successful").intValue())
                .isEqualTo(2);
        Instant weekAgo = Instant.now().minus(7, ChronoUnit.DAYS);
        assertThat(lastViewed(reel).toInstant(ZoneOffset.UTC)).isBetween(weekAgo.minusSeconds(600), weekAgo);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59Z", "+10000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void aClockFarAheadCountsNowAndOnce(String time) {
        int reel = newReel();
        String item = "{\"reel_id\":" + reel + ",\"viewed_at\":\"" + time + "\"}";
        post(item);
        LocalDateTime first = lastViewed(reel);
        assertThat(first.toInstant(ZoneOffset.UTC)).isBetween(Instant.now().minusSeconds(600), Instant.now());
        post(item);
        assertThat(lastViewed(reel)).isEqualTo(first);
    }

    @Test
    void aRepeatedBatchChangesNothing() {
        int reel = newReel();
        int other = newReel();
        // Finer than the database keeps, longer ago than is taken, and one that is usual.
        Instant usual =
                Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS).plusNanos(123_456_789);
        String[] batch = {item(reel, 10, usual), item(other, 25, Instant.now().minus(10, ChronoUnit.DAYS))};
        post(batch);
        var before = reels.rows("SELECT * FROM user_category_preferences WHERE user_id = ?", userId);
        List<Object> seenBefore = seen(reel);
        List<Object> otherBefore = seen(other);
        for (int i = 0; i < 3; i++) {
            JsonNode again = post(batch);
            assertThat(again.get("data").get("summary").get("successful").intValue())
                    .isEqualTo(2);
        }
        assertThat(seen(reel)).isEqualTo(seenBefore);
        assertThat(seen(other)).isEqualTo(otherBefore);
        assertThat(reels.rows("SELECT * FROM user_category_preferences WHERE user_id = ?", userId))
                .isEqualTo(before);
        assertThat(reels.count("user_reel_views WHERE user_id = ?", userId)).isEqualTo(2);
    }

    @Test
    void aRepeatedReportOfAClockThatRunsAheadChangesNothing() {
        int reel = newReel();
        String[] batch = {item(reel, 10, Instant.now().plusSeconds(300))};
        post(batch);
        List<Object> before = seen(reel);
        var preferences = reels.rows("SELECT * FROM user_category_preferences WHERE user_id = ?", userId);
        for (int i = 0; i < 3; i++) {
            post(batch);
        }
        assertThat(seen(reel)).isEqualTo(before);
        assertThat(reels.rows("SELECT * FROM user_category_preferences WHERE user_id = ?", userId))
                .isEqualTo(preferences);
    }

    @Test
    void anOlderViewThanTheLatestChangesNothing() {
        int reel = newReel();
        user.postJson("/api/reels/" + reel + "/view", "{\"view_duration\":5}").expect(200);
        List<Object> before = seen(reel);
        post(item(reel, 30, Instant.now().minusSeconds(3600)));
        assertThat(seen(reel)).isEqualTo(before);
    }

    @Test
    void timesLieBetweenAWeekAgoAndNow() {
        int old = newReel();
        int future = newReel();
        post(
                item(old, 5, Instant.now().minus(30, ChronoUnit.DAYS)),
                item(future, 5, Instant.now().plusSeconds(86_400)));
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        assertThat(lastViewed(old))
                .isBetween(now.minusDays(7).minusMinutes(1), now.minusDays(7).plusMinutes(1));
        assertThat(lastViewed(future)).isBetween(now.minusMinutes(1), now.plusSeconds(1));
        post("{\"reel_id\":" + newReel() + ",\"viewed_at\":\"2026-01-01T10:00:00\"}");
        post("{\"reel_id\":" + newReel() + ",\"viewed_at\":null,\"view_duration\":null}");
    }

    @Test
    void aHundredViewsAreTakenAtOnceAndTheNewestFiftyListed() {
        int[] ids = IntStream.range(0, 100).map(i -> newReel()).toArray();
        Instant start = Instant.now().minusSeconds(1000);
        String[] batch = IntStream.range(0, 100)
                .mapToObj(i -> item(ids[i], 5, start.plusSeconds(i)))
                .toArray(String[]::new);
        assertThat(post(batch).get("data").get("summary").get("successful").intValue())
                .isEqualTo(100);
        assertThat(reels.count("user_seen_reels WHERE user_id = ?", userId)).isEqualTo(100);
        assertThat(reels.count("user_reel_views WHERE user_id = ? AND reel_id >= ?", userId, ids[50]))
                .isEqualTo(50);
        String tooMany = IntStream.rangeClosed(1, 101)
                .mapToObj(i -> "{\"reel_id\":" + i + "}")
                .collect(Collectors.joining(","));
        user.postJson("/api/reels/views", "{\"views\":[" + tooMany + "]}")
                .expectError(400, "VALIDATION_ERROR", "views");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|views",
                "{\"views\":[]}|views",
                "{\"views\":{}}|views",
                "{\"views\":[1]}|views[0]",
                "{\"views\":[{}]}|views[0].reel_id",
                "{\"views\":[{\"reel_id\":0}]}|views[0].reel_id",
                "{\"views\":[{\"reel_id\":\"1\"}]}|views[0].reel_id",
                "{\"views\":[{\"reel_id\":1},{\"reel_id\":1}]}|views[1].reel_id",
                "{\"views\":[{\"reel_id\":1,\"view_duration\":-1}]}|views[0].view_duration",
                "{\"views\":[{\"reel_id\":1,\"viewed_at\":\"yesterday\"}]}|views[0].viewed_at",
                "{\"views\":[{\"reel_id\":1,\"viewed_at\":\"2026-01-01\"}]}|views[0].viewed_at",
                "{\"views\":[{\"reel_id\":1,\"viewed_at\":5}]}|views[0].viewed_at",
                "nonsense|body"
            })
    void aMalformedBatchIs400AndRecordsNothing(String body, String field) {
        user.postJson("/api/reels/views", body).expectError(400, "VALIDATION_ERROR", field);
        assertThat(reels.count("user_seen_reels WHERE user_id = ?", userId)).isZero();
    }

    @Test
    void whomTheShopDoesNotKnowReportsNothing() {
        String body = "{\"views\":[{\"reel_id\":1},{\"reel_id\":2}]}";
        for (ApiClient stranger : List.of(reels.user(987_654), reels.admin(987_654))) {
            stranger.postJson("/api/reels/views", body)
                    .expectError(404, "NOT_FOUND_ERROR", null)
                    .expectMessage("User not found");
        }
        assertThat(reels.count("user_totals WHERE user_id = 987654")).isZero();
    }

    @Test
    void aBatchTooLargeToReadIs413() {
        user.postJson("/api/reels/views", "{\"padding\":\"" + "x".repeat(300_000) + "\"}")
                .expectError(413, "VALIDATION_ERROR", null);
    }
}
