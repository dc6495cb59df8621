package com.aoin.reels.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/** Requests that are refused before they reach a route: what cannot be parsed, or is too large. */
final class TransportErrors {
    private final Cors cors;

    TransportErrors(Cors cors) {
        this.cors = cors;
    }

    DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, this::answer);
        }
        return handlers.build();
    }

    private TransportResponse answer(
            DirectHandler.TransportRequest request,
            EventType event,
            Status status,
            ServerResponseHeaders given,
            String message) {
        // A request line that holds no request is reported as the engine's own failure, without a path.
        boolean theirs = event == EventType.BAD_REQUEST
                || request.path().isEmpty()
                || status.equals(Status.HTTP_VERSION_NOT_SUPPORTED_505);
        int code = theirs && status.code() >= 500 ? 400 : status.code();
        ServerResponseHeaders headers = ServerResponseHeaders.create(given);
        headers.set(HeaderNames.CONTENT_TYPE, "application/json");
        headers.set(HeaderNames.CACHE_CONTROL, "no-store");
        headers.set(HeaderNames.create("X-Request-Id"), Dispatcher.newRequestId());
        headers.set(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        headers.set(HeaderValues.CONNECTION_CLOSE);
        cors.apply(request.headers(), headers);
        return TransportResponse.builder()
                .status(Status.create(code))
                .headers(headers)
                .keepAlive(false)
                .entity(Answer.errorBody(Errors.ofTransport(code)))
                .build();
    }
}
