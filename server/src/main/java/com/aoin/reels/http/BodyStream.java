package com.aoin.reels.http;

import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/**
 * A body as it arrives. What goes wrong with it on the way is told apart here, where it cannot be mistaken for a
 * failure of another connection of ours: a sender that is too slow is a 408, one that breaks the framing a 400, and one
 * that hung up a {@link ClientGoneException}. A sender that trickles would otherwise hold its place for as long as it
 * likes.
 */
final class BodyStream extends FilterInputStream {
    private final Pace pace;
    private final long start = System.nanoTime();
    private long received;
    private boolean atEnd;
    private boolean broken;

    BodyStream(InputStream in, Pace pace) {
        super(in);
        this.pace = pace;
    }

    /** Bytes so far. */
    long received() {
        return received;
    }

    boolean isAtEnd() {
        return atEnd;
    }

    /** Whether nothing that follows can be made sense of. */
    boolean isBroken() {
        return broken;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n;
        try {
            n = in.read(buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw failure(e);
        }
        atEnd |= n < 0;
        received += Math.max(0, n);
        if (!atEnd && pace.isMissed(received, System.nanoTime() - start)) {
            throw tooSlow();
        }
        return n;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[Math.clamp(count, 0, 8192)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    /** Whether the rest is read or the connection ends is decided once the answer is known. */
    @Override
    public void close() {}

    private static RuntimeException failure(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return tooSlow();
            }
            if (cause instanceof IOException || cause instanceof InsufficientDataAvailableException) {
                return new ClientGoneException(failure);
            }
        }
        return ApiException.withStatus(400, ErrorCode.VALIDATION_ERROR, "The body is not framed as HTTP asks")
                .closing();
    }

    private static ApiException tooSlow() {
        return ApiException.withStatus(408, ErrorCode.VALIDATION_ERROR, "The body arrives too slowly")
                .closing();
    }
}
