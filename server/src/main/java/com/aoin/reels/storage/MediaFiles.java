package com.aoin.reels.storage;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The register of everything in storage. An object is registered before it is written and forgotten after it is
 * removed, so a crash in between leaves a row that the sweeper finds, never an object that nobody knows.
 */
public final class MediaFiles {
    private MediaFiles() {}

    /** Before an upload writes an object. */
    public static void register(Handle handle, String key, String provider, String uploadId) {
        handle.createUpdate("""
                        INSERT INTO media_files (storage_key, storage_provider, upload_id, created_at)
                        VALUES (:key, :provider, :upload, UTC_TIMESTAMP(6))
                        """)
                .bind("key", key)
                .bind("provider", provider)
                .bind("upload", uploadId)
                .execute();
    }

    /**
     * Before something other than an upload writes an object: it is removed after a while unless {@link #keep kept}.
     * It belongs to no reel until then, so that a reel's removal does not clear it away before it is written.
     */
    public static void registerFor(Handle handle, String key, String provider, Duration grace) {
        handle.createUpdate("""
                        INSERT INTO media_files (storage_key, storage_provider, delete_after, created_at)
                        VALUES (:key, :provider, UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND, UTC_TIMESTAMP(6))
                        """)
                .bind("key", key)
                .bind("provider", provider)
                .bind("seconds", grace.toSeconds())
                .execute();
    }

    /** Gives the objects of an upload to the reel that it became. */
    public static void attach(Handle handle, String uploadId, int reelId) {
        handle.createUpdate("UPDATE media_files SET reel_id = :reel, upload_id = NULL WHERE upload_id = :upload")
                .bind("reel", reelId)
                .bind("upload", uploadId)
                .execute();
    }

    /** Takes back the removal of an object, which is a reel's from now on; false when the sweeper was faster. */
    public static boolean keep(Handle handle, String key, int reelId) {
        return handle.createUpdate("""
                        UPDATE media_files SET delete_after = NULL, reel_id = :reel
                        WHERE storage_key = :key AND delete_attempts = 0
                        """).bind("key", key).bind("reel", reelId).execute() == 1;
    }

    /** Has an object removed after a while. */
    public static void remove(Handle handle, String key, Duration after) {
        handle.createUpdate("""
                        UPDATE media_files SET delete_after = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
                        WHERE storage_key = :key
                        """)
                .bind("key", key)
                .bind("seconds", after.toSeconds())
                .execute();
    }

    /** Has all objects of these reels removed. */
    public static void removeOfReels(Handle handle, List<Integer> reelIds) {
        handle.createUpdate("UPDATE media_files SET delete_after = UTC_TIMESTAMP(6) WHERE reel_id IN (<reels>)")
                .bindList("reels", reelIds)
                .execute();
    }

    /** Has all objects of an upload removed. */
    public static void removeOfUpload(Handle handle, String uploadId) {
        handle.createUpdate("""
                        UPDATE media_files SET delete_after = UTC_TIMESTAMP(6), upload_id = NULL
                        WHERE upload_id = :upload
                        """).bind("upload", uploadId).execute();
    }

    /**
     * An object that is to be removed.
     *
     * @param settled whether no write of it can be under way any more
     */
    record DueObject(String key, String provider, boolean settled) {}

    /**
     * Objects whose time has come, longest due first.
     *
     * @param providers whose objects are wanted, at least one
     * @param settled   how long after its registration nothing writes an object that became no reel's
     */
    static List<DueObject> due(Handle handle, Collection<String> providers, Duration settled, int limit) {
        return handle.createQuery("""
                        SELECT storage_key, storage_provider,
                          reel_id IS NOT NULL OR created_at <= UTC_TIMESTAMP(6) - INTERVAL :settled SECOND AS settled
                        FROM media_files
                        WHERE delete_after <= UTC_TIMESTAMP(6) AND storage_provider IN (<providers>)
                        ORDER BY delete_after
                        LIMIT :limit
                        """)
                .bind("limit", limit)
                .bind("settled", settled.toSeconds())
                .bindList("providers", List.copyOf(providers))
                .map((row, context) -> new DueObject(
                        row.getString("storage_key"), row.getString("storage_provider"), row.getBoolean("settled")))
                .list();
    }

    /** How many objects that should be gone are where none of these providers can remove them. */
    static int dueElsewhere(Handle handle, Collection<String> providers) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM media_files
                        WHERE delete_after <= UTC_TIMESTAMP(6) AND storage_provider NOT IN (<providers>)
                        """)
                .bindList("providers", List.copyOf(providers))
                .mapTo(Integer.class)
                .one();
    }

    /** How many objects should be gone, but resisted several times. */
    static int stuck(Handle handle) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM media_files
                        WHERE delete_after IS NOT NULL AND delete_attempts >= 3
                        """).mapTo(Integer.class).one();
    }

    /** Has an object removed once more, when nothing can write it any longer. */
    static void removeAgain(Handle handle, String key, Duration settled) {
        handle.createUpdate("""
                        UPDATE media_files
                        SET delete_after = created_at + INTERVAL :seconds SECOND, delete_attempts = 1
                        WHERE storage_key = :key
                        """)
                .bind("key", key)
                .bind("seconds", settled.toSeconds())
                .execute();
    }

    /**
     * Takes a due key for this node; it comes due again later in case the removal fails.
     *
     * @param again after the first failure; the waits grow with each one, up to 72 times that
     */
    static boolean claim(Handle handle, String key, Duration again) {
        return handle.createUpdate("""
                        UPDATE media_files
                        SET delete_after = UTC_TIMESTAMP(6)
                              + INTERVAL :seconds * LEAST(delete_attempts + 1, 72) SECOND,
                            delete_attempts = delete_attempts + 1
                        WHERE storage_key = :key AND delete_after <= UTC_TIMESTAMP(6)
                        """)
                        .bind("key", key)
                        .bind("seconds", again.toSeconds())
                        .execute()
                == 1;
    }

    static void forget(Handle handle, String key) {
        handle.createUpdate("DELETE FROM media_files WHERE storage_key = :key")
                .bind("key", key)
                .execute();
    }
}
