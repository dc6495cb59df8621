package com.aoin.reels.upload.resumable;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The rows of uploads that are whole, on their way to a reel: when the next attempt is due, and which attempt is the
 * latest, which alone may end in the reel.
 */
public final class FinishingDao {
    private FinishingDao() {}

    /** Whether an attempt to make it a reel may begin, which nobody else can begin until the transaction ends. */
    public static boolean lockDue(Handle handle, String uploadId) {
        return handle.createQuery("""
                        SELECT upload_id FROM resumable_uploads
                        WHERE upload_id = :upload AND state = 'PROCESSING' AND not_before <= UTC_TIMESTAMP(6)
                        FOR UPDATE
                        """)
                .bind("upload", uploadId)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    /**
     * Begins an attempt to make it a reel, after {@link #lockDue}.
     *
     * @param again when the next is due, should this one come to nothing
     */
    public static void attempt(Handle handle, String uploadId, String attempt, Duration again) {
        handle.createUpdate("""
                        UPDATE resumable_uploads
                        SET attempt = :attempt, attempts = attempts + 1,
                            not_before = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
                        WHERE upload_id = :upload
                        """)
                .bind("upload", uploadId)
                .bind("attempt", attempt)
                .bind("seconds", again.toSeconds())
                .execute();
    }

    /** Part of the reel's transaction; false when another attempt has begun since. */
    public static boolean done(Handle handle, String uploadId, String attempt, int reelId, Duration kept) {
        return handle.createUpdate("""
                        UPDATE resumable_uploads
                        SET state = 'DONE', reel_id = :reel, expires_at = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
                        WHERE upload_id = :upload AND attempt = :attempt AND state = 'PROCESSING'
                        """)
                        .bind("upload", uploadId)
                        .bind("attempt", attempt)
                        .bind("reel", reelId)
                        .bind("seconds", kept.toSeconds())
                        .execute()
                == 1;
    }

    /** Those of a node whose next attempt is due. */
    public static List<String> due(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT upload_id FROM resumable_uploads
                        WHERE node = :node AND state = 'PROCESSING' AND not_before <= UTC_TIMESTAMP(6)
                        ORDER BY not_before
                        LIMIT 100
                        """).bind("node", node).mapTo(String.class).list();
    }

    /** Has a node that has just started go on with all it has. */
    public static void allDue(Handle handle, String node) {
        handle.createUpdate("""
                        UPDATE resumable_uploads SET not_before = UTC_TIMESTAMP(6)
                        WHERE node = :node AND state = 'PROCESSING'
                        """).bind("node", node).execute();
    }
}
