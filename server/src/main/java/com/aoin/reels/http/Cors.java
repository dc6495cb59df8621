package com.aoin.reels.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/**
 * Which web origins may call from a browser. Callers carry bearer tokens and never cookies, so credentials are not
 * allowed and there is nothing to forge.
 */
final class Cors {
    private static final String EXPOSED =
            "X-Request-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset";

    private final boolean any;
    private final List<String> origins;

    Cors(List<String> origins) {
        this.any = origins.contains("*");
        this.origins = origins;
    }

    /** Adds the headers of an allowed origin to any answer. */
    void apply(ServerRequest request, ServerResponse response) {
        if (origins.isEmpty()) {
            return;
        }
        response.header(HeaderNames.VARY, "Origin");
        String origin = request.headers().value(HeaderNames.ORIGIN).orElse(null);
        if (origin != null && (any || origins.contains(origin))) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, any ? "*" : origin);
            response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }

    /** Answers what a browser asks before a request. */
    void preflight(ServerRequest request, ServerResponse response) {
        apply(request, response);
        if (response.headers().contains(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, DELETE");
            response.header(
                    HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
                    "Authorization, Content-Type, Idempotency-Key, Range, X-Request-Id");
            response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "7200");
        }
        response.status(204).send();
    }
}
