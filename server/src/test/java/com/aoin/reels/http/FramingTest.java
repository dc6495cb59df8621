package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.RawHttp;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one request ends and the next begins, and what cannot be read at all. */
class FramingTest {
    private static final TestingEdge EDGE = TestingEdge.start();

    @AfterAll
    static void stop() {
        EDGE.close();
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
        try (RawHttp http = EDGE.raw()) {
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
        EDGE.get("/hello/ann").expect(200);
    }

    @Test
    void aRequestLineOrHeadersThatAreTooLargeAreRefused() {
        assertThat(EDGE.get("/hello/" + "a".repeat(9000)).status()).isEqualTo(414);
        assertThat(EDGE.get("/hello/ann", "X-Large: " + "a".repeat(20_000)).status())
                .isIn(400, 431);
        EDGE.get("/hello/ann", "X-Large: " + "a".repeat(10_000)).expect(200);
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
        try (RawHttp http = EDGE.raw()) {
            http.send("POST /json HTTP/1.1\nHost: a\nContent-Type: application/json\n" + lines + "\n\n{}");
            http.answer().expectError(400, "VALIDATION_ERROR", null);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void chunksAreTakenWhereARouteSaysSoAndEndTheConnection() {
        try (RawHttp http = EDGE.raw()) {
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
        try (RawHttp http = EDGE.raw()) {
            http.head("POST", "/chunks", "Transfer-Encoding: chunked", "Expect: 100-continue");
            assertThat(http.answer().status()).isEqualTo(100);
            http.send("3\nabc\n0\n\n");
            http.answer().expect(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+3\nabc\n0\n\n", "3\nabcd\n0\n\n", "no\n"})
    void brokenChunksAreRefused(String body) {
        try (RawHttp http = EDGE.raw()) {
            http.head("POST", "/chunks", "Transfer-Encoding: chunked").send(body);
            http.answer().expectError(400, "VALIDATION_ERROR", null);
            assertThat(http.isEnded()).isTrue();
        }
    }

    /** Most endpoints hold their body in memory. */
    @Test
    void chunksAreNotReadElsewhere() {
        for (String path : List.of("/json", "/ignore", "/member", "/no-such-path")) {
            try (RawHttp http = EDGE.raw()) {
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
        try (RawHttp http = EDGE.raw()) {
            http.head("POST", "/json", "Content-Type: application/json", "Content-Length: 262145");
            http.answer().expectError(413, "VALIDATION_ERROR", null);
        }
    }

    @Test
    void aBodyThatNobodyReadIsSkipped() {
        try (RawHttp http = EDGE.raw()) {
            http.head("POST", "/ignore", "Content-Length: 5").send("hello");
            http.answer().expect(200);
            http.head("POST", "/member", "Content-Length: 5").send("hello");
            http.answer().expect(401);
            TestingEdge.expectUsable(http);
        }
    }

    @Test
    void theRestOfABodyIsNeverTakenForARequest() {
        String smuggled = "GET /hello/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
        try (RawHttp http = EDGE.raw()) {
            http.head("POST", "/first", "Content-Length: " + (smuggled.length() + 1))
                    .send("x" + smuggled);
            http.answer().expectError(400, "VALIDATION_ERROR", "body");
            http.head("GET", "/hello/mine");
            assertThat(http.answer().text()).contains("mine");
        }
    }

    @Test
    void aClientThatAsksFirstSendsNothingWhenRefused() {
        try (RawHttp http = EDGE.raw()) {
            http.head("POST", "/member", "Content-Length: 50", "Expect: 100-continue");
            ApiResponse answer = http.answer().expect(401);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(http.isEnded()).isTrue();
        }
        try (RawHttp http = EDGE.raw()) {
            http.head("POST", "/json", "Content-Type: application/json", "Content-Length: 12", "Expect: 100-continue");
            http.answer().expect(100);
            http.send("{\"text\":\"a\"}");
            http.answer().expect(200);
            TestingEdge.expectUsable(http);
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() {
        try (RawHttp http = EDGE.raw()) {
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
        try (RawHttp http = EDGE.raw()) {
            ApiResponse answer =
                    http.head("GET", "/hello/ann", "Connection: " + connection).answer();
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void http10IsNotSpoken() {
        try (RawHttp http = EDGE.raw()) {
            http.send("GET /hello/ann HTTP/1.0\n\n");
            http.answer().expectError(400, "VALIDATION_ERROR", null);
            assertThat(http.isEnded()).isTrue();
        }
    }
}
