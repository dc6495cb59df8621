package com.aoin.reels.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;

/**
 * Refuses requests whose body two readers could end at different places. Behind a proxy, what one of them takes for
 * the rest of a body the other would take for the next caller's request.
 */
final class Framing {
    private Framing() {}

    /** Refuses what is ambiguous, and chunks where a route takes none. */
    static void check(ServerRequestHeaders headers, boolean takesChunks) {
        if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            boolean length = headers.contains(HeaderNames.CONTENT_LENGTH);
            if (length || !isChunked(headers.get(HeaderNames.TRANSFER_ENCODING))) {
                throw ambiguous();
            }
            if (!takesChunks) {
                throw lengthRequired();
            }
            return;
        }
        if (headers.contains(HeaderNames.CONTENT_LENGTH) && !isLength(headers.get(HeaderNames.CONTENT_LENGTH))) {
            throw ambiguous();
        }
    }

    private static ApiException ambiguous() {
        return ApiException.withStatus(400, ErrorCode.VALIDATION_ERROR, "The length of the body is ambiguous")
                .closing();
    }

    /** Most endpoints hold their body in memory, and must know beforehand how much it takes. */
    private static ApiException lengthRequired() {
        return ApiException.withStatus(411, ErrorCode.VALIDATION_ERROR, "The body must be sent with its Content-Length")
                .closing();
    }

    private static boolean isLength(Header header) {
        return header.valueCount() == 1 && Digits.isNumber(header.get(), 18);
    }

    private static boolean isChunked(Header header) {
        // Written otherwise, the HTTP engine would not see it and would take the body for the next request.
        return header.valueCount() == 1 && header.get().equals("chunked");
    }
}
