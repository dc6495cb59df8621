package com.aoin.reels.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A body whose sender must keep a pace: after a start of some seconds, 8 KiB per second on average. A sender that
 * trickles would otherwise hold its place for as long as it likes. Phones on bad networks stay well above this.
 */
final class PacedInputStream extends FilterInputStream {
    private static final long GRACE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long BYTES_PER_SECOND = 8 * 1024;

    private final long start = System.nanoTime();
    private long received;

    PacedInputStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        keepPace(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        keepPace(n);
        return n;
    }

    private void keepPace(int bytes) {
        received += Math.max(0, bytes);
        long late = System.nanoTime() - start - GRACE_NANOS;
        if (late > 0 && received < late / 1_000_000_000.0 * BYTES_PER_SECOND) {
            throw ApiException.withStatus(408, ErrorCode.VALIDATION_ERROR, "The body arrives too slowly")
                    .closing();
        }
    }
}
