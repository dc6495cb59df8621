package com.aoin.reels.upload;

import com.aoin.reels.reel.Processing;
import com.aoin.reels.storage.MediaFiles;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The queue of reels whose video awaits its H.264/AAC version. */
final class TranscodeDao {
    private TranscodeDao() {}

    /**
     * A reel taken for transcoding.
     *
     * @param attempts with this one
     */
    record Job(
            int reelId, int attempts, int merchantId, int productId, String provider, String videoKey, String format) {}

    /**
     * Takes the job that waits longest, one of other merchants than the last first: whoever uploads much that takes long
     * does not keep everyone else waiting. Nobody else gets it before the lease ends.
     *
     * @param lastMerchant whose job this node did last
     */
    static Optional<Job> claim(Handle handle, Duration lease, int lastMerchant) {
        while (true) {
            Optional<Integer> waiting = handle.createQuery("""
                            SELECT t.reel_id
                            FROM transcodes t
                            JOIN reels r ON r.reel_id = t.reel_id
                            WHERE t.not_before <= UTC_TIMESTAMP(6)
                            ORDER BY r.merchant_id = :last, t.not_before
                            LIMIT 1
                            """)
                    .bind("last", lastMerchant)
                    .mapTo(Integer.class)
                    .findOne();
            if (waiting.isEmpty()) {
                return Optional.empty();
            }
            if (take(handle, waiting.get(), lease)) {
                return find(handle, waiting.get());
            }
        }
    }

    /** False when another node was faster. */
    private static boolean take(Handle handle, int reelId, Duration lease) {
        return handle.createUpdate("""
                        UPDATE transcodes
                        SET attempts = attempts + 1, not_before = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
                        WHERE reel_id = :reel AND not_before <= UTC_TIMESTAMP(6)
                        """)
                        .bind("reel", reelId)
                        .bind("seconds", lease.toSeconds())
                        .execute()
                == 1;
    }

    private static Optional<Job> find(Handle handle, int reelId) {
        return handle.createQuery("""
                        SELECT t.attempts, r.merchant_id, r.product_id, r.storage_provider, r.video_public_id,
                               r.video_format
                        FROM transcodes t
                        JOIN reels r ON r.reel_id = t.reel_id
                        WHERE t.reel_id = :reel
                        """)
                .bind("reel", reelId)
                .map((row, context) -> new Job(
                        reelId,
                        row.getInt("attempts"),
                        row.getInt("merchant_id"),
                        row.getInt("product_id"),
                        row.getString("storage_provider"),
                        row.getString("video_public_id"),
                        row.getString("video_format")))
                .findOne();
    }

    /** Puts the new video in the old one's place; false when the reel was deleted or the file swept meanwhile. */
    static boolean swap(Handle handle, Job job, String newKey, String newUrl, Duration oldLives) {
        boolean swapped = lock(handle, job)
                && MediaFiles.keep(handle, newKey, job.reelId())
                && handle.createUpdate("""
                        UPDATE reels
                        SET video_public_id = :key, video_url = :url, processing = :ready, updated_at = UTC_TIMESTAMP(6)
                        WHERE reel_id = :reel AND video_public_id = :old AND deleted_at IS NULL
                        """)
                                .bind("key", newKey)
                                .bind("url", newUrl)
                                .bind("ready", Processing.READY.text())
                                .bind("reel", job.reelId())
                                .bind("old", job.videoKey())
                                .execute()
                        == 1;
        if (swapped) {
            MediaFiles.remove(handle, job.videoKey(), oldLives);
            finish(handle, job.reelId());
        } else {
            MediaFiles.remove(handle, newKey, Duration.ZERO);
        }
        return swapped;
    }

    /** The reel before its files, in the order in which its deletion takes them, so that neither waits for the other. */
    private static boolean lock(Handle handle, Job job) {
        return handle.createQuery("""
                        SELECT 1 FROM reels
                        WHERE reel_id = :reel AND video_public_id = :old AND deleted_at IS NULL
                        FOR UPDATE
                        """)
                .bind("reel", job.reelId())
                .bind("old", job.videoKey())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Gives up; the reel stays playable as it was uploaded. A node that lost its job changes nothing. */
    static void fail(Handle handle, Job job) {
        handle.createUpdate("""
                        UPDATE reels SET processing = :failed
                        WHERE reel_id = :reel AND video_public_id = :old
                          AND EXISTS (SELECT 1 FROM transcodes t WHERE t.reel_id = :reel AND t.attempts = :attempts)
                        """)
                .bind("failed", Processing.FAILED.text())
                .bind("reel", job.reelId())
                .bind("old", job.videoKey())
                .bind("attempts", job.attempts())
                .execute();
        handle.createUpdate("DELETE FROM transcodes WHERE reel_id = :reel AND attempts = :attempts")
                .bind("reel", job.reelId())
                .bind("attempts", job.attempts())
                .execute();
    }

    /** Frees a job whose attempt did not count. */
    static void giveBack(Handle handle, Job job) {
        handle.createUpdate("""
                        UPDATE transcodes SET attempts = attempts - 1, not_before = UTC_TIMESTAMP(6)
                        WHERE reel_id = :reel AND attempts = :attempts
                        """)
                .bind("reel", job.reelId())
                .bind("attempts", job.attempts())
                .execute();
    }

    /** Has the job taken no earlier than after a while. */
    static void retry(Handle handle, Job job, Duration after) {
        handle.createUpdate("""
                        UPDATE transcodes SET not_before = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
                        WHERE reel_id = :reel AND attempts = :attempts
                        """)
                .bind("reel", job.reelId())
                .bind("attempts", job.attempts())
                .bind("seconds", after.toSeconds())
                .execute();
    }

    /** Has a job whose attempt did not count taken later; false when it waits in vain for too long already. */
    static boolean postpone(Handle handle, Job job, Duration after, Duration patience) {
        return handle.createUpdate("""
                        UPDATE transcodes
                        SET attempts = attempts - 1, not_before = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
                        WHERE reel_id = :reel AND attempts = :attempts
                          AND created_at > UTC_TIMESTAMP(6) - INTERVAL :patience SECOND
                        """)
                        .bind("reel", job.reelId())
                        .bind("attempts", job.attempts())
                        .bind("seconds", after.toSeconds())
                        .bind("patience", patience.toSeconds())
                        .execute()
                == 1;
    }

    /** Registers the file that is about to be written; it goes again unless it takes the old one's place. */
    static void register(Handle handle, String newKey, String provider, Duration grace) {
        MediaFiles.registerFor(handle, newKey, provider, grace);
    }

    private static void finish(Handle handle, int reelId) {
        handle.createUpdate("DELETE FROM transcodes WHERE reel_id = :reel")
                .bind("reel", reelId)
                .execute();
    }
}
