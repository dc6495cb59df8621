package com.aoin.reels.upload;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a channel on a thread of its own, so that what follows is received meanwhile. It holds three pieces of
 * 256 KiB at most; whoever is faster waits for the other. Nothing is sure to be written before this is closed.
 */
final class WriteBehind implements WritableByteChannel {
    private static final int PIECE = 256 * 1024;
    private static final int PIECES = 3;
    /** Known by its capacity; a piece always has one. */
    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final WritableByteChannel target;
    private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(PIECES);
    private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(PIECES + 1);
    private final Thread writer;
    private ByteBuffer current = ByteBuffer.allocate(PIECE);
    private volatile @Nullable IOException failure;
    private boolean closed;

    /** Closing this leaves the target open. */
    WriteBehind(WritableByteChannel target) {
        this.target = target;
        for (int i = 1; i < PIECES; i++) {
            free.add(ByteBuffer.allocate(PIECE));
        }
        writer = Thread.ofVirtual().name("write behind").start(this::writeAll);
    }

    private void writeAll() {
        try {
            for (ByteBuffer piece = full.take(); piece.capacity() > 0; piece = full.take()) {
                drain(piece);
                free.add(piece.clear());
            }
        } catch (InterruptedException e) {
            // Given up.
        }
    }

    /** After a failure pieces are dropped, so that the other side never waits for one in vain. */
    private void drain(ByteBuffer piece) {
        try {
            while (failure == null && piece.hasRemaining()) {
                target.write(piece);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int length = source.remaining();
        while (source.hasRemaining()) {
            int n = Math.min(source.remaining(), current.remaining());
            current.put(current.position(), source, source.position(), n);
            current.position(current.position() + n);
            source.position(source.position() + n);
            if (!current.hasRemaining()) {
                hand(current.flip());
                current = next();
            }
        }
        return length;
    }

    private ByteBuffer next() throws IOException {
        try {
            return free.take();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void hand(ByteBuffer piece) throws IOException {
        throwFailure();
        full.add(piece);
    }

    /** Waits until everything is written. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        full.add(current.flip());
        full.add(END);
        try {
            writer.join();
        } catch (InterruptedException e) {
            writer.interrupt();
            throw interrupted();
        }
        throwFailure();
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while writing");
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }
}
