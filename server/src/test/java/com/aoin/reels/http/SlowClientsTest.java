package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.http.connection.Patience;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.RawHttp;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Clients that take their time: each is waited for only so long. Every edge here is impatient in one way alone. */
class SlowClientsTest {
    private static final Duration LONG = TestingEdge.LONG;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Pace ANY_PACE = new Pace(LONG, 1);

    private static TestingEdge edge(Duration silence, Duration head, Duration reading, Route... more) {
        return TestingEdge.start(new Patience(silence, head, reading), ANY_PACE, more);
    }

    @Test
    void aSlowSenderIsCutOff() {
        Pace tooFast = new Pace(Duration.ZERO, Long.MAX_VALUE);
        try (TestingEdge edge = TestingEdge.start(new Patience(LONG, LONG, LONG), tooFast);
                RawHttp http = edge.raw()) {
            http.head("POST", "/drop", "Content-Length: 1000000000").send(" ");
            ApiResponse answer = http.answer();
            answer.expectError(408, "VALIDATION_ERROR", null);
            assertThat(answer.header("Connection")).isEqualTo("close");
        }
    }

    @Test
    void aSilentSenderIsCutOff() {
        try (TestingEdge edge = edge(SHORT, LONG, LONG);
                RawHttp http = edge.raw()) {
            http.head("POST", "/json", "Content-Type: application/json", "Content-Length: 20");
            http.send("{");
            http.answer().expectError(408, "VALIDATION_ERROR", null);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void anIdleConnectionEnds() {
        try (TestingEdge edge = edge(SHORT, LONG, LONG)) {
            try (RawHttp silent = edge.raw()) {
                assertThat(silent.isEnded()).isTrue();
            }
            try (RawHttp begun = edge.raw()) {
                begun.send("GET /hello");
                assertThat(begun.isEnded()).isTrue();
            }
            try (RawHttp served = edge.raw()) {
                served.head("GET", "/hello/ann");
                served.answer().expect(200);
                assertThat(served.isEnded()).isTrue();
            }
        }
    }

    @Test
    void whoWaitsForAnAnswerIsNotSilent() {
        Route slow = Route.get("/slow", Access.OPEN, request -> {
            Thread.sleep(SHORT.multipliedBy(3));
            return Answer.success().message("late").build();
        });
        try (TestingEdge edge = edge(SHORT, LONG, LONG, slow);
                RawHttp http = edge.raw()) {
            http.head("GET", "/slow");
            http.answer().expect(200);
        }
    }

    @Test
    void aHeadThatTricklesInIsCutOff() {
        try (TestingEdge edge = edge(LONG, Duration.ofNanos(1), LONG)) {
            for (String begun : new String[] {"", "GET /hello/ann HTTP/1.1\nHost: a\nX-Slow: "}) {
                try (RawHttp http = edge.raw()) {
                    http.send(begun);
                    ApiResponse answer = trickle(http);
                    answer.expectError(408, "VALIDATION_ERROR", null);
                    assertThat(answer.header("Connection")).isEqualTo("close");
                }
            }
        }
    }

    /** Sends on, byte by byte, until the server has had enough. */
    private static ApiResponse trickle(RawHttp http) {
        Thread sender = Thread.startVirtualThread(() -> {
            try {
                while (!Thread.interrupted()) {
                    http.send("a");
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

    /** The time for a head begins with each request anew, and ends with the head. */
    @Test
    void aBodyAndTheNextRequestHaveTimeOfTheirOwn() {
        try (TestingEdge edge = edge(LONG, Duration.ofNanos(1), LONG);
                RawHttp http = edge.raw()) {
            for (int i = 0; i < 3; i++) {
                http.head("POST", "/drop", "Content-Length: 3", "Expect: 100-continue");
                http.answer().expect(100);
                http.send("a").send("b").send("c");
                http.answer().expect(200);
            }
        }
    }

    @Test
    void aReaderThatNeverReadsIsCutOff() {
        CompletableFuture<Void> brokeOff = new CompletableFuture<>();
        Route flood = Route.get(
                "/flood",
                Access.OPEN,
                request -> Answer.streaming(200, response -> {
                    try {
                        flood(response);
                    } finally {
                        brokeOff.complete(null);
                    }
                }));
        try (TestingEdge edge = edge(LONG, LONG, SHORT, flood);
                RawHttp http = edge.raw()) {
            http.head("GET", "/flood");
            brokeOff.join();
        }
    }

    private static void flood(ServerResponse response) {
        byte[] bytes = new byte[1024];
        try (OutputStream out = response.outputStream()) {
            while (true) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoAsksOnAndOnWithoutReadingIsCutOff() {
        try (TestingEdge edge = edge(LONG, LONG, SHORT);
                RawHttp http = edge.raw()) {
            assertThatThrownBy(() -> {
                        while (true) {
                            http.head("GET", "/hello/ann");
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aClientThatLeavesInItsBodyLeavesNothingBehind() {
        try (TestingEdge edge = TestingEdge.start()) {
            for (int i = 0; i < 3; i++) {
                RawHttp http = edge.raw();
                http.head("POST", "/json", "Content-Type: application/json", "Content-Length: 20")
                        .send("{");
                http.reset();
            }
            edge.get("/hello/ann").expect(200);
        }
    }
}
