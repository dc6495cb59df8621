package com.aoin.reels.http;

import com.aoin.reels.auth.Authenticator;
import com.aoin.reels.auth.Caller;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What happens to every request: an id, who calls, whether they may, the endpoint, the answer, one line in the access
 * log and one observation in the metrics.
 */
final class Dispatcher {
    private static final Logger ACCESS_LOG = LoggerFactory.getLogger("access");
    /** An unread body up to this length is read and dropped to keep the connection; a longer one ends it. */
    private static final long DROPPED_BODY = 64L * 1024;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Authenticator authenticator;
    private final Cors cors;
    private final HttpMetrics metrics;

    Dispatcher(Authenticator authenticator, Cors cors, HttpMetrics metrics) {
        this.authenticator = authenticator;
        this.cors = cors;
        this.metrics = metrics;
    }

    void dispatch(Route route, ServerRequest request, ServerResponse response) {
        long start = System.nanoTime();
        String id = requestId(request);
        MDC.put("request_id", id);
        try {
            boolean close = false;
            Answer answer;
            try {
                answer = answer(route, request, id);
            } catch (Exception e) {
                if (ClientGone.is(e)) {
                    throw new CloseConnectionException("The client went away", e);
                }
                ApiException refusal = Errors.refusal(e);
                answer = Answer.error(refusal);
                close = refusal.closesConnection();
            }
            close |= keepsUnreadBody(request) || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
            send(answer, close, id, request, response);
            observe(route, request, answer, start, response.bytesWritten());
            if (close) {
                UnreadBody.drain(request);
                throw new CloseConnectionException("The answer ends the connection");
            }
        } finally {
            MDC.clear();
        }
    }

    private Answer answer(Route route, ServerRequest request, String id) throws Exception {
        if (route.access() == Access.OPEN) {
            return route.endpoint().handle(new Request(request, new Caller.Anonymous(), id));
        }
        String authorization =
                request.headers().value(HeaderNames.AUTHORIZATION).orElse(null);
        Caller caller = switch (authenticator.authenticate(authorization)) {
            case Authenticator.Outcome.Known(Caller known) -> known;
            case Authenticator.Outcome.UnknownUser() -> throw ApiException.notFound("User not found");
        };
        admit(route.access(), caller);
        return route.endpoint().handle(new Request(request, caller, id));
    }

    private static void admit(Access access, Caller caller) {
        if (access == Access.ANYONE) {
            return;
        }
        if (caller instanceof Caller.Anonymous) {
            throw Errors.unauthenticated(null);
        }
        if (access == Access.SIGNED_IN && caller.user() == null) {
            throw ApiException.notFound("User not found");
        }
        if (access == Access.MERCHANT && caller.merchant() == null) {
            throw ApiException.forbidden("Only merchants can do this");
        }
        if (access == Access.ADMIN && !caller.isAdmin()) {
            throw ApiException.forbidden("Only admins can do this");
        }
    }

    private void send(Answer answer, boolean close, String id, ServerRequest request, ServerResponse response) {
        response.header("X-Request-Id", id);
        response.header("X-Content-Type-Options", "nosniff");
        cors.apply(request, response);
        if (close) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        answer.send(response);
    }

    private void observe(Route route, ServerRequest request, Answer answer, long start, long bytes) {
        long nanos = System.nanoTime() - start;
        metrics.observe(route, answer.status(), nanos);
        ACCESS_LOG
                .atInfo()
                .addKeyValue("method", request.prologue().method().text())
                .addKeyValue("path", request.path().rawPath())
                .addKeyValue("status", answer.status())
                .addKeyValue("bytes", bytes)
                .addKeyValue("micros", TimeUnit.NANOSECONDS.toMicros(nanos))
                .log("");
    }

    private static boolean keepsUnreadBody(ServerRequest request) {
        return request.content().hasEntity()
                && !request.content().consumed()
                && request.headers().contentLength().orElse(Long.MAX_VALUE) > DROPPED_BODY;
    }

    /** The caller's id where it is harmless in a log, else one of ours. */
    static String requestId(ServerRequest request) {
        String given =
                request.headers().value(HeaderNames.create("X-Request-Id")).orElse("");
        return given.matches("[A-Za-z0-9._-]{1,64}") ? given : newRequestId();
    }

    static String newRequestId() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
