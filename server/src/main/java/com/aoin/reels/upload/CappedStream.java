package com.aoin.reels.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is refused as too large with the first byte beyond its limit. */
final class CappedStream extends FilterInputStream {
    private long left;

    CappedStream(InputStream in, long most) {
        super(in);
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        left -= Math.max(0, n);
        if (left < 0) {
            throw VideoReceiver.tooLarge();
        }
        return n;
    }
}
