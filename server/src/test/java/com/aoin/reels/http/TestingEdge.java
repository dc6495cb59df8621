package com.aoin.reels.http;

import com.aoin.reels.auth.Authenticator;
import com.aoin.reels.auth.SharedSecret;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.auth.TokenVerifier;
import com.aoin.reels.http.connection.Patience;
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
import java.util.ArrayList;
import java.util.List;

/** The edge alone, with routes of the tests' own and as much patience as a test has. */
final class TestingEdge implements AutoCloseable {
    static final String ORIGIN = "https://shop.example";
    /** So long that no machine is too slow for it. */
    static final Duration LONG = Duration.ofMinutes(5);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpServer server;

    private TestingEdge(Patience patience, Pace pace, List<Route> routes) {
        TokenVerifier verifier = TokenVerifier.create(
                new TokenSettings(SharedSecret.ofText("a secret for tests, which is long enough"), null, null, null),
                Clock.systemUTC());
        server = HttpServer.start(
                "127.0.0.1", 0, routes, new Authenticator(verifier, null), List.of(ORIGIN), registry, patience, pace);
    }

    /** An edge that waits for everybody. */
    static TestingEdge start() {
        return start(new Patience(LONG, LONG, LONG), new Pace(LONG, 1));
    }

    static TestingEdge start(Patience patience, Pace pace, Route... more) {
        List<Route> routes = new ArrayList<>(List.of(more));
        routes.addAll(List.of(
                Route.get("/hello/{name}", Access.OPEN, TestingEdge::hello),
                Route.get("/member", Access.SIGNED_IN, TestingEdge::hello),
                Route.post("/member", Access.SIGNED_IN, TestingEdge::hello),
                Route.post("/json", Access.OPEN, TestingEdge::echo),
                Route.post("/ignore", Access.OPEN, request -> Answer.success().build()),
                Route.post("/drop", Access.OPEN, TestingEdge::drop),
                Route.post("/first", Access.OPEN, TestingEdge::refuseAfterFirstByte),
                Route.post("/chunks", Access.OPEN, TestingEdge::count)
                        .takingChunks()
                        .answering("X-Kind", "chunks"),
                Route.get(
                        "/packed",
                        Access.OPEN,
                        request -> Answer.success().build().header("Vary", "Accept-Encoding")),
                Route.options("/chunks", request -> Answer.empty(204).header("X-Own", "yes")),
                Route.get("/fail/{how}", Access.OPEN, request -> fail(request.pathText("how")))));
        return new TestingEdge(patience, pace, routes);
    }

    RawHttp raw() {
        return RawHttp.to(server.port());
    }

    ApiResponse get(String path, String... lines) {
        try (RawHttp http = raw()) {
            return http.head("GET", path, lines).answer();
        }
    }

    String metrics() {
        return registry.scrape();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Fails unless the connection goes on with a request of its own. */
    static void expectUsable(RawHttp http) {
        http.head("GET", "/hello/again").answer().expect(200);
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
}
