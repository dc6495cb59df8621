package com.aoin.reels.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.time.Duration;

/**
 * The bytes that a client is sent, with a deadline for each write. A write blocks its thread until the client has read
 * enough, so somebody else must look at the deadline.
 */
final class Outgoing implements DataWriter {
    /** Of an answer that is written in one go, a client must read that much in a second. */
    private static final long BYTES_PER_SECOND = 8 * 1024;

    private final DataWriter writer;
    private final long patience;
    private long deadline;
    private volatile boolean writing;

    Outgoing(DataWriter writer, Duration patience) {
        this.writer = writer;
        this.patience = patience.toNanos();
    }

    /** Whether a write has taken too long. */
    boolean isStuck() {
        return writing && System.nanoTime() - deadline > 0;
    }

    private void begin(long bytes) {
        deadline = System.nanoTime() + patience + bytes * 1_000_000_000 / BYTES_PER_SECOND;
        writing = true;
    }

    @Override
    public void write(BufferData... buffers) {
        begin(length(buffers));
        try {
            writer.write(buffers);
        } finally {
            writing = false;
        }
    }

    @Override
    public void write(BufferData buffer) {
        begin(buffer.available());
        try {
            writer.write(buffer);
        } finally {
            writing = false;
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        begin(length(buffers));
        try {
            writer.writeNow(buffers);
        } finally {
            writing = false;
        }
    }

    @Override
    public void writeNow(BufferData buffer) {
        begin(buffer.available());
        try {
            writer.writeNow(buffer);
        } finally {
            writing = false;
        }
    }

    private static long length(BufferData... buffers) {
        long bytes = 0;
        for (BufferData buffer : buffers) {
            bytes += buffer.available();
        }
        return bytes;
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public void close() {
        writer.close();
    }
}
