package com.aoin.reels.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.ServerResponseHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which web origins may call from a browser. Callers carry bearer tokens and never cookies, so credentials are not
 * allowed and there is nothing to forge.
 */
final class Cors {
    private static final String EXPOSED =
            "X-Request-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "
                    + "Accept-Ranges, Content-Range, ETag, Location, Tus-Resumable, Tus-Version, Tus-Extension, "
                    + "Tus-Max-Size, Upload-Offset, Upload-Length, Upload-Expires, Upload-Metadata, "
                    + "Reels-Upload-State, Reels-Reel-Id";
    private static final String HEADERS =
            "Authorization, Content-Type, Idempotency-Key, Range, If-Range, If-None-Match, If-Modified-Since, "
                    + "X-Request-Id, X-HTTP-Method-Override, Tus-Resumable, Upload-Offset, Upload-Length, Upload-Metadata";

    private final boolean any;
    private final List<String> origins;

    Cors(List<String> origins) {
        this.any = origins.contains("*");
        this.origins = origins;
    }

    /** Adds the headers of an allowed origin to any answer. */
    void apply(ServerRequestHeaders request, ServerResponseHeaders answer) {
        if (origins.isEmpty()) {
            return;
        }
        answer.set(HeaderNames.VARY, "Origin");
        if (isAllowed(request.value(HeaderNames.ORIGIN).orElse(null))) {
            answer.set(
                    HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN,
                    any ? "*" : request.get(HeaderNames.ORIGIN).get());
            answer.set(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }

    /** The answer to what a browser asks before a request, on any path. */
    Answer preflight(Request request) {
        return preflight(request, Answer.empty(204));
    }

    /** The same, where the path has something of its own to say. */
    Answer preflight(Request request, Answer answer) {
        return isAllowed(request.header("Origin"))
                ? answer.header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE")
                        .header("Access-Control-Allow-Headers", HEADERS)
                        .header("Access-Control-Max-Age", "7200")
                : answer;
    }

    private boolean isAllowed(@Nullable String origin) {
        return origin != null && (any || origins.contains(origin));
    }
}
