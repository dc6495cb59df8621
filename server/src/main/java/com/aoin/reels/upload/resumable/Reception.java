package com.aoin.reels.upload.resumable;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ClientGoneException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Receives bytes of one upload, from one request. What arrived is kept however the request ends: it is flushed to disk
 * about every second and at the end, and only then told to be there. A crash in between loses what nobody was promised.
 */
public final class Reception {
    private static final int BUFFER = 256 * 1024;
    private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PartialFiles files;
    private final String uploadId;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long lastByteNanos = System.nanoTime();
    // Guarded by this: an interrupt must hit the wait for bytes, never a write.
    private @Nullable Thread reader;
    private boolean givenUp;
    private @Nullable Exception broken;

    Reception(PartialFiles files, String uploadId) {
        this.files = files;
        this.uploadId = uploadId;
    }

    /** Told of what has been received. */
    public interface Progress {
        /** So many bytes of the upload are written, though not yet safe. */
        void written(long bytes) throws IOException;

        /** So many bytes of the upload are on disk. */
        void saved(long bytes);
    }

    /**
     * Receives what a request brings.
     *
     * @param offset bytes that are on disk already
     * @param total  of the whole upload
     * @return bytes on disk afterwards
     * @throws ApiException when the request brings more than is missing
     */
    public long receive(InputStream in, long offset, long total, Progress progress) throws IOException {
        try (FileChannel file = files.openAt(uploadId, offset)) {
            return receive(in, file, offset, total, progress);
        }
    }

    private long receive(InputStream in, FileChannel file, long offset, long total, Progress progress)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        long written = offset;
        long saved = offset;
        long savedAt = System.nanoTime();
        int filled = 0;
        for (int n = read(in, buffer, 0); n >= 0; n = read(in, buffer, filled)) {
            filled += n;
            if (written + filled > total) {
                throw ApiException.invalid("body", "The body holds more bytes than are missing of the upload")
                        .closing();
            }
            boolean due = System.nanoTime() - savedAt > SAVE_NANOS;
            if (due || filled == BUFFER) {
                written = write(buffer, filled, file, written, progress);
                filled = 0;
            }
            if (due) {
                saved = save(file, written, progress);
                savedAt = System.nanoTime();
            }
        }
        written = write(buffer, filled, file, written, progress);
        if (written > saved || written == total) {
            save(file, written, progress);
        }
        throwIfBroken();
        return written;
    }

    private static long write(byte[] buffer, int length, FileChannel file, long position, Progress progress)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
        progress.written(at);
        return at;
    }

    private static long save(FileChannel file, long written, Progress progress) throws IOException {
        file.force(false);
        progress.saved(written);
        return written;
    }

    /** Reads on, until the end or until no more can be had; why that is so is told once the bytes are safe. */
    private int read(InputStream in, byte[] buffer, int filled) {
        if (!beginReading()) {
            return -1;
        }
        try {
            int n = in.read(buffer, filled, buffer.length - filled);
            lastByteNanos = System.nanoTime();
            return n;
        } catch (IOException | RuntimeException e) {
            broken = e;
            return -1;
        } finally {
            endReading();
        }
    }

    private synchronized boolean beginReading() {
        if (givenUp) {
            broken = new ClientGoneException(new IOException("another request took over"));
            return false;
        }
        reader = Thread.currentThread();
        return true;
    }

    private synchronized void endReading() {
        reader = null;
        if (givenUp) {
            // It has done its work; the writes to come must not be hit by it.
            Thread.interrupted();
        }
    }

    /** A sender that is too slow is cut off, as the protocol asks: it comes back and goes on, unlike after a 408. */
    private void throwIfBroken() throws IOException {
        switch (broken) {
            case null -> {}
            case ApiException refusal when refusal.status() == 408 -> throw new ClientGoneException(refusal);
            case RuntimeException failure -> throw failure;
            case Exception failure -> throw new IOException(failure);
        }
    }

    /** Whether nothing has come for that long. */
    boolean isSilentFor(Duration time) {
        return System.nanoTime() - lastByteNanos > time.toNanos();
    }

    /** Ends it where it waits for bytes; what it has received is kept. */
    synchronized void giveUp() {
        givenUp = true;
        if (reader != null) {
            reader.interrupt();
        }
    }

    boolean awaitEnd(Duration time) throws InterruptedException {
        return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void end() {
        ended.countDown();
    }
}
