package com.aoin.reels.upload;

import com.aoin.reels.storage.MediaFiles;
import java.security.SecureRandom;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * The record of uploads. A row is written when an upload is admitted and holds a lease for as long as its node works
 * on it; {@code lease_until} of a finished one is when its idempotency key is forgotten.
 */
final class UploadDao {
    private static final SecureRandom RANDOM = new SecureRandom();

    private UploadDao() {}

    /**
     * An upload whose idempotency key was met again.
     *
     * @param reelId null while it is under way
     */
    record Known(
            String uploadId,
            @Nullable Integer reelId,
            @Nullable String fingerprint) {
        boolean isDone() {
            return reelId != null;
        }
    }

    /** What this user's key stands for now; a row whose lease ran out stands for nothing. */
    static Optional<Known> find(Handle handle, int userId, String idempotencyKey) {
        return handle.createQuery("""
                        SELECT upload_id, reel_id, fingerprint FROM uploads
                        WHERE user_id = :user AND idempotency_key = :key AND lease_until > UTC_TIMESTAMP(6)
                        """)
                .bind("user", userId)
                .bind("key", idempotencyKey)
                .map((row, context) -> new Known(
                        row.getString("upload_id"),
                        row.getObject("reel_id", Integer.class),
                        row.getString("fingerprint")))
                .findOne();
    }

    /** Begins an upload; empty when one with this key is known already. */
    static Optional<String> begin(Handle handle, int userId, @Nullable String idempotencyKey, Duration lease) {
        String uploadId = newId();
        try {
            handle.createUpdate("""
                            INSERT INTO uploads (upload_id, user_id, idempotency_key, state, lease_until, created_at)
                            VALUES (:upload, :user, :key, 'RECEIVING',
                                    UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND, UTC_TIMESTAMP(6))
                            """)
                    .bind("upload", uploadId)
                    .bind("user", userId)
                    .bind("key", idempotencyKey)
                    .bind("seconds", lease.toSeconds())
                    .execute();
            return Optional.of(uploadId);
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLIntegrityConstraintViolationException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Frees a key that an upload held whose lease ran out. */
    static void freeKey(Handle handle, int userId, String idempotencyKey) {
        handle.createQuery("""
                        SELECT upload_id FROM uploads
                        WHERE user_id = :user AND idempotency_key = :key AND lease_until <= UTC_TIMESTAMP(6)
                        """)
                .bind("user", userId)
                .bind("key", idempotencyKey)
                .mapTo(String.class)
                .findOne()
                .ifPresent(uploadId -> sweep(handle, uploadId));
    }

    static void renew(Handle handle, Collection<String> uploadIds, Duration lease) {
        handle.createUpdate("""
                        UPDATE uploads SET lease_until = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
                        WHERE upload_id IN (<uploads>) AND state <> 'DONE' AND lease_until > UTC_TIMESTAMP(6)
                        """)
                .bindList("uploads", List.copyOf(uploadIds))
                .bind("seconds", lease.toSeconds())
                .execute();
    }

    /** Registers the objects that are about to be written; false when the lease was lost. */
    static boolean register(Handle handle, String uploadId, Duration lease, String provider, List<String> keys) {
        boolean mine = handle.createUpdate("""
                        UPDATE uploads SET lease_until = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
                        WHERE upload_id = :upload AND state = 'RECEIVING' AND lease_until > UTC_TIMESTAMP(6)
                        """)
                        .bind("upload", uploadId)
                        .bind("seconds", lease.toSeconds())
                        .execute()
                == 1;
        if (mine) {
            keys.forEach(key -> MediaFiles.register(handle, key, provider, uploadId));
        }
        return mine;
    }

    /** All objects are in storage; false when the lease was lost. */
    static boolean stored(Handle handle, String uploadId) {
        return move(handle, uploadId, "RECEIVING", "STORED");
    }

    /** The reel's row stands; part of its transaction. False when the lease was lost. */
    static boolean done(Handle handle, String uploadId, int reelId, @Nullable String fingerprint, Duration remembered) {
        boolean mine = handle.createUpdate("""
                        UPDATE uploads
                        SET state = 'DONE', reel_id = :reel, fingerprint = :fingerprint,
                            lease_until = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
                        WHERE upload_id = :upload AND state = 'STORED'
                        """)
                        .bind("upload", uploadId)
                        .bind("reel", reelId)
                        .bind("fingerprint", fingerprint)
                        .bind("seconds", remembered.toSeconds())
                        .execute()
                == 1;
        if (mine) {
            MediaFiles.attach(handle, uploadId, reelId);
        }
        return mine;
    }

    private static boolean move(Handle handle, String uploadId, String from, String to) {
        return handle.createUpdate("UPDATE uploads SET state = :to WHERE upload_id = :upload AND state = :from")
                        .bind("upload", uploadId)
                        .bind("from", from)
                        .bind("to", to)
                        .execute()
                == 1;
    }

    /** Ends an upload that came to nothing; its objects are removed afterwards. */
    static void abandon(Handle handle, String uploadId) {
        int abandoned = handle.createUpdate("DELETE FROM uploads WHERE upload_id = :upload AND state <> 'DONE'")
                .bind("upload", uploadId)
                .execute();
        if (abandoned == 1) {
            MediaFiles.removeOfUpload(handle, uploadId);
        }
    }

    static List<String> expired(Handle handle, int limit) {
        return handle.createQuery("""
                        SELECT upload_id FROM uploads
                        WHERE lease_until <= UTC_TIMESTAMP(6)
                        ORDER BY lease_until
                        LIMIT :limit
                        """).bind("limit", limit).mapTo(String.class).list();
    }

    /** Clears an upload away whose lease ran out; a finished one leaves only its key. */
    static void sweep(Handle handle, String uploadId) {
        int swept = handle.createUpdate(
                        "DELETE FROM uploads WHERE upload_id = :upload AND lease_until <= UTC_TIMESTAMP(6)")
                .bind("upload", uploadId)
                .execute();
        if (swept == 1) {
            MediaFiles.removeOfUpload(handle, uploadId);
        }
    }

    private static String newId() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
