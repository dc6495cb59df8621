package com.aoin.reels.upload.resumable;

import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.upload.resumable.ResumableUpload.Refusal;
import com.aoin.reels.upload.resumable.ResumableUpload.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of resumable uploads, as they begin, grow and end. Every change of state is on the condition of the state
 * before it. How a whole one becomes a reel is {@link FinishingDao}'s.
 */
public final class ResumableDao {
    private ResumableDao() {}

    /** What a new upload begins with. */
    public record Beginning(
            String uploadId,
            String node,
            int userId,
            int merchantId,
            int productId,
            String description,
            String extension,
            String metadata,
            @Nullable String idempotencyKey,
            long totalBytes) {}

    /** Writes a new upload; false when the user's idempotency key is known already. */
    public static boolean insert(Handle handle, Beginning upload, Duration life) {
        try {
            handle.createUpdate("""
                            INSERT INTO resumable_uploads (upload_id, node, user_id, merchant_id, product_id, description,
                              extension, metadata, idempotency_key, total_bytes, state, created_at, expires_at)
                            VALUES (:uploadId, :node, :userId, :merchantId, :productId, :description,
                              :extension, :metadata, :idempotencyKey, :totalBytes, 'RECEIVING',
                              UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND)
                            """)
                    .bindMethods(upload)
                    .bind("seconds", life.toSeconds())
                    .execute();
            return true;
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLIntegrityConstraintViolationException) {
                return false;
            }
            throw e;
        }
    }

    /** Frees a key whose upload expired, by forgetting that upload; its file goes with the next sweep. */
    public static void freeKey(Handle handle, int userId, String idempotencyKey) {
        // By its primary key alone, so that two nodes at once do not lock each other out.
        handle.createQuery("SELECT upload_id FROM resumable_uploads WHERE user_id = :user AND idempotency_key = :key")
                .bind("user", userId)
                .bind("key", idempotencyKey)
                .mapTo(String.class)
                .findOne()
                .ifPresent(uploadId ->
                        handle.createUpdate("""
                                DELETE FROM resumable_uploads
                                WHERE upload_id = :upload AND expires_at <= UTC_TIMESTAMP(6) AND state <> 'PROCESSING'
                                """).bind("upload", uploadId).execute());
    }

    private static final String SELECT = """
            SELECT upload_id, node, user_id, merchant_id, product_id, description, extension, metadata, idempotency_key,
              total_bytes, received_bytes, state, attempt, attempts, reel_id, refusal_status, refusal_code,
              refusal_field, refusal_message, created_at, expires_at
            FROM resumable_uploads
            """;

    /** One that has not expired; what is being made a reel does not expire meanwhile. */
    public static Optional<ResumableUpload> find(Handle handle, String uploadId) {
        return handle.createQuery(SELECT + """
                        WHERE upload_id = :upload AND (expires_at > UTC_TIMESTAMP(6) OR state = 'PROCESSING')
                        """)
                .bind("upload", uploadId)
                .map((row, context) -> upload(row))
                .findOne();
    }

    /** The one that this user began with this key, as long as {@link #find} has it. */
    public static Optional<ResumableUpload> findByKey(Handle handle, int userId, String idempotencyKey) {
        return handle.createQuery(SELECT + """
                        WHERE user_id = :user AND idempotency_key = :key
                          AND (expires_at > UTC_TIMESTAMP(6) OR state = 'PROCESSING')
                        """)
                .bind("user", userId)
                .bind("key", idempotencyKey)
                .map((row, context) -> upload(row))
                .findOne();
    }

    private static ResumableUpload upload(ResultSet row) throws SQLException {
        return new ResumableUpload(
                row.getString("upload_id"),
                row.getString("node"),
                row.getInt("user_id"),
                row.getInt("merchant_id"),
                row.getInt("product_id"),
                row.getString("description"),
                row.getString("extension"),
                row.getString("metadata"),
                row.getString("idempotency_key"),
                row.getLong("total_bytes"),
                row.getLong("received_bytes"),
                State.valueOf(row.getString("state")),
                row.getString("attempt"),
                row.getInt("attempts"),
                row.getObject("reel_id", Integer.class),
                refusal(row),
                row.getObject("created_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getObject("expires_at", LocalDateTime.class).toInstant(ZoneOffset.UTC));
    }

    private static @Nullable Refusal refusal(ResultSet row) throws SQLException {
        String code = row.getString("refusal_code");
        return code == null
                ? null
                : new Refusal(
                        row.getInt("refusal_status"),
                        ErrorCode.valueOf(code),
                        row.getString("refusal_field"),
                        row.getString("refusal_message"));
    }

    /** Uploads of a user that are neither done nor refused. */
    public static int countUnfinished(Handle handle, int userId) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM resumable_uploads
                        WHERE user_id = :user AND state IN ('RECEIVING', 'PROCESSING')
                          AND (expires_at > UTC_TIMESTAMP(6) OR state = 'PROCESSING')
                        """).bind("user", userId).mapTo(Integer.class).one();
    }

    /** Bytes that the unfinished uploads of a node have on its disk, or may still bring there. */
    public static long reservedBytes(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT COALESCE(SUM(total_bytes), 0) FROM resumable_uploads
                        WHERE node = :node AND state IN ('RECEIVING', 'PROCESSING')
                        """).bind("node", node).mapTo(Long.class).one();
    }

    /**
     * So many bytes are on disk, the last of them too where that is all; false when the upload is gone.
     *
     * @param life of the upload from its beginning, once it has a byte
     */
    public static boolean received(Handle handle, String uploadId, long bytes, Duration life) {
        return handle.createUpdate("""
                        UPDATE resumable_uploads
                        SET expires_at = IF(received_bytes = 0 AND :bytes > 0,
                              created_at + INTERVAL :seconds SECOND, expires_at),
                            received_bytes = :bytes, not_before = UTC_TIMESTAMP(6),
                            state = IF(total_bytes = :bytes, 'PROCESSING', state)
                        WHERE upload_id = :upload AND state = 'RECEIVING'
                        """)
                        .bind("upload", uploadId)
                        .bind("bytes", bytes)
                        .bind("seconds", life.toSeconds())
                        .execute()
                == 1;
    }

    /** It will not become a reel, and frees its idempotency key: only success is remembered under one. */
    public static void refuse(Handle handle, String uploadId, Refusal refusal, Duration kept) {
        handle.createUpdate("""
                        UPDATE resumable_uploads
                        SET state = 'REFUSED', idempotency_key = NULL, refusal_status = :status, refusal_code = :code,
                            refusal_field = :field, refusal_message = :message,
                            expires_at = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
                        WHERE upload_id = :upload AND state IN ('RECEIVING', 'PROCESSING')
                        """)
                .bind("upload", uploadId)
                .bind("status", refusal.status())
                .bind("code", refusal.code().name())
                .bind("field", refusal.field())
                .bind("message", refusal.message())
                .bind("seconds", kept.toSeconds())
                .execute();
    }

    /** Forgets an upload that is not being made a reel; false when there is none. */
    public static boolean delete(Handle handle, String uploadId) {
        return handle.createUpdate("DELETE FROM resumable_uploads WHERE upload_id = :upload AND state <> 'PROCESSING'")
                        .bind("upload", uploadId)
                        .execute()
                == 1;
    }

    /**
     * Forgets those that expired.
     *
     * @param grace for what should be made a reel, but whose node does not come back
     */
    public static int deleteExpired(Handle handle, Duration grace) {
        return handle.createUpdate("""
                        DELETE FROM resumable_uploads
                        WHERE expires_at <= UTC_TIMESTAMP(6)
                          AND (state <> 'PROCESSING' OR expires_at <= UTC_TIMESTAMP(6) - INTERVAL :seconds SECOND)
                        ORDER BY expires_at
                        LIMIT 1000
                        """).bind("seconds", grace.toSeconds()).execute();
    }

    /** Whether the file of an upload is still needed. */
    public static boolean isUnfinished(Handle handle, String uploadId) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM resumable_uploads
                        WHERE upload_id = :upload AND state IN ('RECEIVING', 'PROCESSING')
                        """)
                        .bind("upload", uploadId)
                        .mapTo(Integer.class)
                        .one()
                == 1;
    }
}
