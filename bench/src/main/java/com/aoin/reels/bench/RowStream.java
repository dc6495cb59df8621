package com.aoin.reels.bench;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Rows as the tab-separated lines that the server loads, made while it reads them. */
final class RowStream extends InputStream {
    private static final int BATCH = 64 * 1024;

    private final Iterator<String> rows;
    private byte[] bytes = {};
    private int at;

    RowStream(Iterator<String> rows) {
        this.rows = rows;
    }

    @Override
    public int read() {
        return fill() ? bytes[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean fill() {
        if (at < bytes.length) {
            return true;
        }
        StringBuilder lines = new StringBuilder(BATCH + 1024);
        while (rows.hasNext() && lines.length() < BATCH) {
            lines.append(rows.next()).append('\n');
        }
        bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        at = 0;
        return bytes.length > 0;
    }
}
