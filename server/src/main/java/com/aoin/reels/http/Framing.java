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

    static void check(ServerRequestHeaders headers) {
        boolean length = headers.contains(HeaderNames.CONTENT_LENGTH);
        boolean encoding = headers.contains(HeaderNames.TRANSFER_ENCODING);
        boolean clear = encoding
                ? !length && isChunked(headers.get(HeaderNames.TRANSFER_ENCODING))
                : !length || isLength(headers.get(HeaderNames.CONTENT_LENGTH));
        if (!clear) {
            throw ApiException.withStatus(400, ErrorCode.VALIDATION_ERROR, "The length of the body is ambiguous")
                    .closing();
        }
    }

    private static boolean isLength(Header header) {
        return header.valueCount() == 1 && header.get().matches("\\d{1,18}");
    }

    private static boolean isChunked(Header header) {
        // Written otherwise, the HTTP engine would not see it and would take the body for the next request.
        return header.valueCount() == 1 && header.get().equals("chunked");
    }
}
