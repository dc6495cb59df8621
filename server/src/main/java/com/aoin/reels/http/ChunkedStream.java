package com.aoin.reels.http;

import io.helidon.common.buffers.DataReader;
import java.io.InputStream;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A body in chunks, read piece by piece from its connection. The HTTP engine's own reader holds a whole chunk in
 * memory, and a chunk may be as large as its sender likes. What breaks the framing is an
 * {@link IllegalArgumentException}.
 */
final class ChunkedStream extends InputStream {
    private static final int MAX_LINE = 1024;
    private static final int MAX_TRAILERS = 32;
    /** Up to 2 GiB a chunk, and no sign, space or prefix that another reader might take otherwise. */
    private static final Pattern SIZE = Pattern.compile("([0-7]?[0-9A-Fa-f]{1,7})[ \\t]*(;.*)?");

    private final DataReader reader;
    private int left;
    private boolean first = true;
    private boolean ended;

    ChunkedStream(DataReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        reader.ensureAvailable();
        int n = Math.min(Math.min(length, left), reader.available());
        reader.readBuffer(n).read(buffer, offset, n);
        left -= n;
        return n;
    }

    private void nextChunk() {
        if (!first && !line().isEmpty()) {
            throw new IllegalArgumentException("A chunk is longer than it says");
        }
        first = false;
        var size = SIZE.matcher(line());
        if (!size.matches()) {
            throw new IllegalArgumentException("A chunk does not say its size");
        }
        left = Integer.parseInt(size.group(1), 16);
        if (left == 0) {
            skipTrailers();
            ended = true;
        }
    }

    private void skipTrailers() {
        for (int i = 0; i < MAX_TRAILERS; i++) {
            if (line().isEmpty()) {
                return;
            }
        }
        throw new IllegalArgumentException("Too many trailers");
    }

    private String line() {
        int length;
        try {
            length = reader.findNewLine(MAX_LINE);
        } catch (DataReader.IncorrectNewLineException e) {
            throw new IllegalArgumentException("A line ends otherwise than with CR LF", e);
        }
        if (length == MAX_LINE) {
            throw new IllegalArgumentException("A line is too long");
        }
        String line = reader.readAsciiString(length);
        reader.skip(2);
        return line;
    }
}
