package com.aoin.reels.upload;

import com.aoin.reels.http.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disk that uploads are worked on, of which they leave some free. The embedded database and the search index are
 * often on the same one, and a full disk would stop every like and view, too.
 */
final class DiskRoom {
    private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);
    private static final Duration COMPLAINTS = Duration.ofMinutes(1);

    private final Path directory;
    private final long keptFree;
    private long promised;
    private long lastComplaint = System.nanoTime() - COMPLAINTS.toNanos();

    /**
     * The disk of a directory.
     *
     * @param keptFree bytes that uploads leave
     */
    DiskRoom(Path directory, long keptFree) {
        this.directory = directory;
        this.keptFree = keptFree;
    }

    /** Room that is promised until this is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Room for one upload, which counts until it is given back, whatever of it is used by then.
     *
     * @throws ApiException 503 when there is too little
     */
    synchronized Held take(long bytes) {
        require(bytes);
        promised += bytes;
        return () -> giveBack(bytes);
    }

    /** @throws ApiException 503 when there is too little for so many bytes */
    synchronized void require(long bytes) {
        long free = usable();
        if (free - promised - bytes < keptFree) {
            complain(free);
            throw ApiException.unavailable("There is no room for more uploads now, please try again", 600);
        }
    }

    private synchronized void giveBack(long bytes) {
        promised -= bytes;
    }

    private long usable() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot tell how much is free in " + directory, e);
        }
    }

    private void complain(long free) {
        long now = System.nanoTime();
        if (now - lastComplaint >= COMPLAINTS.toNanos()) {
            lastComplaint = now;
            LOG.error(
                    "Uploads are refused: {} MB are free in {}, {} MB promised", free >> 20, directory, promised >> 20);
        }
    }
}
