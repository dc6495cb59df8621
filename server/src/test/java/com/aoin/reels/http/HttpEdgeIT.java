package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.auth.SharedSecret;
import com.aoin.reels.auth.TokenMint;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.RawHttp;
import com.aoin.reels.testing.TcpSwitch;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edge of the whole service: who is let in, what is refused, and what happens when the database is away. */
class HttpEdgeIT {
    private static final String ORIGIN = "https://shop.example";
    private static final int LARGE = 50_000_000;

    private static DatabaseAddress database;
    private static TcpSwitch line;
    private static TestingReels reels;

    @BeforeAll
    static void start() {
        database = TestingDatabase.fresh();
        line = TcpSwitch.to(portOf(database));
        DatabaseAddress through = new DatabaseAddress(
                database.url().replace(":" + portOf(database) + "/", ":" + line.port() + "/"),
                database.user(),
                database.password());
        reels = TestingReels.builder()
                .database(through)
                .set("REELS_CORS_ORIGINS", ORIGIN)
                .start();
        TestShop shop = TestShop.in(reels);
        shop.reel(11, "A reel", "2026-03-01 10:00:00");
    }

    @AfterAll
    static void stop() {
        reels.close();
        line.close();
        TestingDatabase.drop(database);
    }

    private static int portOf(DatabaseAddress address) {
        return URI.create(address.url().substring("jdbc:".length())).getPort();
    }

    private static RawHttp raw() {
        return RawHttp.to(reels.base().getPort());
    }

    @Test
    void unknownPathsAndMethodsAreRefusedInShape() {
        for (String path : List.of("/api", "/api/", "/api/reels/", "/favicon.ico", "/api/reels/1/2", "/health")) {
            reels.anonymous().get(path).expectError(404, "NOT_FOUND_ERROR", null);
        }
        ApiResponse refused = reels.anonymous().delete("/api/reels/public").expectError(405, "VALIDATION_ERROR", null);
        assertThat(refused.header("Allow")).contains("GET");
        reels.anonymous()
                .send("PATCH", "/api/reels/1", BodyPublishers.noBody(), Map.of())
                .expect(405);
        assertThat(reels.anonymous().post("/api/reels/1").expect(405).header("Allow"))
                .isEqualTo("DELETE, GET, HEAD, PUT");
        reels.anonymous().get("/api/reels").expect(405);
    }

    @Test
    void aRequestLineThatHoldsNoRequestIsTheClientsFault() {
        for (String method : List.of("G\"ET", "\u001b[31mGET", "GE(T")) {
            try (RawHttp http = raw()) {
                http.head(method, "/health/live");
                http.answer().expectError(400, "VALIDATION_ERROR", null);
            }
        }
    }

    @Test
    void everyGetHasItsHead() {
        for (String path : List.of(
                "/api/reels/1", "/api/reels/public", "/health/live", "/metrics", "/api/docs", "/api/openapi.yaml")) {
            ApiResponse head = reels.anonymous().head(path).expect(200);
            assertThat(head.header("Content-Length")).as(path).isNotEqualTo("0").isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic dXNlcjpwYXNz",
                "Bearer a b",
                "Bearer a.b.c",
                "token",
                "Bearer null"
            })
    void whatIsNoTokenIsRefusedEverywhere(String header) {
        for (String path : List.of("/api/reels/public", "/api/reels/1", "/api/reels/merchant/my", "/media/x")) {
            try (RawHttp http = raw()) {
                http.head("GET", path, "Authorization: " + header);
                ApiResponse answer = http.answerTo("GET", path).expectError(401, "AUTHENTICATION_ERROR", null);
                assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            }
        }
    }

    @Test
    void tokensThatAreNotBelieved() {
        TokenMint past = new TokenMint(
                new TokenSettings(SharedSecret.ofText(TestingReels.SECRET), null, null, null),
                Clock.fixed(Instant.now().minusSeconds(7200), ZoneOffset.UTC));
        TokenMint stranger = new TokenMint(
                new TokenSettings(SharedSecret.ofText("another secret, which is long enough too"), null, null, null),
                Clock.systemUTC());
        for (String token :
                List.of(past.mint(1, null, Duration.ofHours(1)), stranger.mint(1, "admin", Duration.ofHours(1)))) {
            for (String path : List.of("/api/reels/public", "/api/reels/1", "/api/reels/merchant/my")) {
                reels.bearing(token).get(path).expectError(401, "AUTHENTICATION_ERROR", null);
            }
        }
        String good = reels.token(1);
        reels.anonymous()
                .with("Authorization", "bearer  " + good)
                .get("/api/reels/1")
                .expect(200);
        reels.bearing(good.substring(0, good.length() - 3)).get("/api/reels/1").expect(401);
    }

    @Test
    void aUserWhomTheShopDoesNotKnow() {
        reels.user(777)
                .get("/api/reels/public")
                .expectError(404, "NOT_FOUND_ERROR", null)
                .expectMessage("User not found");
        reels.user(777).get("/api/reels/merchant/my").expectError(404, "NOT_FOUND_ERROR", null);
        assertThat(reels.count("users WHERE user_id = 777")).isZero();
        try (TestingReels welcoming = TestingReels.builder()
                .database(database)
                .set("REELS_AUTO_PROVISION_USERS", "true")
                .start()) {
            welcoming.user(778).get("/api/reels/public").expect(200);
            welcoming.user(778).get("/api/reels/merchant/my").expectError(403, "AUTHORIZATION_ERROR", null);
            assertThat(welcoming.rows("SELECT role FROM users WHERE user_id = 778"))
                    .isEqualTo(List.of(List.of("user")));
            // Routes that leave it to what they do to find out who calls.
            welcoming.user(779).post("/api/reels/1/view").expect(200);
            welcoming.user(780).post("/api/merchants/1/follow").expect(201);
            welcoming.user(781).post("/api/merchants/1/unfollow").expectError(400, "VALIDATION_ERROR", null);
            assertThat(welcoming.rows("SELECT user_id, role FROM users WHERE user_id BETWEEN 779 AND 781"))
                    .isEqualTo(List.of(List.of(779, "user"), List.of(780, "user"), List.of(781, "user")));
            assertThat(welcoming.count("user_seen_reels WHERE user_id = 779")).isOne();
            assertThat(welcoming.count("user_merchant_follows WHERE user_id = 780"))
                    .isOne();
            ApiResponse without = welcoming.anonymous().with("Origin", ORIGIN).get("/api/reels/public");
            assertThat(without.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        }
    }

    @Test
    void browsersFromTheShopMayRead() {
        ApiClient browser = reels.anonymous().with("Origin", ORIGIN);
        for (String path : List.of("/api/reels/public", "/api/reels/x", "/nowhere", "/api/reels/merchant/my")) {
            ApiResponse answer = browser.get(path);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
            assertThat(answer.header("Vary")).isEqualTo("Origin");
        }
        ApiResponse preflight = browser.send(
                "OPTIONS", "/api/reels/1", BodyPublishers.noBody(), Map.of("Access-Control-Request-Method", "PUT"));
        assertThat(preflight.expect(204).header("Access-Control-Allow-Methods")).contains("PUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/reels/%zz", "/api/reels/public?page=%zz", "/api/reels/public?page=%", "/api/reels/%"})
    void badEscapesAreRefused(String path) {
        try (RawHttp http = raw()) {
            http.head("GET", path);
            http.answer().expect(400).expectError(400, "VALIDATION_ERROR", null);
        }
        reels.anonymous().get("/health/live").expect(200);
    }

    /** The client sends on while the answer is already there; it must get to see it. */
    @Test
    void aRefusalIsSeenByAClientThatStillSends() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (boolean chunked : new boolean[] {false, true}) {
            var body = BodyPublishers.ofInputStream(() -> new Zeros(LARGE));
            HttpRequest request = HttpRequest.newBuilder(
                            reels.base().resolve(chunked ? "/api/reels/views" : "/api/reels"))
                    .POST(chunked ? body : BodyPublishers.fromPublisher(body, LARGE))
                    .build();
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(chunked ? 411 : 401);
            new OpenApiContract().check(answer);
        }
    }

    @Test
    void aRefusalIsSeenByCurl(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large");
        Files.write(file, new byte[LARGE]);
        for (List<String> how :
                List.of(List.of("-s"), List.of("-H", "Expect:"), List.of("-H", "Transfer-Encoding: chunked"))) {
            boolean chunked = how.toString().contains("chunked");
            List<String> command = new ArrayList<>(List.of(
                    "curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-X", "POST", "--data-binary", "@" + file));
            command.addAll(how);
            command.add(reels.base()
                    .resolve(chunked ? "/api/reels/views" : "/api/reels")
                    .toString());
            Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(curl.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(said).as("curl %s", how).isEqualTo(chunked ? "411" : "401");
        }
    }

    private static final class Zeros extends InputStream {
        private int left;

        Zeros(int length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int n = Math.min(left, length);
            left -= n;
            return n == 0 && length > 0 ? -1 : n;
        }
    }

    @Test
    void aDatabaseThatIsAwayIs503UntilItIsBack() throws Exception {
        List<Callable<ApiResponse>> calls = List.of(
                () -> reels.anonymous().get("/api/reels/1"),
                () -> reels.anonymous().get("/api/reels/merchant/1"),
                () -> reels.user(1).get("/api/reels/1"),
                () -> reels.user(1).postJson("/api/reels/views", "{\"views\":[{\"reel_id\":1}]}"),
                () -> reels.user(1).post("/api/reels/1/view"),
                () -> reels.user(1).post("/api/merchants/1/follow"),
                () -> reels.user(1).post("/api/merchants/1/unfollow"));
        line.cut();
        try {
            // Each waits a while for a connection, and so they do it together.
            AtomicInteger turn = new AtomicInteger();
            for (ApiResponse answer : Concurrently.run(
                    calls.size(), () -> calls.get(turn.getAndIncrement()).call())) {
                answer.expectError(503, "TRANSACTION_ERROR", null);
                assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
            }
            ApiResponse ready = reels.anonymous().get("/health/ready").expect(503);
            assertThat(ready.json())
                    .hasToString(
                            "{\"status\":\"not_ready\",\"checks\":{\"database\":{\"status\":\"down\"},\"index\":{\"status\":\"up\"},\"storage\":{\"status\":\"up\"}}}");
            reels.anonymous().get("/health/live").expect(200);
        } finally {
            line.join();
        }
        Waiting.until(() -> reels.anonymous().get("/health/ready").status() == 200);
        reels.user(1).get("/api/reels/1").expect(200);
        reels.user(1).post("/api/merchants/1/follow").expect(201);
    }

    @Test
    void aFaultOfOursIsToldInShape() {
        reels.sql("RENAME TABLE categories TO categories_away");
        try {
            ApiResponse answer = reels.anonymous().get("/api/reels/1").expectError(500, "TRANSACTION_ERROR", null);
            assertThat(answer.text()).doesNotContain("categories", "SQL", "SELECT");
        } finally {
            reels.sql("RENAME TABLE categories_away TO categories");
        }
        reels.anonymous().get("/api/reels/1").expect(200);
    }

    @Test
    void metricsTellOfRequestsThePoolAndTheMachine() {
        reels.anonymous().get("/api/reels/1").expect(200);
        reels.anonymous().get("/api/reels/12345").expect(404);
        String metrics = reels.anonymous().get("/metrics").expect(200).text();
        assertThat(metrics)
                .contains(
                        "http_server_requests_seconds_count{method=\"GET\",route=\"/api/reels/{reel_id}\",status=\"404\"}")
                .contains("hikaricp_connections_active{pool=\"reels\"}", "hikaricp_connections_acquire_seconds_count")
                .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_uptime_seconds")
                .doesNotContain("12345");
    }

    @Test
    void everyPartOfThePageIsThere() {
        for (String asset :
                List.of("docs.js", "docs.css", "swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png")) {
            reels.anonymous().get("/api/docs/" + asset).expect(200);
        }
        reels.anonymous().get("/api/docs/other").expectError(404, "NOT_FOUND_ERROR", null);
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() {
        try (RawHttp http = raw()) {
            http.head("GET", "/api/reels/public?fields=" + "a".repeat(9000));
            http.answerTo("GET", "/api/reels/public").expectError(414, "VALIDATION_ERROR", null);
        }
        try (RawHttp http = raw()) {
            http.head("GET", "/api/reels/public", "Cookie: " + "a".repeat(20_000));
            http.answerTo("GET", "/api/reels/public").expectError(400, "VALIDATION_ERROR", null);
        }
    }

    @Test
    void thePageIsGuarded() {
        ApiResponse page = reels.anonymous().get("/api/docs").expect(200);
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reels.anonymous().get("/api/reels/1").header("Cache-Control"))
                .isEqualTo("no-store");
        assertThat(reels.anonymous().get("/api/openapi.json").header("Cache-Control"))
                .isEqualTo("no-cache");
    }
}
