package com.aoin.reels.http;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads on for a moment after a refusal. A connection closed while the client still sends is reset, and the client
 * may lose the answer that tells it why.
 */
final class UnreadBody {
    private static final long MOMENT_NANOS = Duration.ofSeconds(2).toNanos();

    private UnreadBody() {}

    static void drain(ServerRequest request) {
        boolean neverSent = request.headers().contains(HeaderValues.EXPECT_100) && !request.continueSent();
        if (neverSent || !request.content().hasEntity() || request.content().consumed()) {
            return;
        }
        long end = System.nanoTime() + MOMENT_NANOS;
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = request.content().inputStream()) {
            while (System.nanoTime() < end && in.read(buffer) >= 0) {
                // Dropped.
            }
        } catch (IOException | RuntimeException e) {
            // The client is gone, which is as good.
        }
    }
}
