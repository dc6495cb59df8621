package com.aoin.reels.moderation;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.http.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The moderated columns of {@code reels} and the record of decisions. */
final class ModerationDao {
    private static final String PENDING = " FROM reels WHERE approval_status = 'pending' AND deleted_at IS NULL";

    static final String PENDING_COUNT = "SELECT COUNT(*)" + PENDING;

    static final String PENDING_PAGE =
            "SELECT reel_id" + PENDING + " ORDER BY created_at, reel_id LIMIT :limit OFFSET :offset";

    static final String ENTRIES = """
            SELECT moderation_id, action, reason, moderated_by, is_shop_user, previous_status, was_active, moderated_at
            FROM reel_moderations
            WHERE reel_id = :reel
            ORDER BY moderation_id DESC
            LIMIT :limit OFFSET :offset
            """;

    private ModerationDao() {}

    /** What a decision may change about a reel. */
    record State(String approvalStatus, boolean active) {}

    /** A reel that nobody else decides about now. */
    record Locked(State state, String description) {}

    /**
     * How a reel stands with moderation.
     *
     * @param approvedBy null when it was approved without an admin, or by one whom only the token named
     */
    record Approval(
            String status,
            @Nullable Instant approvedAt,
            @Nullable Integer approvedBy,
            @Nullable String rejectionReason) {}

    /** A decision as recorded, with the state that it found. */
    record Entry(
            int moderationId,
            String action,
            @Nullable String reason,
            int moderatedBy,
            boolean shopUser,
            State before,
            Instant moderatedAt) {}

    /** Keeps a reel from other decisions until the transaction ends; empty when it does not exist or is deleted. */
    static Optional<Locked> lock(Handle handle, int reelId) {
        return handle.createQuery("""
                        SELECT approval_status, is_active, description FROM reels
                        WHERE reel_id = :reel AND deleted_at IS NULL
                        FOR UPDATE
                        """)
                .bind("reel", reelId)
                .map((row, context) -> new Locked(
                        new State(row.getString("approval_status"), row.getBoolean("is_active")),
                        row.getString("description")))
                .findOne();
    }

    static void approve(Handle handle, int reelId, @Nullable Integer admin) {
        handle.createUpdate("""
                        UPDATE reels
                        SET approval_status = 'approved', is_active = TRUE, approved_at = UTC_TIMESTAMP(6),
                            approved_by = :admin, rejection_reason = NULL, updated_at = UTC_TIMESTAMP(6)
                        WHERE reel_id = :reel
                        """).bind("reel", reelId).bind("admin", admin).execute();
    }

    static void reject(Handle handle, int reelId, String reason) {
        handle.createUpdate("""
                        UPDATE reels
                        SET approval_status = 'rejected', approved_at = NULL, approved_by = NULL,
                            rejection_reason = :reason, updated_at = UTC_TIMESTAMP(6)
                        WHERE reel_id = :reel
                        """).bind("reel", reelId).bind("reason", reason).execute();
    }

    static void hide(Handle handle, int reelId) {
        handle.createUpdate("""
                        UPDATE reels SET is_active = FALSE, updated_at = UTC_TIMESTAMP(6) WHERE reel_id = :reel
                        """).bind("reel", reelId).execute();
    }

    static void record(Handle handle, int reelId, Decision decision, Caller.Admin admin, State before) {
        handle.createUpdate("""
                        INSERT INTO reel_moderations (reel_id, action, reason, moderated_by, is_shop_user,
                          previous_status, was_active, moderated_at)
                        VALUES (:reel, :action, :reason, :admin, :shopUser, :status, :active, UTC_TIMESTAMP(6))
                        """)
                .bind("reel", reelId)
                .bind("action", decision.action())
                .bind("reason", decision.reason())
                .bind("admin", admin.userId())
                .bind("shopUser", admin.registered())
                .bind("status", before.approvalStatus())
                .bind("active", before.active())
                .execute();
    }

    /** Newest first. */
    static List<Entry> entries(Handle handle, int reelId, PageRequest page) {
        return handle.createQuery(ENTRIES)
                .bind("reel", reelId)
                .bind("limit", page.perPage())
                .bind("offset", page.offset())
                .map((row, context) -> entry(row))
                .list();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getInt("moderation_id"),
                row.getString("action"),
                row.getString("reason"),
                row.getInt("moderated_by"),
                row.getBoolean("is_shop_user"),
                new State(row.getString("previous_status"), row.getBoolean("was_active")),
                row.getObject("moderated_at", LocalDateTime.class).toInstant(ZoneOffset.UTC));
    }

    static long countEntries(Handle handle, int reelId) {
        return handle.createQuery("SELECT COUNT(*) FROM reel_moderations WHERE reel_id = :reel")
                .bind("reel", reelId)
                .mapTo(Long.class)
                .one();
    }

    /** Ids of reels that wait for approval, the oldest first. */
    static int[] pending(Handle handle, PageRequest page) {
        return handle
                .createQuery(PENDING_PAGE)
                .bind("limit", page.perPage())
                .bind("offset", page.offset())
                .mapTo(Integer.class)
                .list()
                .stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    static long countPending(Handle handle) {
        return handle.createQuery(PENDING_COUNT).mapTo(Long.class).one();
    }

    /** Of these reels, by id. */
    static Map<Integer, Approval> approvals(Handle handle, List<Integer> reelIds) {
        Map<Integer, Approval> approvals = new HashMap<>();
        if (!reelIds.isEmpty()) {
            handle.createQuery("""
                            SELECT reel_id, approval_status, approved_at, approved_by, rejection_reason FROM reels
                            WHERE reel_id IN (<reels>)
                            """)
                    .bindList("reels", reelIds)
                    .map((row, context) -> approvals.put(row.getInt("reel_id"), approval(row)))
                    .list();
        }
        return approvals;
    }

    private static Approval approval(ResultSet row) throws SQLException {
        LocalDateTime at = row.getObject("approved_at", LocalDateTime.class);
        return new Approval(
                row.getString("approval_status"),
                at == null ? null : at.toInstant(ZoneOffset.UTC),
                row.getObject("approved_by", Integer.class),
                row.getString("rejection_reason"));
    }
}
