package com.aoin.reels.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Splits a multipart body (RFC 2046) at its boundary as it arrives. A video is nearly all of an upload, so the search
 * for the boundary decides how fast one is received: it is Horspool's, which looks at about one byte in as many as the
 * boundary is long. A body that breaks the form or ends before its last boundary is a {@link MalformedException}.
 */
final class MultipartReader {
    private static final int BUFFER = 64 * 1024;

    private static final int MAX_HEADERS = 8 * 1024;

    private final InputStream in;
    private final byte[] delimiter;
    /** How far the window may move on when it ends with this byte. */
    private final int[] shift = new int[256];

    private final byte[] buffer = new byte[BUFFER];
    /** Read up to here by the caller. */
    private int head;
    /** Belongs to the part up to here; the delimiter follows when {@link #delimited}. */
    private int end;
    /** Received up to here. */
    private int tail;

    private boolean delimited;

    /** The bytes are no multipart body with this boundary. */
    static final class MalformedException extends IOException {
        MalformedException(String message) {
            super(message);
        }
    }

    MultipartReader(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        int last = delimiter.length - 1;
        Arrays.fill(shift, delimiter.length);
        for (int i = 0; i < last; i++) {
            shift[delimiter[i] & 0xff] = last - i;
        }
        // The first boundary may stand at the very start, without the line end that is part of the delimiter.
        buffer[0] = '\r';
        buffer[1] = '\n';
        tail = 2;
    }

    /** Skips to the next part, over what is left of the one before or over the preamble; false behind the last. */
    boolean next() throws IOException {
        do {
            head = end;
        } while (more(buffer.length));
        head += delimiter.length;
        end = head;
        delimited = false;
        int first = read();
        int second = read();
        if (first == '\r' && second == '\n') {
            return true;
        }
        if (first == '-' && second == '-') {
            return false;
        }
        throw new MalformedException("A boundary is followed by something else than a line end");
    }

    /** The header lines of the part, to be read first. */
    String headers() throws IOException {
        StringBuilder text = new StringBuilder();
        int line = 0;
        while (true) {
            int lineEnd = text.length() - 2;
            if (lineEnd >= 0 && text.charAt(lineEnd) == '\r' && text.charAt(lineEnd + 1) == '\n') {
                if (lineEnd == line) {
                    return new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                }
                line = text.length();
            }
            if (text.length() == MAX_HEADERS) {
                throw new MalformedException("The headers of a part are too long");
            }
            text.append((char) read());
        }
    }

    /** The content of the part, as far as it has not been read. */
    InputStream body() {
        return new Body();
    }

    private int read() throws IOException {
        if (head == tail) {
            fill(buffer.length);
        }
        end = ++head;
        return buffer[head - 1] & 0xff;
    }

    /**
     * Makes more of the part available; false at its end. Only to be called when all that was available is read.
     *
     * @param most bytes that are read at a time
     */
    private boolean more(int most) throws IOException {
        while (head == end && !delimited) {
            end = search(buffer, end, tail);
            if (head == end && !delimited) {
                fill(most);
            }
        }
        return head < end;
    }

    /**
     * Looks for the delimiter.
     *
     * @return where it begins, or might begin when more bytes are seen; all before belongs to the part
     */
    private int search(byte[] bytes, int from, int to) {
        int last = delimiter.length - 1;
        int at = from;
        while (at + last < to) {
            byte closing = bytes[at + last];
            if (closing == delimiter[last] && Arrays.equals(bytes, at, at + last, delimiter, 0, last)) {
                delimited = true;
                break;
            }
            at += shift[closing & 0xff];
        }
        return Math.min(at, to);
    }

    private void fill(int most) throws IOException {
        System.arraycopy(buffer, head, buffer, 0, tail - head);
        end -= head;
        tail -= head;
        head = 0;
        tail += receive(buffer, tail, Math.min(most, buffer.length - tail));
    }

    private int receive(byte[] bytes, int offset, int length) throws IOException {
        int n = in.read(bytes, offset, length);
        if (n < 0) {
            throw new MalformedException("The body ends before its last boundary");
        }
        return n;
    }

    /**
     * Reads past the buffer, in which stand only bytes that might begin the delimiter: a video would be copied once
     * more in it. What turns out not to belong to the part goes back into the buffer.
     *
     * @return bytes of the part, 0 when none of them is sure to be one yet
     */
    private int readThrough(byte[] bytes, int offset, int length) throws IOException {
        int held = tail - head;
        System.arraycopy(buffer, head, bytes, offset, held);
        int received = offset + held + receive(bytes, offset + held, Math.min(length, buffer.length) - held);
        int sure = search(bytes, offset, received);
        head = 0;
        end = 0;
        tail = received - sure;
        System.arraycopy(bytes, sure, buffer, 0, tail);
        return sure - offset;
    }

    /** Reads up to the next delimiter. */
    private final class Body extends InputStream {
        @Override
        public int read() throws IOException {
            return head < end || more(buffer.length) ? buffer[head++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length == 0) {
                return 0;
            }
            while (head == end && !delimited) {
                end = search(buffer, end, tail);
                if (head == end && !delimited) {
                    int n = readOn(bytes, offset, length);
                    if (n > 0) {
                        return n;
                    }
                }
            }
            if (head == end) {
                return -1;
            }
            int n = Math.min(length, end - head);
            System.arraycopy(buffer, head, bytes, offset, n);
            head += n;
            return n;
        }

        private int readOn(byte[] bytes, int offset, int length) throws IOException {
            if (length > tail - head) {
                return readThrough(bytes, offset, length);
            }
            // No more than that, so that a large read can follow.
            fill(delimiter.length);
            return 0;
        }
    }
}
