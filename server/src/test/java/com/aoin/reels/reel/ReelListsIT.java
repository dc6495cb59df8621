package com.aoin.reels.reel;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The lists of reels, over eight reels of two merchants whose ids are 1 to 8. */
class ReelListsIT {
    private static final String PUBLIC = "/api/reels/public";
    private static final String OWN = "/api/reels/merchant/my";

    private static TestingReels reels;
    private static TestShop shop;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
        shop.reel(11, "one", "2026-03-01 00:00:00");
        shop.reel(12, "two", "2026-03-01 23:59:59.999999");
        shop.reel(21, "three", "2026-03-02 00:00:00");
        shop.reel(11, "four", "2026-03-02 12:00:00");
        shop.reel(12, "five", "2026-03-02 12:00:00");
        shop.reel(11, "pending", "2026-03-03 00:00:00");
        shop.reel(11, "deleted", "2026-03-03 00:00:00");
        shop.reel(21, "inactive", "2026-03-03 00:00:00");
        reels.sql("UPDATE reels SET likes_count = 5 WHERE reel_id IN (1, 4)");
        reels.sql("UPDATE reels SET views_count = reel_id MOD 3");
        reels.sql("UPDATE reels SET shares_count = 10 - reel_id");
        reels.sql("UPDATE reels SET approval_status = 'pending' WHERE reel_id = 6");
        reels.sql("UPDATE reels SET deleted_at = '2026-03-04' WHERE reel_id = 7");
        reels.sql("UPDATE reels SET is_active = FALSE WHERE reel_id = 8");
        reels.sql("INSERT INTO user_reel_likes (user_id, reel_id, created_at) VALUES (3, 2, '2026-03-02')");
        reels.sql("INSERT INTO user_merchant_follows (user_id, merchant_id, followed_at) VALUES (3, 2, '2026-03-02')");
        reels.settle();
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    private static ApiClient owner() {
        return reels.user(TestShop.MERCHANT_USER);
    }

    private static List<Integer> ids(ApiResponse page) {
        return page.expect(200)
                .data()
                .valueStream()
                .map(reel -> reel.get("reel_id").intValue())
                .toList();
    }

    private static List<Integer> ids(String path) {
        return ids(reels.anonymous().get(path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                                  | 5 4 3 2 1
            sort_by=newest                                        | 5 4 3 2 1
            sort_by=likes                                         | 4 1 5 3 2
            sort_by=views                                         | 5 2 4 1 3
            sort_by=shares                                        | 1 2 3 4 5
            category_id=1                                         | 4 1
            category_id=2                                         | 5 3 2
            category_id=99                                        |
            merchant_id=2                                         | 3
            merchant_id=1&category_id=2                           | 5 2
            merchant_id=99                                        |
            start_date=2026-03-02                                 | 5 4 3
            end_date=2026-03-01                                   | 2 1
            start_date=2026-03-01&end_date=2026-03-01             | 2 1
            end_date=2026-03-01T23:59:59                          | 2 1
            end_date=2026-03-01T23:59:58Z                         | 1
            start_date=2026-03-02T12:00:00                        | 5 4
            start_date=2026-03-02T12:00:01                        |
            start_date=2026-03-02T13:00:00%2B01:00                | 5 4
            start_date=2026-03-02T13:00:00+01:00                  | 5 4
            start_date=2026-03-02T11:00:00-01:00                  | 5 4
            start_date=0001-01-01&end_date=9999-12-31             | 5 4 3 2 1
            sort_by=likes&start_date=2026-03-02&merchant_id=1     | 4 5
            unknown=1&sort_by=                                    | 5 4 3 2 1
            """)
    void filtersAndSorts(String query, String expected) {
        List<Integer> wanted = expected == null
                ? List.of()
                : List.of(expected.split(" ")).stream().map(Integer::valueOf).toList();
        ApiResponse page = reels.anonymous().get(PUBLIC + (query == null ? "" : "?" + query));
        assertThat(ids(page)).isEqualTo(wanted);
        assertThat(page.json().get("pagination").get("total").intValue()).isEqualTo(wanted.size());
    }

    @ParameterizedTest
    @CsvSource({
        "page=0, page",
        "page=-1, page",
        "page=x, page",
        "page=2147483648, page",
        "per_page=0, per_page",
        "per_page=101, per_page",
        "per_page=1.5, per_page",
        "category_id=0, category_id",
        "category_id=x, category_id",
        "merchant_id=-1, merchant_id",
        "merchant_id=2147483648, merchant_id",
        "start_date=yesterday, start_date",
        "end_date=2026-02-30, end_date",
        "start_date=2026-03-02&end_date=2026-03-01, start_date",
        "sort_by=oldest, sort_by",
        "sort_by=NEWEST, sort_by"
    })
    void whatCannotBeIsRefused(String query, String field) {
        reels.anonymous().get(PUBLIC + "?" + query).expectError(400, "VALIDATION_ERROR", field);
        if (!field.equals("merchant_id")) {
            owner().get(OWN + "?" + query).expectError(400, "VALIDATION_ERROR", field);
        }
    }

    @Test
    void filtersAreEchoed() {
        JsonNode none = reels.anonymous().get(PUBLIC).json().get("filters_applied");
        assertThat(none)
                .hasToString(
                        "{\"category_id\":null,\"merchant_id\":null,\"start_date\":null,\"end_date\":null,\"sort_by\":\"newest\"}");
        JsonNode all = reels.anonymous()
                .get(
                        PUBLIC
                                + "?category_id=2&merchant_id=1&start_date=2026-03-01&end_date=2026-03-02T01:00:00Z&sort_by=likes")
                .json()
                .get("filters_applied");
        assertThat(all)
                .hasToString("{\"category_id\":2,\"merchant_id\":1,\"start_date\":\"2026-03-01\","
                        + "\"end_date\":\"2026-03-02T01:00:00Z\",\"sort_by\":\"likes\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            page=1&per_page=2          | 5 4 | 1 | 2   | 3 | true  | false
            page=2&per_page=2          | 3 2 | 2 | 2   | 3 | true  | true
            page=3&per_page=2          | 1   | 3 | 2   | 3 | false | true
            page=4&per_page=2          |     | 4 | 2   | 3 | false | true
            page=2147483647&per_page=100 |   | 2147483647 | 100 | 1 | false | true
            per_page=5                 | 5 4 3 2 1 | 1 | 5 | 1 | false | false
            """)
    void pages(String query, String expected, int page, int perPage, int pages, boolean next, boolean previous) {
        ApiResponse answer = reels.anonymous().get(PUBLIC + "?" + query);
        assertThat(ids(answer).toString().replaceAll("[\\[\\],]", "")).isEqualTo(expected == null ? "" : expected);
        assertThat(answer.json().get("pagination"))
                .hasToString("{\"page\":%d,\"per_page\":%d,\"total\":5,\"pages\":%d,\"has_next\":%s,\"has_prev\":%s}"
                        .formatted(page, perPage, pages, next, previous));
    }

    @Test
    void fieldsNarrowEveryReel() {
        JsonNode data = reels.anonymous()
                .get(PUBLIC + "?fields=reel_id,is_liked")
                .expect(200)
                .data();
        assertThat(data.get(0)).hasToString("{\"reel_id\":5,\"is_liked\":false}");
    }

    @Test
    void whatTheViewerDidIsShown() {
        for (JsonNode reel : reels.user(3).get(PUBLIC).data()) {
            int id = reel.get("reel_id").intValue();
            assertThat(reel.get("is_liked").booleanValue()).isEqualTo(id == 2);
            assertThat(reel.get("merchant").get("is_following").booleanValue()).isEqualTo(id == 3);
        }
    }

    @Test
    void aMerchantsListIsPublic() {
        assertThat(ids("/api/reels/merchant/1")).containsExactly(5, 4, 2, 1);
        assertThat(ids("/api/reels/merchant/1?page=2&per_page=3")).containsExactly(1);
        assertThat(ids(owner().get("/api/reels/merchant/1"))).containsExactly(5, 4, 2, 1);
        reels.anonymous()
                .get("/api/reels/merchant/99")
                .expectError(404, "NOT_FOUND_ERROR", null)
                .expectMessage("Merchant not found");
        reels.anonymous().get("/api/reels/merchant/x").expectError(400, "VALIDATION_ERROR", "merchant_id");
        reels.anonymous().get("/api/reels/merchant/1?per_page=101").expectError(400, "VALIDATION_ERROR", "per_page");
        shop.user(103, "user");
        shop.merchant(3, 103, "Closed");
        shop.product(61, 3, 1, "Thing", 1);
        reels.sql("UPDATE merchant_profiles SET is_active = FALSE WHERE merchant_id = 3");
        shop.reel(61, "unseen", "2026-03-05 00:00:00");
        ApiResponse closed = reels.anonymous().get("/api/reels/merchant/3");
        assertThat(ids(closed)).isEmpty();
        assertThat(closed.json().get("pagination").get("total").intValue()).isZero();
        reels.user(103).get(OWN).expectError(403, "AUTHORIZATION_ERROR", null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                     | 5 4 2 1
            include_all=true                         | 6 5 4 2 1
            include_all=1&category_id=1              | 6 4 1
            include_all=false&sort_by=shares         | 1 2 4 5
            include_all=true&page=2&per_page=2       | 4 2
            include_all=true&end_date=2026-03-01     | 2 1
            include_all=true&start_date=2026-03-03   | 6
            include_all=true&merchant_id=2           | 6 5 4 2 1
            include_all=true&page=9                  |
            """)
    void anOwnList(String query, String expected) {
        ApiResponse page = owner().get(OWN + (query == null ? "" : "?" + query));
        assertThat(ids(page).toString().replaceAll("[\\[\\],]", "")).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void anOwnListTellsWhyAReelIsHidden() {
        JsonNode hidden = owner().get(OWN + "?include_all=true").data().get(0);
        assertThat(hidden.get("disabling_reasons")).hasToString("[\"REEL_PENDING\"]");
        owner().get(OWN + "?include_all=yes").expectError(400, "VALIDATION_ERROR", "include_all");
        reels.anonymous().get(OWN).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(1).get(OWN).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.admin(5000).get(OWN).expectError(403, "AUTHORIZATION_ERROR", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE product_stock SET stock_qty = 0", "UPDATE products SET is_active = FALSE"})
    void whatDisappearsInTheShopIsGoneAtOnceAndThePageIsRefilled(String statement) {
        shop.product(51, 2, 1, "Fleeting", 9);
        for (int i = 0; i < 6; i++) {
            shop.reel(51, "fleeting", "2026-04-01 00:00:00");
        }
        String first = PUBLIC + "?per_page=4&sort_by=newest&end_date=2026-04-01";
        Waiting.until(() -> ids(first).getFirst() > 8 && ids(first).getLast() > 8);
        reels.sql(statement + " WHERE product_id = 51");
        ApiResponse page = reels.anonymous().get(first);
        assertThat(ids(page)).containsExactly(5, 4, 3, 2);
        Waiting.until(() -> total(first) == 5);
        reels.sql("DELETE FROM reels WHERE product_id = 51");
        reels.sql("DELETE FROM product_stock WHERE product_id = 51");
        reels.sql("DELETE FROM products WHERE product_id = 51");
    }

    private static int total(String path) {
        return reels.anonymous().get(path).json().get("pagination").get("total").intValue();
    }

    @Test
    void ownChangesShowAtOnce() {
        int id = shop.reel(12, "short-lived", "2026-03-02 13:00:00");
        String path = PUBLIC + "?start_date=2026-03-02T13:00:00&end_date=2026-03-02T13:00:00";
        Waiting.until(() -> ids(path).equals(List.of(id)));
        owner().putJson("/api/reels/" + id, "{\"description\":\"renamed\"}").expect(200);
        assertThat(reels.anonymous().get(path).data().get(0).get("description").stringValue())
                .isEqualTo("renamed");
        owner().delete("/api/reels/" + id).expect(200);
        assertThat(total(path)).isZero();
        assertThat(ids(path)).isEmpty();
    }
}
