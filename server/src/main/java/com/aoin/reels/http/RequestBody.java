package com.aoin.reels.http;

import com.aoin.reels.http.connection.Connections;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request: handed to the endpoint as it arrives, and afterwards either read to its end, so that the
 * next request on the connection starts where it should, or given up together with the connection.
 */
final class RequestBody {
    /** What an endpoint left unread is dropped up to this length; more of it ends the connection. */
    private static final long DROPPED = 64L * 1024;
    /**
     * How long a connection that ends is still read from. Closing it while the client sends would reset it, and the
     * client may lose the answer that tells it why.
     */
    private static final Duration LINGER = Duration.ofSeconds(10);

    private static final Duration GLIMPSE = Duration.ofMillis(500);

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerRequest request;
    private final Pace pace;
    private @Nullable BodyStream stream;
    private boolean continued;

    RequestBody(ServerRequest request, Pace pace) {
        this.request = request;
        this.pace = pace;
    }

    boolean isPresent() {
        return request.content().hasEntity();
    }

    /** In bytes, −1 when the client did not say. */
    long announcedLength() {
        return request.headers().contentLength().orElse(-1);
    }

    /** The same stream for whoever asks. */
    InputStream stream() {
        if (!isPresent()) {
            return InputStream.nullInputStream();
        }
        if (stream == null) {
            stream = new BodyStream(isChunked() ? chunks() : request.content().inputStream(), pace);
        }
        return stream;
    }

    private boolean isChunked() {
        return request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    }

    private InputStream chunks() {
        ConnectionContext connection = Connections.CURRENT.get();
        if (isHeldBack()) {
            connection.dataWriter().writeNow(BufferData.create(CONTINUE));
            continued = true;
        }
        return new ChunkedStream(connection.dataReader());
    }

    /**
     * Whether too much is left, or the client still waits to be told to send it, for the connection to go on. It never
     * does after chunks: where they end is the one thing about which a proxy and we might still think differently.
     */
    boolean endsConnection() {
        if (isChunked()) {
            return true;
        }
        if (!isUnread()) {
            return false;
        }
        long received = stream == null ? 0 : stream.received();
        return isHeldBack() || announcedLength() - received > DROPPED;
    }

    private boolean isUnread() {
        return isPresent() && (stream == null || !stream.isAtEnd());
    }

    /** The client asked whether to send, and was not told to. */
    private boolean isHeldBack() {
        return !continued && request.headers().contains(HeaderValues.EXPECT_100) && !request.continueSent();
    }

    /** Reads what is left, for a moment at most; false when there is more, or no more can be had. */
    boolean drop() {
        if (!isUnread()) {
            return true;
        }
        if (isHeldBack() || (stream != null && stream.isBroken())) {
            return false;
        }
        if (isChunked() && stream == null) {
            // Where they end may be ambiguous; the client gets a moment to see the answer before the end.
            LockSupport.parkNanos(GLIMPSE.toNanos());
            return false;
        }
        long start = System.nanoTime();
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = stream()) {
            while (System.nanoTime() - start < LINGER.toNanos()) {
                if (in.read(buffer) < 0) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException e) {
            // The client is gone, which is as good.
        }
        return false;
    }
}
