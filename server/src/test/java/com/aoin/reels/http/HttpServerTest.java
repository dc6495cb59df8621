package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.auth.Authenticator;
import com.aoin.reels.auth.SharedSecret;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.auth.TokenVerifier;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.RawHttp;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edge alone, with routes of the test's own and little patience, spoken to byte by byte. */
class HttpServerTest {
    private static final PrometheusMeterRegistry REGISTRY = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private static final String ORIGIN = "https://shop.example";
    private static HttpServer server;

    @BeforeAll
    static void start() {
        List<Route> routes = List.of(
                Route.get("/hello/{name}", Access.OPEN, HttpServerTest::hello),
                Route.get("/member", Access.SIGNED_IN, HttpServerTest::hello),
                Route.post("/member", Access.SIGNED_IN, HttpServerTest::hello),
                Route.post("/json", Access.OPEN, HttpServerTest::echo),
                Route.post("/ignore", Access.OPEN, request -> Answer.success().build()),
                Route.post("/drop", Access.OPEN, HttpServerTest::drop),
                Route.post("/first", Access.OPEN, HttpServerTest::refuseAfterFirstByte),
                Route.post("/chunks", Access.OPEN, HttpServerTest::count)
                        .takingChunks()
                        .answering("X-Kind", "chunks"),
                Route.options("/chunks", request -> Answer.empty(204).header("X-Own", "yes")),
                Route.get("/fail/{how}", Access.OPEN, request -> fail(request.pathText("how"))));
        TokenVerifier verifier = TokenVerifier.create(
                new TokenSettings(SharedSecret.ofText("a secret for tests, which is long enough"), null, null, null),
                Clock.systemUTC());
        server = HttpServer.start(
                "127.0.0.1",
                0,
                routes,
                new Authenticator(verifier, null),
                List.of(ORIGIN),
                REGISTRY,
                new HttpServer.Patience(Duration.ofMillis(1200), new Pace(Duration.ofSeconds(2), Long.MAX_VALUE)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer hello(Request request) {
        return Answer.success()
                .message(request.query().text("word") + " " + request.pathText("name"))
                .build();
    }

    private static Answer echo(Request request) {
        return Answer.success().message(request.json().text("text", 10)).build();
    }

    private static Answer drop(Request request) throws IOException {
        request.body().transferTo(OutputStream.nullOutputStream());
        return Answer.success().build();
    }

    private static Answer count(Request request) throws IOException {
        return Answer.success()
                .message("" + request.body().readAllBytes().length)
                .build();
    }

    private static Answer refuseAfterFirstByte(Request request) throws IOException {
        throw ApiException.invalid("body", "Not " + request.body().read());
    }

    private static Answer fail(String how) throws Exception {
        throw switch (how) {
            case "connect" -> new UncheckedIOException(new ConnectException("another server refuses"));
            case "timeout" -> new UncheckedIOException(new SocketTimeoutException("another server is slow"));
            case "interrupt" -> new InterruptedException("the service stops");
            default -> new IllegalStateException("a secret detail");
        };
    }

    private static RawHttp raw() {
        return RawHttp.to(server.port());
    }

    private static ApiResponse get(String path, String... lines) {
        try (RawHttp http = raw()) {
            return http.head("GET", path, lines).answer();
        }
    }

    /** Fails unless the connection goes on with a request of its own. */
    private static void expectUsable(RawHttp http) {
        http.head("GET", "/hello/again").answer().expect(200);
    }

    @Test
    void everyAnswerHasItsHeaders() {
        ApiResponse answer = get("/hello/ann").expect(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{24}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void aHarmlessRequestIdIsKept() {
        String longest = "A.b_c-" + "9".repeat(58);
        assertThat(get("/hello/ann", "X-Request-Id: " + longest).header("X-Request-Id"))
                .isEqualTo(longest);
        assertThat(get("/nowhere", "X-Request-Id: abc").header("X-Request-Id")).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a,b",
                "é",
                "<script>",
                "0123456789012345678901234567890123456789012345678901234567890123x"
            })
    void anotherRequestIdIsReplaced(String given) {
        assertThat(get("/hello/ann", "X-Request-Id: " + given).header("X-Request-Id"))
                .matches("[0-9a-f]{24}");
    }

    @Test
    void headIsGetWithoutItsBody() {
        try (RawHttp http = raw()) {
            ApiResponse got = http.head("GET", "/hello/ann").answer();
            ApiResponse head = http.head("HEAD", "/hello/ann").answer(true);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo(got.header("Content-Length"));
            assertThat(head.header("Content-Type")).isEqualTo(got.header("Content-Type"));
            http.head("HEAD", "/member").answer(true).expect(401);
            http.head("HEAD", "/nowhere").answer(true).expect(404);
            expectUsable(http);
        }
    }

    @Test
    void anUnknownPathIs404() {
        get("/nowhere").expectError(404, "NOT_FOUND_ERROR", null);
        get("/").expectError(404, "NOT_FOUND_ERROR", null);
        get("/hello/ann/more").expectError(404, "NOT_FOUND_ERROR", null);
    }

    @Test
    void anotherMethodIs405WithThoseThatThereAre() {
        try (RawHttp http = raw()) {
            http.head("DELETE", "/member").answer().expectError(405, "VALIDATION_ERROR", null);
            assertThat(http.head("PATCH", "/member").answer().header("Allow")).isEqualTo("GET, HEAD, POST");
            assertThat(http.head("BREW", "/json").answer().header("Allow")).isEqualTo("POST");
        }
    }

    @Test
    void aBrowserIsToldWhatItMaySend() {
        try (RawHttp http = raw()) {
            ApiResponse allowed = http.head(
                            "OPTIONS", "/hello/ann", "Origin: " + ORIGIN, "Access-Control-Request-Method: PUT")
                    .answer();
            allowed.expect(204);
            assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
            assertThat(allowed.header("Access-Control-Allow-Methods")).contains("PUT", "DELETE");
            assertThat(allowed.header("Access-Control-Allow-Headers")).contains("Authorization", "Idempotency-Key");
            assertThat(allowed.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
            assertThat(allowed.header("X-Request-Id")).isNotEmpty();
            ApiResponse refused = http.head("OPTIONS", "/hello/ann", "Origin: https://evil.example")
                    .answer();
            refused.expect(204);
            assertThat(refused.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
            assertThat(refused.header("Vary")).isEqualTo("Origin");
            expectUsable(http);
        }
    }

    @Test
    void errorsTellABrowserTooWhoMayReadThem() {
        for (String path : List.of("/nowhere", "/member", "/fail/other")) {
            ApiResponse answer = get(path, "Origin: " + ORIGIN);
            assertThat(answer.header("Access-Control-Allow-Origin")).as(path).isEqualTo(ORIGIN);
            assertThat(answer.header("Access-Control-Expose-Headers")).as(path).contains("X-Request-Id");
        }
        assertThat(get("/nowhere", "Origin: null").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void aFaultOfOursTellsNothingOfItself() {
        ApiResponse answer = get("/fail/other").expectError(500, "TRANSACTION_ERROR", null);
        assertThat(answer.text()).doesNotContain("secret", "IllegalState", "\tat ");
    }

    @Test
    void failuresOfOtherConnectionsAreNotTakenForTheClients() {
        get("/fail/connect").expectError(500, "TRANSACTION_ERROR", null);
        get("/fail/timeout").expectError(500, "TRANSACTION_ERROR", null);
    }

    @Test
    void stoppingIs503() {
        ApiResponse answer = get("/fail/interrupt").expectError(503, "TRANSACTION_ERROR", null);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    @Test
    void whoCallsMustBeSaidOnce() {
        get("/member").expectError(401, "AUTHENTICATION_ERROR", null).expectMessage("Authentication required");
        ApiResponse answer = get("/member", "Authorization: Bearer a", "Authorization: Bearer b");
        answer.expectError(401, "AUTHENTICATION_ERROR", null);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /hello/ann HTTP/1.1\nHost: a\nBad Header: x\n\n",
                "GET /hello/ann HTTP/1.1\nHost: a\nNoColon\n\n",
                "GET /hello/ann HTTP/9.9\nHost: a\n\n",
                "GET  /hello/ann HTTP/1.1\nHost: a\n\n",
                "GET /hello/ann\nHost: a\n\n",
                "GET hello HTTP/1.1\nHost: a\n\n",
                "GET /hello/%zz HTTP/1.1\nHost: a\n\n",
                "GET /hello/%e4 HTTP/1.1\nHost: a\n\n",
                "GET /hello/%c0%af HTTP/1.1\nHost: a\n\n",
                "GET /hello/ann?word=%zz HTTP/1.1\nHost: a\n\n",
                "GET /hello/ann?word=% HTTP/1.1\nHost: a\n\n",
                "GET /hello/ann?word=%e4%b HTTP/1.1\nHost: a\n\n",
                "GET /hello/a\u0000b HTTP/1.1\nHost: a\n\n",
                "GET /hello/a<b>c HTTP/1.1\nHost: a\n\n",
                "GET /hello/../hello/ann HTTP/1.1\nHost: a\n\n",
                "GET /hello/ann HTTP/1.1\n\n",
                "\u0016\u0003\u0001 this is TLS\n\n"
            })
    void whatCannotBeReadIsAnsweredInShapeIfAtAll(String request) {
        try (RawHttp http = raw()) {
            http.send(request);
            ApiResponse answer;
            try {
                answer = http.answer();
            } catch (UncheckedIOException e) {
                // Not HTTP/1.1 at all: the connection ends without an answer.
                assertThat(request).matches(text -> !text.contains("HTTP/1.1"));
                return;
            }
            if (answer.status() != 200) {
                answer.expectError(
                        answer.status(), answer.status() == 404 ? "NOT_FOUND_ERROR" : "VALIDATION_ERROR", null);
                assertThat(answer.status()).isBetween(400, 499);
            }
        }
        get("/hello/ann").expect(200);
    }

    @Test
    void aRequestLineOrHeadersThatAreTooLargeAreRefused() {
        assertThat(get("/hello/" + "a".repeat(9000)).status()).isIn(400, 414);
        assertThat(get("/hello/ann", "X-Large: " + "a".repeat(20_000)).status()).isIn(400, 431);
        get("/hello/ann", "X-Large: " + "a".repeat(10_000)).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\nTransfer-Encoding: chunked",
                "Content-Length: 2\nContent-Length: 3",
                "Content-Length: 2\nContent-Length: 2",
                "Content-Length: 2, 2",
                "Content-Length: -2",
                "Content-Length: +2",
                "Content-Length: 0x2",
                "Content-Length: two",
                "Content-Length:",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: Chunked",
                "Transfer-Encoding: chunked\nTransfer-Encoding: chunked"
            })
    void aBodyWithoutAClearEndIsRefused(String lines) {
        try (RawHttp http = raw()) {
            http.send("POST /json HTTP/1.1\nHost: a\nContent-Type: application/json\n" + lines + "\n\n{}");
            http.answer().expectError(400, "VALIDATION_ERROR", null);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void chunksAreTakenWhereARouteSaysSoAndEndTheConnection() {
        try (RawHttp http = raw()) {
            http.head("POST", "/chunks", "Transfer-Encoding: chunked").send("3\nabc\n2\nde\n0\n\n");
            ApiResponse answer = http.answer().expect(200);
            assertThat(answer.json().get("message").stringValue()).isEqualTo("5");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(answer.header("X-Kind")).isEqualTo("chunks");
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void aClientThatAsksIsToldToSendItsChunks() {
        try (RawHttp http = raw()) {
            http.head("POST", "/chunks", "Transfer-Encoding: chunked", "Expect: 100-continue");
            assertThat(http.answer().status()).isEqualTo(100);
            http.send("3\nabc\n0\n\n");
            http.answer().expect(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+3\nabc\n0\n\n", "3\nabcd\n0\n\n", "no\n"})
    void brokenChunksAreRefused(String body) {
        try (RawHttp http = raw()) {
            http.head("POST", "/chunks", "Transfer-Encoding: chunked").send(body);
            http.answer().expectError(400, "VALIDATION_ERROR", null);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void aPathMaySayMoreToOptionsThanWhatBrowsersAsk() {
        try (RawHttp http = raw()) {
            http.head("OPTIONS", "/chunks", "Origin: " + ORIGIN);
            ApiResponse answer = http.answer().expect(204);
            assertThat(answer.header("X-Own")).isEqualTo("yes");
            assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH");
        }
        ApiResponse refused = get("/chunks").expect(405);
        assertThat(refused.header("X-Kind")).isEqualTo("chunks");
        assertThat(refused.header("Allow")).isEqualTo("POST");
    }

    /** Most endpoints hold their body in memory. */
    @Test
    void chunksAreNotReadElsewhere() {
        for (String path : List.of("/json", "/ignore", "/member", "/no-such-path")) {
            try (RawHttp http = raw()) {
                http.head("POST", path, "Content-Type: application/json", "Transfer-Encoding: chunked")
                        .send("7ffffff0\n{");
                ApiResponse answer = http.answer();
                answer.expectError(411, "VALIDATION_ERROR", null);
                assertThat(answer.header("Connection")).isEqualTo("close");
                assertThat(http.isEnded()).isTrue();
            }
        }
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        try (RawHttp http = raw()) {
            http.head("POST", "/json", "Content-Type: application/json", "Content-Length: 262145");
            http.answer().expectError(413, "VALIDATION_ERROR", null);
        }
    }

    @Test
    void aBodyThatNobodyReadIsSkipped() {
        try (RawHttp http = raw()) {
            http.head("POST", "/ignore", "Content-Length: 5").send("hello");
            http.answer().expect(200);
            http.head("POST", "/member", "Content-Length: 5").send("hello");
            http.answer().expect(401);
            expectUsable(http);
        }
    }

    @Test
    void theRestOfABodyIsNeverTakenForARequest() {
        String smuggled = "GET /hello/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
        try (RawHttp http = raw()) {
            http.head("POST", "/first", "Content-Length: " + (smuggled.length() + 1))
                    .send("x" + smuggled);
            http.answer().expectError(400, "VALIDATION_ERROR", "body");
            http.head("GET", "/hello/mine");
            assertThat(http.answer().text()).contains("mine");
        }
    }

    @Test
    void aClientThatAsksFirstSendsNothingWhenRefused() {
        try (RawHttp http = raw()) {
            http.head("POST", "/member", "Content-Length: 50", "Expect: 100-continue");
            ApiResponse answer = http.answer().expect(401);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(http.isEnded()).isTrue();
        }
        try (RawHttp http = raw()) {
            http.head("POST", "/json", "Content-Type: application/json", "Content-Length: 12", "Expect: 100-continue");
            http.answer().expect(100);
            http.send("{\"text\":\"a\"}");
            http.answer().expect(200);
            expectUsable(http);
        }
    }

    @Test
    void aSlowSenderIsCutOff() {
        try (RawHttp http = raw()) {
            http.head("POST", "/drop", "Content-Length: 1000000000");
            ApiResponse answer = trickle(http);
            answer.expectError(408, "VALIDATION_ERROR", null);
            assertThat(answer.header("Connection")).isEqualTo("close");
        }
    }

    /** Sends on, byte by byte, until the server has had enough. */
    private static ApiResponse trickle(RawHttp http) {
        Thread sender = Thread.startVirtualThread(() -> {
            try {
                while (!Thread.interrupted()) {
                    http.send(" ");
                }
            } catch (UncheckedIOException e) {
                // Ended.
            }
        });
        try {
            return http.answer();
        } finally {
            sender.interrupt();
        }
    }

    @Test
    void aSilentSenderIsCutOff() {
        try (RawHttp http = raw()) {
            http.head("POST", "/json", "Content-Type: application/json", "Content-Length: 20");
            http.send("{");
            http.answer().expectError(408, "VALIDATION_ERROR", null);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void anIdleConnectionEnds() {
        try (RawHttp http = raw()) {
            expectUsable(http);
            assertThat(http.isEnded()).isTrue();
        }
        try (RawHttp http = raw()) {
            http.send("GET /hello");
            http.isEnded();
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() {
        try (RawHttp http = raw()) {
            http.send("GET /hello/1 HTTP/1.1\nHost: a\n\nPOST /ignore HTTP/1.1\nHost: a\nContent-Length: 3\n\nabc"
                    + "GET /hello/3 HTTP/1.1\nHost: a\n\n");
            assertThat(http.answer().text()).contains(" 1");
            http.answer().expect(200);
            assertThat(http.answer().text()).contains(" 3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "Close", "close, TE"})
    void aConnectionEndsWhenAsked(String connection) {
        try (RawHttp http = raw()) {
            ApiResponse answer =
                    http.head("GET", "/hello/ann", "Connection: " + connection).answer();
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void http10IsNotSpoken() {
        try (RawHttp http = raw()) {
            http.send("GET /hello/ann HTTP/1.0\n\n");
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void aClientThatLeavesInItsBodyLeavesNothingBehind() {
        for (int i = 0; i < 3; i++) {
            RawHttp http = raw();
            http.head("POST", "/json", "Content-Type: application/json", "Content-Length: 20")
                    .send("{");
            http.reset();
        }
        get("/hello/ann").expect(200);
    }

    @Test
    void metricsNameRoutesNotPaths() {
        get("/hello/metric-probe");
        get("/no/metric-probe");
        String metrics = REGISTRY.scrape();
        assertThat(metrics)
                .contains("http_server_requests_seconds_count{method=\"GET\",route=\"/hello/{name}\",status=\"200\"}")
                .doesNotContain("metric-probe");
    }
}
