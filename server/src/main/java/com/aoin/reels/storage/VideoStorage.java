package com.aoin.reels.storage;

import java.nio.file.Path;

/**
 * A place for videos and thumbnails. An object is written once under a key that is never used again, so it never
 * changes. Every call may fail with a {@link StorageException}, and takes no longer than the storage's limits; an
 * interrupted thread gets one too, and stays interrupted.
 */
public interface VideoStorage extends AutoCloseable {
    /** What rows call it. */
    String provider();

    /**
     * Stores a file under a key. When this fails, some of it may be in storage or get there yet; {@link #delete}
     * removes that as well.
     *
     * @param file may be gone afterwards, also when this fails
     */
    void store(Path file, String key);

    /**
     * An object as a file.
     *
     * @param target a file that does not exist yet, which the object is copied to where it is not on this machine
     * @return the target, or the object's own file, which must stay as it is
     */
    Path fetch(String key, Path target);

    /** Removes an object, also one that was never finished; one that is not there is as good as removed. */
    void delete(String key);

    /** The unsigned link of an object, which is kept in its row. */
    String canonicalUrl(String key);

    /** The link under which clients get an object now; it is the same for a while, so that they can keep it. */
    String url(String key);

    /** Whether objects can be written now, as far as one can tell without writing any. */
    boolean isReachable();

    @Override
    void close();
}
