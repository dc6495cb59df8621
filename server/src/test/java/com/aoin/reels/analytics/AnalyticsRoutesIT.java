package com.aoin.reels.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A merchant's analytics: which reels they are about, their figures, their order, and who may see them. */
class AnalyticsRoutesIT {
    private static final String PATH = "/api/reels/merchant/my/analytics";

    private static TestingReels reels;
    private static TestShop shop;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    @BeforeEach
    void noReels() {
        reels.sql("DELETE FROM reel_daily");
        reels.sql("DELETE FROM merchant_daily");
        reels.sql("DELETE FROM reels");
    }

    private static ApiClient owner() {
        return reels.user(TestShop.MERCHANT_USER);
    }

    private static JsonNode analytics(String query) {
        return owner().get(PATH + query).expect(200).data();
    }

    private static int reel(int product, String createdAt, int views, int likes, int shares) {
        int id = shop.reel(product, "Check out this amazing product!", createdAt);
        reels.sql(
                "UPDATE reels SET views_count = ?, likes_count = ?, shares_count = ? WHERE reel_id = ?",
                views,
                likes,
                shares,
                id);
        return id;
    }

    private static Stream<Integer> ids(JsonNode data) {
        return data.get("reel_stats")
                .valueStream()
                .map(stats -> stats.get("reel_id").asInt());
    }

    @Test
    void theSpecificationsSampleComesOut() {
        int first = reel(11, "2025-11-24 09:59:01", 150, 25, 10);
        reels.sql(
                "UPDATE reels SET unique_viewers = 120, longest_seconds_sum = 2070, completions = 50 WHERE reel_id = ?",
                first);
        // 44 more, so that there are 45 with 15000 views, 2500 likes and 800 shares.
        IntStream.rangeClosed(1, 44)
                .forEach(i -> reel(
                        12,
                        "2025-11-20 09:59:01",
                        i == 1 ? 14850 - 43 * 337 : 337,
                        i == 1 ? 2475 - 43 * 56 : 56,
                        i == 1 ? 790 - 43 * 17 : 17));

        JsonNode data = analytics("");
        JsonNode totals = data.get("aggregated_stats");
        assertThat(totals.get("total_reels").longValue()).isEqualTo(45);
        assertThat(totals.get("total_views").longValue()).isEqualTo(15000);
        assertThat(totals.get("total_likes").longValue()).isEqualTo(2500);
        assertThat(totals.get("total_shares").longValue()).isEqualTo(800);
        assertThat(totals.get("average_engagement_rate").doubleValue()).isEqualTo(22.0);
        assertThat(totals.get("average_views_per_reel").doubleValue()).isEqualTo(333.33);
        assertThat(totals.get("average_likes_per_reel").doubleValue()).isEqualTo(55.56);

        JsonNode stats = data.get("reel_stats").get(0);
        assertThat(stats.get("reel_id").asInt()).isEqualTo(first);
        assertThat(stats.get("product_name").stringValue()).isEqualTo("Redmi 15 5G");
        assertThat(stats.get("engagement_rate").doubleValue()).isEqualTo(23.33);
        assertThat(stats.get("unique_viewers").intValue()).isEqualTo(120);
        assertThat(stats.get("average_watch_seconds").doubleValue()).isEqualTo(17.25);
        assertThat(stats.get("completion_rate").doubleValue()).isEqualTo(41.67);
        assertThat(stats.get("created_at").stringValue()).isEqualTo("2025-11-24T09:59:01Z");
        assertThat(data.get("reel_stats").size()).isEqualTo(20);
        assertThat(data.get("pagination").toString())
                .isEqualTo(
                        "{\"page\":1,\"per_page\":20,\"total\":45,\"pages\":3,\"has_next\":true,\"has_prev\":false}");
        assertThat(data.get("filters_applied").toString())
                .isEqualTo("{\"start_date\":null,\"end_date\":null,\"sort_by\":\"created_at\"}");
        assertThat(ids(analytics("?page=3")).count()).isEqualTo(5);
        assertThat(ids(analytics("?page=4")).count()).isZero();
        assertThat(ids(analytics("?page=2147483647&per_page=100")).count()).isZero();
    }

    @Test
    void aMerchantWithoutReelsHasZeroes() {
        JsonNode data = analytics("");
        assertThat(data.get("aggregated_stats").toString())
                .isEqualTo("{\"total_reels\":0,\"total_views\":0,\"total_likes\":0,\"total_shares\":0,"
                        + "\"average_engagement_rate\":0.0,\"average_views_per_reel\":0.0,"
                        + "\"average_likes_per_reel\":0.0}");
        assertThat(data.get("reel_stats").isEmpty()).isTrue();
        assertThat(data.get("daily").size()).isEqualTo(30);
        assertThat(data.get("daily").get(29).get("date").stringValue())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
    }

    @Test
    void reelsThatNobodySeesCountAndDeletedOnesDoNot() throws SQLException {
        int soldOut = reel(12, "2026-01-01 10:00:00", 10, 1, 0);
        int rejected = reel(11, "2026-01-02 10:00:00", 10, 1, 0);
        reels.sql("UPDATE reels SET approval_status = 'rejected' WHERE reel_id = ?", rejected);
        int orphan = reel(11, "2026-01-03 10:00:00", 10, 1, 0);
        int deleted = reel(11, "2026-01-04 10:00:00", 10, 1, 0);
        reels.sql("UPDATE reels SET deleted_at = '2026-03-01' WHERE reel_id = ?", deleted);
        reel(21, "2026-01-05 10:00:00", 10, 1, 0);
        shop.stock(12, 0);
        removeProduct(orphan);
        try {
            JsonNode data = analytics("");
            assertThat(data.get("aggregated_stats").get("total_views").intValue())
                    .isEqualTo(30);
            assertThat(ids(data)).containsExactly(orphan, rejected, soldOut);
            assertThat(data.get("reel_stats").get(0).get("product_name").isNull())
                    .isTrue();
            assertThat(data.get("reel_stats").get(0).get("product_id").intValue())
                    .isEqualTo(99);
            assertThat(data.get("reel_stats")
                            .valueStream()
                            .map(stats -> stats.get("disabling_reasons").toString()))
                    .containsExactly("[\"PRODUCT_DELETED\"]", "[\"REEL_REJECTED\"]", "[\"PRODUCT_OUT_OF_STOCK\"]");
        } finally {
            shop.stock(12, 5);
        }
    }

    /** As an external shop may: the product's row is no longer there. */
    private static void removeProduct(int reel) throws SQLException {
        try (Connection connection = TestingDatabase.connect(reels.database());
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION foreign_key_checks = 0");
            statement.execute("UPDATE reels SET product_id = 99 WHERE reel_id = " + reel);
        }
    }

    @Test
    void theOrderIsTheOneAskedFor() {
        int a = reel(11, "2026-01-01 10:00:00", 10, 5, 0);
        int b = reel(11, "2026-01-02 10:00:00", 30, 5, 2);
        int c = reel(11, "2026-01-03 10:00:00", 20, 1, 9);
        int none = reel(11, "2026-01-04 10:00:00", 0, 0, 0);
        assertThat(ids(analytics("?sort_by=created_at"))).containsExactly(none, c, b, a);
        assertThat(ids(analytics("?sort_by=views"))).containsExactly(b, c, a, none);
        assertThat(ids(analytics("?sort_by=likes"))).containsExactly(b, a, c, none);
        assertThat(ids(analytics("?sort_by=shares"))).containsExactly(c, b, none, a);
        // 50 % each, the newer first; then 23.33 % and 0.
        assertThat(ids(analytics("?sort_by=engagement"))).containsExactly(c, a, b, none);
        assertThat(ids(analytics("?sort_by=engagement&per_page=2&page=2"))).containsExactly(b, none);
    }

    @Test
    void datesChooseReelsByWhenTheyWereMade() {
        int early = reel(11, "2026-01-31 23:59:59.999999", 1, 0, 0);
        int mid = reel(11, "2026-02-01 00:00:00", 10, 0, 0);
        int late = reel(11, "2026-02-28 23:59:59.5", 100, 0, 0);
        JsonNode february = analytics("?start_date=2026-02-01&end_date=2026-02-28");
        assertThat(ids(february)).containsExactly(late, mid);
        assertThat(february.get("aggregated_stats").get("total_views").intValue())
                .isEqualTo(110);
        assertThat(february.get("filters_applied").get("start_date").stringValue())
                .isEqualTo("2026-02-01");
        assertThat(ids(analytics("?end_date=2026-02-01T01:59:59%2B02:00"))).containsExactly(early);
        assertThat(ids(analytics("?start_date=9999-12-31"))).isEmpty();
        assertThat(ids(analytics("?start_date=0001-01-01&end_date=9999-12-31"))).containsExactly(late, mid, early);
        assertThat(analytics("?end_date=0001-01-02").get("daily").size()).isEqualTo(2);
    }

    @Test
    void theDaysAreThoseOfTheDatesAndOfAllReels() {
        int old = reel(11, "2020-01-01 00:00:00", 0, 0, 0);
        int deleted = reel(11, "2026-01-01 00:00:00", 0, 0, 0);
        int others = reel(21, "2026-01-01 00:00:00", 0, 0, 0);
        for (String day : List.of("2026-01-31", "2026-02-01", "2026-02-03", "2026-02-04")) {
            day(old, 1, day, 5, -2, 1);
            day(deleted, 1, day, 100, 100, 100);
            day(others, 2, day, 1000, 1000, 1000);
        }
        reels.sql("UPDATE reels SET deleted_at = '2026-03-01' WHERE reel_id = ?", deleted);
        assertThat(analytics("?start_date=2026-02-01T13:00:00&end_date=2026-02-03")
                        .get("daily")
                        .toString())
                .isEqualTo("[{\"date\":\"2026-02-01\",\"views\":5,\"likes\":-2,\"shares\":1},"
                        + "{\"date\":\"2026-02-02\",\"views\":0,\"likes\":0,\"shares\":0},"
                        + "{\"date\":\"2026-02-03\",\"views\":5,\"likes\":-2,\"shares\":1}]");
    }

    /** As the engine does, in two slots. */
    private static void day(int reel, int merchant, String day, int views, int likes, int shares) {
        reels.sql("INSERT INTO reel_daily VALUES (?, ?, ?, ?, ?)", reel, day, views, likes, shares);
        for (int slot : List.of(3, 14)) {
            boolean all = slot == 3;
            reels.sql(
                    "INSERT INTO merchant_daily VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE"
                            + " views = views + VALUES(views), likes = likes + VALUES(likes),"
                            + " shares = shares + VALUES(shares)",
                    merchant,
                    day,
                    slot,
                    all ? views - 1 : 1,
                    all ? likes : 0,
                    all ? 0 : shares);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sort_by=newest, sort_by",
        "sort_by=CREATED_AT, sort_by",
        "page=0, page",
        "per_page=101, per_page",
        "start_date=yesterday, start_date",
        "end_date=2026-02-30, end_date",
        "start_date=2026-02-02&end_date=2026-02-01, start_date",
    })
    void aParameterThatIsWrongIsRefused(String query, String field) {
        owner().get(PATH + "?" + query).expectError(400, "VALIDATION_ERROR", field);
    }

    @Test
    void onlyMerchantsMayAndEachSeesTheirOwn() {
        reels.anonymous().get(PATH).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.bearing("broken").get(PATH).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(1).get(PATH).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.user(TestShop.ADMIN_USER).get(PATH).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.admin(5000).get(PATH).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.user(4040).get(PATH).expectError(404, "NOT_FOUND_ERROR", null);
        int mine = reel(11, "2026-01-01 10:00:00", 1, 0, 0);
        int theirs = reel(21, "2026-01-01 10:00:00", 2, 0, 0);
        assertThat(ids(analytics(""))).containsExactly(mine);
        assertThat(ids(reels.user(TestShop.OTHER_MERCHANT_USER)
                        .get(PATH)
                        .expect(200)
                        .data()))
                .containsExactly(theirs);
    }
}
