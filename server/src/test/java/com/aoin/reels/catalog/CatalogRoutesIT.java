package com.aoin.reels.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

class CatalogRoutesIT {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogRoutesIT.class);
    private static final String IMPORT = "/api/admin/catalog/import";

    private static TestingReels reels;
    private static TestShop shop;
    private static ApiClient admin;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
        admin = reels.admin(7_000);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    private static ApiResponse send(String json) {
        return admin.postJson(IMPORT, json.replace('\'', '"'));
    }

    private static String product(int id, String more) {
        return "{'product_id': %d, 'merchant_id': 1, 'category_id': 1, 'product_name': 'Product', 'selling_price': 1,"
                        .formatted(id)
                + " 'stock_qty': 1" + more + "}";
    }

    @Test
    void rowsAreInsertedWithTheirDefaults() {
        Instant before = Instant.now();
        JsonNode taken = send("""
                {'products': [{'product_id': 501, 'merchant_id': 51, 'category_id': 52, 'product_name': 'Näme 😀',
                               'selling_price': 12.5, 'stock_qty': 3}],
                 'merchants': [{'merchant_id': 51, 'user_id': 511, 'business_name': 'Fifty-one'}],
                 'categories': [{'category_id': 52, 'category_name': 'Child', 'parent_id': 53},
                                {'category_id': 53, 'category_name': 'Parent'}],
                 'users': [{'user_id': 511}]}""").expect(200).data();
        assertThat(taken.toString()).isEqualTo("{\"users\":1,\"categories\":2,\"merchants\":1,\"products\":1}");
        assertThat(reels.value("SELECT role FROM users WHERE user_id = 511")).isEqualTo("user");
        assertThat(reels.count(
                        "users WHERE user_id = 511 AND created_at BETWEEN ? AND UTC_TIMESTAMP(6)",
                        before.minusSeconds(5).toString().replace("T", " ").replace("Z", "")))
                .isEqualTo(1);
        assertThat(reels.rows("SELECT user_id, business_name, is_active FROM merchant_profiles WHERE merchant_id = 51"))
                .containsExactly(List.of(511, "Fifty-one", true));
        assertThat(reels.value("SELECT parent_id FROM categories WHERE category_id = 52"))
                .isEqualTo(53);
        assertThat(reels.rows("SELECT product_name, CAST(selling_price AS CHAR), approval_status, is_active, stock_qty"
                        + " FROM products JOIN product_stock USING (product_id) WHERE product_id = 501"
                        + " AND parent_product_id IS NULL AND deleted_at IS NULL"))
                .containsExactly(List.of("Näme 😀", "12.50", "approved", true, 3));
    }

    @Test
    void anUpdateKeepsWhatItLeavesOutAndClearsWhatIsNull() {
        send("""
                {'users': [{'user_id': 521, 'role': 'admin', 'created_at': '2025-06-01T10:00:00+02:00'}],
                 'categories': [{'category_id': 54, 'category_name': 'Top'},
                                {'category_id': 55, 'category_name': 'Below', 'parent_id': 54}],
                 'merchants': [{'merchant_id': 53, 'user_id': 521, 'business_name': 'Old', 'is_active': false}],
                 'products': [%s, %s]}""".formatted(
                                product(531, ""),
                                product(
                                        532,
                                        ", 'approval_status': 'pending', 'is_active': false, 'parent_product_id': 531,"
                                                + " 'deleted_at': '2026-01-01T00:00:00Z'")))
                .expect(200);
        send("""
                {'users': [{'user_id': 521}],
                 'categories': [{'category_id': 55, 'category_name': 'Still below'}],
                 'merchants': [{'merchant_id': 53, 'user_id': 521, 'business_name': 'New'}],
                 'products': [%s]}""".formatted(product(532, "").replace("'Product'", "'Renamed'"))).expect(200);
        assertThat(reels.rows("SELECT role, CAST(created_at AS CHAR) FROM users WHERE user_id = 521"))
                .containsExactly(List.of("admin", "2025-06-01 08:00:00.000000"));
        assertThat(reels.rows("SELECT category_name, parent_id FROM categories WHERE category_id = 55"))
                .containsExactly(List.of("Still below", 54));
        assertThat(reels.rows("SELECT business_name, is_active FROM merchant_profiles WHERE merchant_id = 53"))
                .containsExactly(List.of("New", false));
        String variant = "SELECT product_name, approval_status, is_active, COALESCE(parent_product_id, 0),"
                + " COALESCE(CAST(deleted_at AS CHAR), '') FROM products WHERE product_id = 532";
        assertThat(reels.rows(variant).toString())
                .isEqualTo("[[Renamed, pending, false, 531, 2026-01-01 00:00:00.000000]]");

        send("""
                {'categories': [{'category_id': 55, 'category_name': 'On top', 'parent_id': null}],
                 'products': [%s]}""".formatted(product(
                        532, ", 'parent_product_id': null, 'deleted_at': null, 'approval_status': 'approved'")))
                .expect(200);
        assertThat(reels.rows(variant).toString()).isEqualTo("[[Product, approved, false, 0, ]]");
        assertThat(reels.count("categories WHERE category_id = 55 AND parent_id IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void noBodyIsAnEmptyImport() {
        String none = "{\"users\":0,\"categories\":0,\"merchants\":0,\"products\":0}";
        assertThat(admin.post(IMPORT).expect(200).data().toString()).isEqualTo(none);
        assertThat(send("{}").expect(200).data().toString()).isEqualTo(none);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "nonsense | body",
                "[] | body",
                "{'user': []} | user",
                "{'users': {}} | users",
                "{'users': [{'user_id': 0}]} | users[0].user_id",
                "{'users': [{'user_id': 600}, {'user_id': 600}]} | users[1].user_id",
                "{'users': [{'user_id': 600, 'name': 'x'}]} | users[0].name",
                "{'users': [{'user_id': 600, 'role': null}]} | users[0].role",
                "{'categories': [{'category_id': 600, 'category_name': 'a', 'parent_id': 601}]} | categories[0].parent_id",
                "{'categories': [{'category_id': 1, 'category_name': 'a', 'parent_id': 1}]} | categories[0].parent_id",
                "{'users': [{'user_id': 600}], 'merchants': [{'merchant_id': 600, 'user_id': 600, 'business_name': 'a'},"
                        + " {'merchant_id': 601, 'user_id': 600, 'business_name': 'a'}]} | merchants[1].user_id",
                "{'users': [{'user_id': 600}], 'merchants': [{'merchant_id': 600, 'user_id': 601, 'business_name': 'a'}]}"
                        + " | merchants[0].user_id",
                "{'merchants': [{'merchant_id': 600, 'user_id': 101, 'business_name': 'a'}]} | merchants[0].user_id",
                "{'users': [{'user_id': 600}], 'products': [{'product_id': 600, 'merchant_id': 600, 'category_id': 1,"
                        + " 'product_name': 'a', 'selling_price': 1, 'stock_qty': 1}]} | products[0].merchant_id",
                "{'users': [{'user_id': 600}], 'products': [{'product_id': 600, 'merchant_id': 1, 'category_id': 600,"
                        + " 'product_name': 'a', 'selling_price': 1, 'stock_qty': 1}]} | products[0].category_id",
                "{'products': [{'product_id': 600, 'merchant_id': 1, 'category_id': 1, 'product_name': 'a',"
                        + " 'selling_price': 1, 'stock_qty': 1, 'parent_product_id': 601}]} | products[0].parent_product_id"
            })
    void aWrongRowIsNamedAndNothingIsTaken(String json, String field) {
        send(json).expectError(400, "VALIDATION_ERROR", field);
        assertThat(reels.count("users WHERE user_id = 600")).isZero();
        assertThat(reels.count("categories WHERE category_id = 600")).isZero();
        assertThat(reels.count("merchant_profiles WHERE merchant_id = 600")).isZero();
        assertThat(reels.count("products WHERE product_id = 600")).isZero();
    }

    @Test
    void aRuleCountsWithTheRowsOfTheDatabase() {
        send("{'products': [%s, %s]}".formatted(product(541, ""), product(542, ", 'parent_product_id': 541")))
                .expect(200);
        send("{'products': [%s]}".formatted(product(543, ", 'parent_product_id': 542")))
                .expectError(400, "VALIDATION_ERROR", "products[0].parent_product_id");
        send("{'products': [%s]}".formatted(product(541, ", 'parent_product_id': 11")))
                .expectError(400, "VALIDATION_ERROR", "products[0].parent_product_id");
        send("{'products': [%s, %s]}"
                        .formatted(
                                product(541, ", 'parent_product_id': 542"),
                                product(542, ", 'parent_product_id': null")))
                .expect(200);
        assertThat(reels.value("SELECT parent_product_id FROM products WHERE product_id = 541"))
                .isEqualTo(542);
    }

    @Test
    void merchantsSwapTheirUsersInOneImport() {
        send("""
                {'users': [{'user_id': 551}, {'user_id': 552}],
                 'merchants': [{'merchant_id': 56, 'user_id': 551, 'business_name': 'A'},
                               {'merchant_id': 57, 'user_id': 552, 'business_name': 'B'}]}""").expect(200);
        send("{'merchants': [{'merchant_id': 56, 'user_id': 552, 'business_name': 'A'}]}")
                .expectError(400, "VALIDATION_ERROR", "merchants[0].user_id");
        send("""
                {'merchants': [{'merchant_id': 56, 'user_id': 552, 'business_name': 'A'},
                               {'merchant_id': 57, 'user_id': 551, 'business_name': 'B'}]}""").expect(200);
        assertThat(reels.rows("SELECT merchant_id, user_id FROM merchant_profiles WHERE merchant_id IN (56, 57)"
                        + " ORDER BY merchant_id"))
                .containsExactly(List.of(56, 552), List.of(57, 551));
    }

    @Test
    void onlyAdminsMay() {
        for (String path : List.of(IMPORT, "/api/admin/catalog/products/11/stock")) {
            String method = path.equals(IMPORT) ? "POST" : "PUT";
            String body = path.equals(IMPORT) ? "{}" : "{\"stock_qty\": 30}";
            assertThat(status(reels.anonymous(), method, path, body)).isEqualTo(401);
            assertThat(status(reels.user(1), method, path, body)).isEqualTo(403);
            assertThat(status(reels.user(TestShop.MERCHANT_USER), method, path, body))
                    .isEqualTo(403);
            assertThat(status(reels.user(TestShop.ADMIN_USER), method, path, body))
                    .isEqualTo(200);
            assertThat(status(reels.admin(7_000), method, path, body)).isEqualTo(200);
            assertThat(status(reels.user(7_000), method, path, body)).isEqualTo(404);
        }
    }

    private static int status(ApiClient caller, String method, String path, String body) {
        return caller.send(method, path, BodyPublishers.ofString(body), Map.of("Content-Type", "application/json"))
                .status();
    }

    @Test
    void theBodyIsJsonOfAtMost32MiB() {
        admin.send("POST", IMPORT, BodyPublishers.ofString("{}"), Map.of("Content-Type", "text/plain"))
                .expectError(415, "VALIDATION_ERROR", null);
        byte[] large = new byte[32 * 1024 * 1024 + 1];
        Arrays.fill(large, (byte) ' ');
        Map<String, String> json = Map.of("Content-Type", "application/json");
        admin.send("POST", IMPORT, BodyPublishers.ofByteArray(large), json).expectError(413, "VALIDATION_ERROR", null);
    }

    @Test
    void aListHoldsAtMost100000Rows() {
        String users = IntStream.rangeClosed(1, 100_001)
                .mapToObj(id -> "{\"user_id\":" + (id + 1_000_000) + "}")
                .collect(Collectors.joining(","));
        send("{\"users\":[" + users + "]}").expectError(400, "VALIDATION_ERROR", "users");
        assertThat(reels.count("users WHERE user_id > 1000000")).isZero();
    }

    @Test
    void aLargeBodyWithAWrongRowIsReadToItsEndAndAnswered() {
        String products = IntStream.rangeClosed(1, 20_000)
                .mapToObj(id -> product(id == 2 ? 1 : id, ""))
                .collect(Collectors.joining(","));
        send("{'products': [" + products + "]}").expectError(400, "VALIDATION_ERROR", "products[1].product_id");
    }

    @Test
    void tenThousandProductsInOneCall() {
        String categories = IntStream.rangeClosed(1, 100)
                .mapToObj(id -> "{'category_id': %d, 'category_name': 'Category %d'}".formatted(20_000 + id, id))
                .collect(Collectors.joining(","));
        String products = IntStream.rangeClosed(1, 10_000)
                .mapToObj(id -> """
                        {'product_id': %d, 'merchant_id': 1, 'category_id': %d, 'product_name': 'A product called %d',
                         'selling_price': 9999.98, 'stock_qty': 30%s}""".formatted(
                        20_000 + id, 20_001 + id % 100, id, id % 10 == 0 ? ", 'parent_product_id': " + 20_001 : ""))
                .collect(Collectors.joining(","));
        String catalog = "{'products': [" + products + "], 'categories': [" + categories + "]}";
        for (String round : List.of("inserted", "updated")) {
            Instant start = Instant.now();
            JsonNode taken = send(catalog).expect(200).data();
            LOG.info("10,000 products {} in {}", round, Duration.between(start, Instant.now()));
            assertThat(taken.get("products").intValue()).isEqualTo(10_000);
        }
        assertThat(reels.count("products WHERE product_id BETWEEN 20001 AND 30000"))
                .isEqualTo(10_000);
        assertThat(reels.count("product_stock WHERE product_id BETWEEN 20001 AND 30000 AND stock_qty = 30"))
                .isEqualTo(10_000);
        assertThat(reels.count("products WHERE parent_product_id = 20001")).isEqualTo(1_000);
    }

    @Test
    void importsAtTheSameTimeGoOneAfterAnother() throws Exception {
        List<Callable<ApiResponse>> imports = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int name = i;
            // The same rows in opposite orders would deadlock if they met.
            IntStream ids = IntStream.range(0, 1000).map(id -> name % 2 == 0 ? 40_000 + id : 40_999 - id);
            String products = ids.mapToObj(id -> product(id, "").replace("'Product'", "'Name " + name + "'"))
                    .collect(Collectors.joining(","));
            imports.add(() -> send("{'products': [" + products + "]}"));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<ApiResponse> done : threads.invokeAll(imports)) {
                done.get().expect(200);
            }
        }
        assertThat(reels.value("SELECT COUNT(DISTINCT product_name) FROM products"
                        + " WHERE product_id BETWEEN 40000 AND 40999"))
                .isEqualTo(1L);
    }

    @Test
    void stockIsSetAndChecked() {
        String path = "/api/admin/catalog/products/%s/stock";
        assertThat(admin.putJson(path.formatted(21), "{\"stock_qty\": 2147483647}")
                        .expect(200)
                        .data()
                        .toString())
                .isEqualTo("{\"product_id\":21,\"stock_qty\":2147483647}");
        admin.putJson(path.formatted(999_999), "{\"stock_qty\": 1}")
                .expectError(404, "NOT_FOUND_ERROR", "product_id")
                .expectMessage("Product not found");
        for (String wrong : List.of(
                "{}",
                "{\"stock_qty\": -1}",
                "{\"stock_qty\": 2147483648}",
                "{\"stock_qty\": 1.5}",
                "{\"stock_qty\": \"1\"}",
                "{\"stock_qty\": null}")) {
            admin.putJson(path.formatted(21), wrong).expectError(400, "VALIDATION_ERROR", "stock_qty");
        }
        admin.putJson(path.formatted(21), "{\"stock_qty\": 1, \"stock\": 2}")
                .expectError(400, "VALIDATION_ERROR", "stock");
        admin.putJson(path.formatted("x"), "{\"stock_qty\": 1}").expectError(400, "VALIDATION_ERROR", "product_id");
        admin.putJson(path.formatted(0), "{\"stock_qty\": 1}").expectError(400, "VALIDATION_ERROR", "product_id");
        assertThat(reels.value("SELECT stock_qty FROM product_stock WHERE product_id = 21"))
                .isEqualTo(2147483647);
    }

    @Test
    void stockIsSetForAProductThatHadNone() {
        reels.sql(
                "INSERT INTO products (product_id, merchant_id, product_name, selling_price) VALUES (561, 1, 'x', 1)");
        admin.putJson("/api/admin/catalog/products/561/stock", "{\"stock_qty\": 4}")
                .expect(200);
        assertThat(reels.value("SELECT stock_qty FROM product_stock WHERE product_id = 561"))
                .isEqualTo(4);
    }

    @Test
    void whatIsChangedHereShowsInTheNextAnswer() {
        send("{'products': [%s]}".formatted(product(571, ""))).expect(200);
        int reel = shop.reel(571, "Stock comes and goes", "2026-03-02 10:00:00");
        reels.settle();
        String stock = "/api/admin/catalog/products/571/stock";
        admin.putJson(stock, "{\"stock_qty\": 1}").expect(200);
        for (int round = 0; round < 5; round++) {
            assertThat(listed()).contains(reel);
            long total = total();
            admin.putJson(stock, "{\"stock_qty\": 0}").expect(200);
            assertThat(listed()).doesNotContain(reel);
            assertThat(total()).isEqualTo(total - 1);
            send("{'products': [%s]}".formatted(product(571, ""))).expect(200);
            assertThat(listed()).contains(reel);
            send("{'products': [%s]}".formatted(product(571, ", 'deleted_at': '2026-01-01T00:00:00Z'")))
                    .expect(200);
            assertThat(listed()).doesNotContain(reel);
            send("{'products': [%s]}".formatted(product(571, ", 'deleted_at': null")))
                    .expect(200);
        }
    }

    @Test
    void whatTheShopWritesItselfIsGoneAtOnceAndBackWithinTwoSeconds() {
        send("{'products': [%s]}".formatted(product(572, ""))).expect(200);
        int reel = shop.reel(572, "The shop writes itself", "2026-03-03 10:00:00");
        reels.settle();
        admin.putJson("/api/admin/catalog/products/572/stock", "{\"stock_qty\": 1}")
                .expect(200);
        assertThat(listed()).contains(reel);
        shop.stock(572, 0);
        assertThat(listed()).doesNotContain(reel);
        shop.stock(572, 1);
        Instant end = Instant.now().plusSeconds(2);
        while (!listed().contains(reel)) {
            assertThat(Instant.now()).as("the reel is still missing").isBefore(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static List<Integer> listed() {
        List<Integer> ids = new ArrayList<>();
        reels.anonymous()
                .get("/api/reels/public?per_page=100")
                .expect(200)
                .data()
                .forEach(reel -> ids.add(reel.get("reel_id").intValue()));
        return ids;
    }

    private static long total() {
        return reels.anonymous()
                .get("/api/reels/public")
                .expect(200)
                .json()
                .get("pagination")
                .get("total")
                .longValue();
    }
}
