package com.aoin.reels.upload;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a channel on a thread of its own, so that what follows is received meanwhile: into the next of its pieces,
 * without a copy in between. It holds three pieces at most; whoever is faster waits for the other. Nothing is sure to
 * be written before this is closed.
 */
final class WriteBehind implements AutoCloseable {
    private static final int PIECE = 512 * 1024;
    private static final int PIECES = 3;

    private final WritableByteChannel target;
    private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
    private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES + 1);
    private final Thread writer;
    private volatile @Nullable IOException failure;
    private boolean closed;

    /** Bytes on their way to the channel. */
    static final class Piece {
        private static final int LAST = -1;

        private final byte[] bytes;
        private int length;

        private Piece(int capacity) {
            this.bytes = new byte[capacity];
        }

        /** To be filled from the start. */
        byte[] bytes() {
            return bytes;
        }
    }

    /** Closing this leaves the target open. */
    WriteBehind(WritableByteChannel target) {
        this.target = target;
        for (int i = 0; i < PIECES; i++) {
            free.add(new Piece(PIECE));
        }
        writer = Thread.ofVirtual().name("write behind").start(this::writeAll);
    }

    private void writeAll() {
        try {
            for (Piece piece = full.take(); piece.length != Piece.LAST; piece = full.take()) {
                write(ByteBuffer.wrap(piece.bytes, 0, piece.length));
                free.add(piece);
            }
        } catch (InterruptedException e) {
            // Given up.
        }
    }

    /** After a failure pieces are dropped, so that the other side never waits for one in vain. */
    private void write(ByteBuffer piece) {
        try {
            while (failure == null && piece.hasRemaining()) {
                target.write(piece);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** A piece to be filled, and given back to {@link #write(Piece, int)}. */
    Piece piece() throws IOException {
        throwFailure();
        try {
            return free.take();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Has so many bytes of a piece written, after those of the pieces before. */
    void write(Piece piece, int length) {
        piece.length = length;
        full.add(piece);
    }

    /** Waits until everything is written. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        write(new Piece(0), Piece.LAST);
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
}
