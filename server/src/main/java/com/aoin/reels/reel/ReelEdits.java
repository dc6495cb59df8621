package com.aoin.reels.reel;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.ApiException;
import java.util.List;
import java.util.Map;

/** What its merchant may do to a reel after the upload. */
public final class ReelEdits {
    private final Database database;
    private final ReelDao reels;
    private final ReelChanges changes;
    private final boolean requireApproval;
    private final Runnable mediaRemoved;
    private final BatchDelete batches;

    /**
     * Edits of this database's reels.
     *
     * @param requireApproval whether an edited description must be approved anew
     * @param mediaRemoved    told after media were marked for removal
     */
    public ReelEdits(
            Database database, ReelDao reels, ReelChanges changes, boolean requireApproval, Runnable mediaRemoved) {
        this.database = database;
        this.reels = reels;
        this.changes = changes;
        this.requireApproval = requireApproval;
        this.mediaRemoved = mediaRemoved;
        this.batches = new BatchDelete(database, reels);
    }

    /**
     * The caller's own reel.
     *
     * @throws ApiException NOT_FOUND_ERROR when it does not exist for the caller, AUTHORIZATION_ERROR when it is
     *     another merchant's
     */
    Reel requireOwn(int reelId, Caller caller) {
        Reel reel = reels.find(reelId).filter(found -> found.existsFor(caller)).orElseThrow(ReelEdits::notFound);
        Integer merchant = caller.merchant();
        if (merchant == null || merchant != reel.merchantId()) {
            throw ApiException.forbidden("This reel is not yours");
        }
        return reel;
    }

    /** Replaces the description of the caller's own reel; where approval is required, it waits for it again. */
    Reel describe(int reelId, String description) {
        String moderation = requireApproval
                ? ", approval_status = 'pending', approved_at = NULL, approved_by = NULL, rejection_reason = NULL"
                : "";
        int changed = database.transaction(handle -> handle.createUpdate(
                        "UPDATE reels SET description = :description, updated_at = UTC_TIMESTAMP(6)" + moderation
                                + " WHERE reel_id = :reel AND deleted_at IS NULL")
                .bind("description", description)
                .bind("reel", reelId)
                .execute());
        if (changed == 0) {
            throw notFound();
        }
        changes.committed(reelId);
        return reels.find(reelId).orElseThrow(ReelEdits::notFound);
    }

    /** Takes a reel away for good; its video and thumbnail are removed from storage afterwards. */
    void delete(int reelId) {
        database.execute(handle -> {
            if (ReelRemoval.remove(handle, List.of(reelId)) == 0) {
                throw notFound();
            }
        });
        changes.committed(reelId);
        mediaRemoved.run();
    }

    /** As {@link #delete}, for several at once, each of which succeeds or fails by itself. */
    Map<Integer, BatchDelete.Outcome> deleteAll(List<Integer> reelIds, Caller caller) {
        Map<Integer, BatchDelete.Outcome> outcomes = batches.delete(reelIds, caller);
        int[] deleted = reelIds.stream()
                .filter(reelId -> outcomes.get(reelId) == BatchDelete.Outcome.DELETED)
                .mapToInt(Integer::intValue)
                .toArray();
        if (deleted.length > 0) {
            changes.committed(deleted);
            mediaRemoved.run();
        }
        return outcomes;
    }

    static ApiException notFound() {
        return ApiException.notFound("Reel not found");
    }
}
