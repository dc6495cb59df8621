package com.aoin.reels.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Search through HTTP, over a few reels that the shop wrote before the service started. */
class SearchRoutesIT {
    private static TestingReels reels;
    private static TestShop shop;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
        shop.reel(11, "A blue phone", "2026-03-01 00:00:00");
        shop.reel(11, "A green phone", "2026-03-02 00:00:00");
        shop.reel(12, "Music in the kitchen", "2026-03-03 00:00:00");
        shop.reel(21, "Music between the roses", "2026-03-04 00:00:00");
        reels.sql("UPDATE reels SET likes_count = 900 WHERE reel_id = 1");
        reels.sql("INSERT INTO user_reel_likes (user_id, reel_id, created_at) VALUES (3, 2, '2026-03-02')");
        awaitFound("music", 2);
        awaitFound("phone", 2);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    private static ApiClient owner() {
        return reels.user(TestShop.MERCHANT_USER);
    }

    private static void awaitFound(String text, int total) {
        Waiting.until(() -> {
            ApiResponse page = search(text, "");
            return page.status() == 200 && page.json().at("/pagination/total").intValue() == total;
        });
    }

    private static ApiResponse search(String text, String more) {
        return search(reels.anonymous(), text, more);
    }

    private static ApiResponse search(ApiClient caller, String text, String more) {
        return caller.get("/api/reels/search?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + more);
    }

    private static List<Integer> ids(String text, String more) {
        return search(text, more)
                .expect(200)
                .data()
                .valueStream()
                .map(reel -> reel.get("reel_id").intValue())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            phone        |                                             | 1 2
            music        |                                             | 4 3
            music        | &category_id=2                              | 4 3
            music        | &merchant_id=2                              | 4
            music        | &category_id=1                              |
            music        | &start_date=2026-03-04                      | 4
            music        | &end_date=2026-03-03                        | 3
            music        | &start_date=2026-03-03&end_date=2026-03-03  | 3
            music        | &per_page=1&page=2                          | 3
            music        | &per_page=1&page=3                          |
            garden home  |                                             | 4
            tech phon    |                                             | 1 2
            nothing here |                                             |
            """)
    void filtersNarrowAndTheBetterReelStandsFirst(String text, String more, String expected) {
        List<Integer> wanted = expected == null
                ? List.of()
                : List.of(expected.split(" ")).stream().map(Integer::valueOf).toList();
        assertThat(ids(text, more == null ? "" : more)).isEqualTo(wanted);
    }

    @Test
    void whatWasAskedIsRepeated() {
        JsonNode info = search("  music ", "&category_id=2&start_date=2026-03-01")
                .json()
                .get("search_info");
        assertThat(info)
                .hasToString("{\"query\":\"music\",\"filters\":{\"category_id\":2,\"merchant_id\":null,"
                        + "\"start_date\":\"2026-03-01\",\"end_date\":null}}");
    }

    @Test
    void chosenFieldsAloneAreShown() {
        assertThat(search("roses", "&fields=reel_id,description").data())
                .hasToString("[{\"reel_id\":4,\"description\":\"Music between the roses\"}]");
    }

    @ParameterizedTest
    @CsvSource({
        "'', q",
        "'q=', q",
        "'q=%20%09', q",
        "q=x&page=0, page",
        "q=x&per_page=101, per_page",
        "q=x&category_id=0, category_id",
        "q=x&merchant_id=x, merchant_id",
        "q=x&start_date=soon, start_date",
        "q=x&start_date=2026-03-02&end_date=2026-03-01, start_date"
    })
    void whatCannotBeIsRefused(String query, String field) {
        reels.anonymous().get("/api/reels/search?" + query).expectError(400, "VALIDATION_ERROR", field);
    }

    @Test
    void twoHundredCharactersAreTheMost() {
        search("🎈".repeat(200), "").expect(200);
        search("🎈".repeat(201), "").expectError(400, "VALIDATION_ERROR", "q");
    }

    @Test
    void everyoneMaySearchAndSeesTheirOwnLikes() {
        assertThat(search(reels.user(3), "green", "")
                        .data()
                        .get(0)
                        .get("is_liked")
                        .booleanValue())
                .isTrue();
        assertThat(search(reels.user(4), "green", "")
                        .data()
                        .get(0)
                        .get("is_liked")
                        .booleanValue())
                .isFalse();
        search(owner(), "green", "").expect(200);
        search(reels.admin(90), "green", "").expect(200);
        search(reels.bearing("broken"), "green", "").expectError(401, "AUTHENTICATION_ERROR", null);
        search(reels.user(999), "green", "").expectError(404, "NOT_FOUND_ERROR", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "music AND NOT phone",
                "description:music",
                "*",
                "mus*c",
                "?usic",
                "music~2",
                "\"music",
                "[a TO b]",
                "{a TO *}",
                "(music",
                "music))))",
                "+music -roses",
                "music^9",
                "\\",
                "a && b || !c",
                "' OR 1=1 --",
                "'; DROP TABLE reels; --",
                "%' UNION SELECT * FROM users --",
                "${jndi:ldap://x}",
                "<script>alert(1)</script>",
                "../../etc/passwd",
                "\u0000\u0001\u001f",
                "\u202Emusic\u202C",
                "\uFEFFmusic",
                "music\u200Broses",
                "שלום עולם",
                "مرحبا بالعالم",
                "!!!",
                "🎈",
                "👨‍👩‍👧‍👦🏳️‍🌈",
                "\uD83D",
                "a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9"
            })
    void nothingInTheTextIsAnOperator(String text) {
        assertThat(ids(text, "")).doesNotContain(1, 2);
    }

    @Test
    void operatorsAroundAWordDoNotHideIt() {
        assertThat(ids("\"roses\"", "")).containsExactly(4);
        assertThat(ids("+roses*", "")).containsExactly(4);
        assertThat(ids("(roses)", "")).containsExactly(4);
        assertThat(ids("\u202Eroses\u202C", "")).containsExactly(4);
    }

    @Test
    void whatThisServiceChangesIsFoundInTheNextAnswer() {
        int reel = shop.reel(11, "Soon to be told otherwise", "2026-03-05 00:00:00");
        owner().putJson("/api/reels/" + reel, "{\"description\":\"Zebra stripes\"}")
                .expect(200);
        assertThat(ids("zebra", "")).containsExactly(reel);
        assertThat(ids("otherwise", "")).isEmpty();
        owner().delete("/api/reels/" + reel).expect(200);
        assertThat(search("zebra", "").json().at("/pagination/total").intValue())
                .isZero();
    }

    @Test
    void theCataloguesNamesAndStockCountInTheNextAnswer() {
        shop.product(13, 1, 1, "Old name", 4);
        int reel = shop.reel(13, "Giraffe", "2026-03-05 00:00:00");
        awaitFound("giraffe", 1);
        ApiClient admin = reels.admin(TestShop.ADMIN_USER);
        admin.postJson("/api/admin/catalog/import", """
                {"products":[{"product_id":13,"merchant_id":1,"category_id":1,"product_name":"Okapi","selling_price":1,
                 "stock_qty":4}]}
                """).expect(200);
        assertThat(ids("okapi", "")).containsExactly(reel);
        assertThat(ids("old name", "")).isEmpty();
        admin.putJson("/api/admin/catalog/products/13/stock", "{\"stock_qty\":0}")
                .expect(200);
        assertThat(search("okapi", "").json().at("/pagination/total").intValue())
                .isZero();
        admin.putJson("/api/admin/catalog/products/13/stock", "{\"stock_qty\":1}")
                .expect(200);
        assertThat(ids("okapi", "")).containsExactly(reel);
    }

    @Test
    void whatTheShopHidesItselfIsGoneInTheNextAnswer() {
        shop.product(14, 1, 1, "Lemur", 4);
        shop.reel(14, "Lemur", "2026-03-05 00:00:00");
        awaitFound("lemur", 1);
        shop.stock(14, 0);
        assertThat(ids("lemur", "")).isEmpty();
        awaitFound("lemur", 0);
        shop.stock(14, 1);
        awaitFound("lemur", 1);
    }
}
