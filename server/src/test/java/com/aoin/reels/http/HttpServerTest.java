package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.RawHttp;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edge alone, spoken to byte by byte: what every answer has in common. */
class HttpServerTest {
    private static final TestingEdge EDGE = TestingEdge.start();

    @AfterAll
    static void stop() {
        EDGE.close();
    }

    @Test
    void everyAnswerHasItsHeaders() {
        ApiResponse answer = EDGE.get("/hello/ann").expect(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{24}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void aHarmlessRequestIdIsKept() {
        String longest = "A.b_c-" + "9".repeat(58);
        assertThat(EDGE.get("/hello/ann", "X-Request-Id: " + longest).header("X-Request-Id"))
                .isEqualTo(longest);
        assertThat(EDGE.get("/nowhere", "X-Request-Id: abc").header("X-Request-Id"))
                .isEqualTo("abc");
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
        assertThat(EDGE.get("/hello/ann", "X-Request-Id: " + given).header("X-Request-Id"))
                .matches("[0-9a-f]{24}");
    }

    @Test
    void headIsGetWithoutItsBody() {
        try (RawHttp http = EDGE.raw()) {
            ApiResponse got = http.head("GET", "/hello/ann").answer();
            ApiResponse head = http.head("HEAD", "/hello/ann").answer(true);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo(got.header("Content-Length"));
            assertThat(head.header("Content-Type")).isEqualTo(got.header("Content-Type"));
            http.head("HEAD", "/member").answer(true).expect(401);
            http.head("HEAD", "/nowhere").answer(true).expect(404);
            TestingEdge.expectUsable(http);
        }
    }

    @Test
    void anUnknownPathIs404() {
        EDGE.get("/nowhere").expectError(404, "NOT_FOUND_ERROR", null);
        EDGE.get("/").expectError(404, "NOT_FOUND_ERROR", null);
        EDGE.get("/hello/ann/more").expectError(404, "NOT_FOUND_ERROR", null);
    }

    /** Else a proxy that closes a path would let it through with one. */
    @ParameterizedTest
    @ValueSource(strings = {"/member;", "/hello;v=1/ann", "/hello/ann;", "/;/hello/ann"})
    void matrixParametersAreNoWayToAPath(String path) {
        EDGE.get(path).expectError(404, "NOT_FOUND_ERROR", null);
    }

    @Test
    void anotherMethodIs405WithThoseThatThereAre() {
        try (RawHttp http = EDGE.raw()) {
            http.head("DELETE", "/member").answer().expectError(405, "VALIDATION_ERROR", null);
            assertThat(http.head("PATCH", "/member").answer().header("Allow")).isEqualTo("GET, HEAD, POST");
            assertThat(http.head("BREW", "/json").answer().header("Allow")).isEqualTo("POST");
        }
    }

    @Test
    void aPathMaySayMoreToOptionsThanWhatBrowsersAsk() {
        try (RawHttp http = EDGE.raw()) {
            http.head("OPTIONS", "/chunks", "Origin: " + TestingEdge.ORIGIN);
            ApiResponse answer = http.answer().expect(204);
            assertThat(answer.header("X-Own")).isEqualTo("yes");
            assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH");
        }
        ApiResponse refused = EDGE.get("/chunks").expect(405);
        assertThat(refused.header("X-Kind")).isEqualTo("chunks");
        assertThat(refused.header("Allow")).isEqualTo("POST");
    }

    @Test
    void aBrowserIsToldWhatItMaySend() {
        try (RawHttp http = EDGE.raw()) {
            ApiResponse allowed = http.head(
                            "OPTIONS",
                            "/hello/ann",
                            "Origin: " + TestingEdge.ORIGIN,
                            "Access-Control-Request-Method: PUT")
                    .answer();
            allowed.expect(204);
            assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(TestingEdge.ORIGIN);
            assertThat(allowed.header("Access-Control-Allow-Methods")).contains("PUT", "DELETE");
            assertThat(allowed.header("Access-Control-Allow-Headers").split(", "))
                    .contains(
                            "Authorization",
                            "Idempotency-Key",
                            "Range",
                            "If-Range",
                            "If-None-Match",
                            "If-Modified-Since");
            assertThat(allowed.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
            assertThat(allowed.header("X-Request-Id")).isNotEmpty();
            ApiResponse refused = http.head("OPTIONS", "/hello/ann", "Origin: https://evil.example")
                    .answer();
            refused.expect(204);
            assertThat(refused.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
            assertThat(refused.header("Vary")).isEqualTo("Origin");
            TestingEdge.expectUsable(http);
        }
    }

    /** A cache that heeds one of the two alone answers one page with what was meant for another. */
    @Test
    void whatAnAnswerDependsOnIsToldWithTheOrigin() {
        assertThat(EDGE.get("/packed").header("Vary")).isEqualTo("Origin, Accept-Encoding");
        assertThat(EDGE.get("/packed", "Origin: " + TestingEdge.ORIGIN).header("Vary"))
                .isEqualTo("Origin, Accept-Encoding");
        assertThat(EDGE.get("/hello/ann").header("Vary")).isEqualTo("Origin");
    }

    @Test
    void errorsTellABrowserTooWhoMayReadThem() {
        for (String path : List.of("/nowhere", "/member", "/fail/other")) {
            ApiResponse answer = EDGE.get(path, "Origin: " + TestingEdge.ORIGIN);
            assertThat(answer.header("Access-Control-Allow-Origin")).as(path).isEqualTo(TestingEdge.ORIGIN);
            assertThat(answer.header("Access-Control-Expose-Headers")).as(path).contains("X-Request-Id");
        }
        assertThat(EDGE.get("/nowhere", "Origin: null").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void aFaultOfOursTellsNothingOfItself() {
        ApiResponse answer = EDGE.get("/fail/other").expectError(500, "TRANSACTION_ERROR", null);
        assertThat(answer.text()).doesNotContain("secret", "IllegalState", "\tat ");
    }

    @Test
    void failuresOfOtherConnectionsAreNotTakenForTheClients() {
        EDGE.get("/fail/connect").expectError(500, "TRANSACTION_ERROR", null);
        EDGE.get("/fail/timeout").expectError(500, "TRANSACTION_ERROR", null);
    }

    @Test
    void stoppingIs503() {
        ApiResponse answer = EDGE.get("/fail/interrupt").expectError(503, "TRANSACTION_ERROR", null);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    @Test
    void whoCallsMustBeSaidOnce() {
        EDGE.get("/member").expectError(401, "AUTHENTICATION_ERROR", null).expectMessage("Authentication required");
        ApiResponse answer = EDGE.get("/member", "Authorization: Bearer a", "Authorization: Bearer b");
        answer.expectError(401, "AUTHENTICATION_ERROR", null);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void metricsNameRoutesNotPaths() {
        EDGE.get("/hello/metric-probe");
        EDGE.get("/no/metric-probe");
        String metrics = EDGE.metrics();
        assertThat(metrics)
                .contains("http_server_requests_seconds_count{method=\"GET\",route=\"/hello/{name}\",status=\"200\"}")
                .doesNotContain("metric-probe");
    }
}
