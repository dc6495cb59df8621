package com.aoin.reels.http;

import com.aoin.reels.auth.Authenticator;
import com.aoin.reels.auth.Caller;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What happens to every request: an id, who calls, whether they may, the endpoint, the answer, one line in the access
 * log and one observation in the metrics.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Logger ACCESS_LOG = LoggerFactory.getLogger("access");
    /** Tells the ids of this run from those of others. */
    private static final String REQUEST_ID_PREFIX = HexFormat.of().toHexDigits(new SecureRandom().nextInt());

    private static final AtomicLong REQUESTS = new AtomicLong();
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final HeaderName REQUEST_ID_HEADER = HeaderNames.create("X-Request-Id");
    private static final Header NOSNIFF = HeaderValues.create("X-Content-Type-Options", "nosniff");

    private final Authenticator authenticator;
    private final Cors cors;
    private final HttpMetrics metrics;
    private final Pace pace;

    Dispatcher(Authenticator authenticator, Cors cors, HttpMetrics metrics, Pace pace) {
        this.authenticator = authenticator;
        this.cors = cors;
        this.metrics = metrics;
        this.pace = pace;
    }

    void dispatch(Route route, ServerRequest request, ServerResponse response) {
        long start = System.nanoTime();
        String id = requestId(request);
        MDC.put("request_id", id);
        RequestBody body = new RequestBody(request, pace);
        try {
            boolean close = isLast(request);
            Answer answer;
            try {
                answer = answer(route, request, body, id);
            } catch (Exception e) {
                if (ClientGoneException.caused(e)) {
                    throw new CloseConnectionException("The client went away", e);
                }
                ApiException refusal = Errors.refusal(e);
                answer = Answer.error(refusal);
                close |= refusal.closesConnection();
            }
            close |= body.endsConnection();
            try {
                send(route, answer, close, id, request, response);
            } finally {
                observe(route, request, answer, start, response.bytesWritten());
            }
            if (!body.drop() || close) {
                throw new CloseConnectionException("The answer ends the connection");
            }
        } finally {
            MDC.remove("request_id");
        }
    }

    private Answer answer(Route route, ServerRequest request, RequestBody body, String id) throws Exception {
        Framing.check(request.headers(), route.takesChunks());
        refuseMatrixParameters(request);
        if (route.access() == Access.OPEN) {
            return route.endpoint().handle(new Request(request, body, new Caller.Anonymous(), id));
        }
        Caller caller = caller(route.access(), authorization(request));
        admit(route.access(), caller);
        return route.endpoint().handle(new Request(request, body, caller, id));
    }

    /** The engine leaves them out of the path that it looks up; a proxy, which may close paths of ours, does not. */
    private static void refuseMatrixParameters(ServerRequest request) {
        if (request.path().rawPath().indexOf(';') >= 0) {
            throw ApiException.notFound("There is nothing at this path");
        }
    }

    private Caller caller(Access access, @Nullable String authorization) {
        if (access == Access.TOKEN) {
            return authenticator.identify(authorization);
        }
        return switch (authenticator.authenticate(authorization)) {
            case Authenticator.Outcome.Known(Caller known) -> known;
            case Authenticator.Outcome.UnknownUser() -> throw ApiException.notFound("User not found");
        };
    }

    /** Two of them could be two callers, each believed by another reader. */
    private static @Nullable String authorization(ServerRequest request) {
        if (!request.headers().contains(HeaderNames.AUTHORIZATION)) {
            return null;
        }
        Header header = request.headers().get(HeaderNames.AUTHORIZATION);
        if (header.valueCount() > 1) {
            throw Errors.unauthenticated("The Authorization header must be sent once");
        }
        return header.get();
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

    private void send(
            Route route, Answer answer, boolean close, String id, ServerRequest request, ServerResponse response) {
        response.header(REQUEST_ID_HEADER, id);
        route.headers().forEach(response::header);
        response.header(NOSNIFF);
        cors.apply(request.headers(), response.headers());
        if (close) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        try {
            answer.send(response, request.prologue().method().equals(Method.HEAD));
        } catch (RuntimeException e) {
            if (!isClientGone(e)) {
                LOG.error("The answer broke off", e);
            }
            throw new CloseConnectionException("The answer broke off", e);
        }
    }

    /** How the connection's own failures look; a body wraps what else may fail while it is sent. */
    private static boolean isClientGone(RuntimeException failure) {
        return failure instanceof UncheckedIOException
                || failure instanceof ServerConnectionException
                || failure instanceof SocketWriterException;
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

    private static boolean isLast(ServerRequest request) {
        return request.headers().values(HeaderNames.CONNECTION).stream().anyMatch("close"::equalsIgnoreCase);
    }

    /** The caller's id where it is harmless in a log, else one of ours. */
    static String requestId(ServerRequest request) {
        String given = request.headers().value(REQUEST_ID_HEADER).orElse("");
        return REQUEST_ID.matcher(given).matches() ? given : newRequestId();
    }

    static String newRequestId() {
        return REQUEST_ID_PREFIX + HexFormat.of().toHexDigits(REQUESTS.incrementAndGet());
    }
}
