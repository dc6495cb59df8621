package com.aoin.reels.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes that a client sends, as the HTTP engine asks for them: in small pieces, and those of a body in large ones
 * once they come fast, since a video of 100 MB in pieces of 8 KiB takes half as long again. Only so many connections have
 * large ones at once, and none while it waits for a request: ten thousand that were sent a body each would fill the heap.
 * A request whose head trickles in is refused with 408. Used by the connection's own thread alone.
 *
 * <p>Reading with a timeout costs a timer that is set, cancelled and looked at by a thread of its own, a tenth of what a
 * small request costs. So only bodies are read with one, which are refused with 408 too when they stop. Between requests
 * and within a head somebody else looks whether the client is silent, and closes the connection.
 */
final class Incoming implements Supplier<byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
    private static final int SMALL = 8 * 1024;
    private static final int LARGE = 256 * 1024;

    private final HelidonSocket socket;
    private final Socket options;
    private final int silenceMillis;
    private final long silenceNanos;
    private final long headNanos;
    private final Semaphore large;
    private byte[] buffer = new byte[SMALL];
    private boolean inHead = true;
    private long headStart;
    private boolean headStarted;
    private long waitingSince;
    private volatile boolean waiting;

    /**
     * Small pieces at first.
     *
     * @param options of the same socket
     * @param large   a permit for each connection that may have large pieces
     */
    Incoming(HelidonSocket socket, Socket options, Patience patience, Semaphore large) {
        this.socket = socket;
        this.options = options;
        this.silenceMillis = (int) patience.silence().toMillis();
        this.silenceNanos = patience.silence().toNanos();
        this.headNanos = patience.head().toNanos();
        this.large = large;
        limit(0);
    }

    /** Whether a request, or more of its head, has been waited for too long. */
    boolean isSilent() {
        return waiting && System.nanoTime() - waitingSince > silenceNanos;
    }

    /** What comes next is the head of a request. */
    void expectHead() {
        inHead = true;
        headStarted = false;
        limit(0);
        shrink();
    }

    /** Gives a large piece back, at the latest when the connection has ended. */
    void shrink() {
        if (buffer.length > SMALL) {
            buffer = new byte[SMALL];
            large.release();
        }
    }

    /** The head is whole. */
    void headEnded() {
        inHead = false;
        limit(silenceMillis);
    }

    /** How long a read may wait. */
    private void limit(int millis) {
        try {
            options.setSoTimeout(millis);
        } catch (SocketException e) {
            // Closed: whoever reads or writes next is told.
            LOG.trace("The connection has no limits any more", e);
        }
    }

    /** Waits for bytes; null at the end of the connection. */
    @Override
    public byte @Nullable [] get() {
        int n = read();
        if (n < 0) {
            return null;
        }
        if (inHead) {
            checkHead();
        }
        if (n < buffer.length) {
            return Arrays.copyOf(buffer, n);
        }
        byte[] full = buffer;
        boolean isLarge = full.length == LARGE || (!inHead && large.tryAcquire());
        buffer = new byte[isLarge ? LARGE : SMALL];
        return full;
    }

    /** This method may go in a later version of the engine; there is no other way to read into a buffer of our size. */
    @SuppressWarnings("removal")
    private int read() {
        waitingSince = System.nanoTime();
        waiting = inHead;
        try {
            return socket.read(BufferData.create(buffer).reset());
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("Cannot read from the client", e);
        } finally {
            waiting = false;
        }
    }

    private void checkHead() {
        long now = System.nanoTime();
        if (!headStarted) {
            headStarted = true;
            headStart = now;
        } else if (now - headStart > headNanos) {
            throw RequestException.builder()
                    .type(EventType.BAD_REQUEST)
                    .status(Status.REQUEST_TIMEOUT_408)
                    .message("The head of the request arrives too slowly")
                    .build();
        }
    }
}
