package com.aoin.reels.moderation;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.moderation.ModerationDao.Approval;
import com.aoin.reels.moderation.ModerationDao.Entry;
import com.aoin.reels.moderation.ModerationDao.Locked;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelChanges;
import com.aoin.reels.reel.ReelDao;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of admins, section 8 of the contract. A decision and its record are one transaction that holds the reel's
 * row, so of two at once the later one stands, and each is recorded with the state that it found.
 */
final class Moderation {
    private final Database database;
    private final ReelDao reels;
    private final ReelChanges changes;

    Moderation(Database database, ReelDao reels, ReelChanges changes) {
        this.database = database;
        this.reels = reels;
        this.changes = changes;
    }

    /** A page of reels with how they stand, and the number of all. */
    record Queue(List<Reel> reels, Map<Integer, Approval> approvals, long total) {}

    /** A page of decisions, the newest first, and the number of all. */
    record History(List<Entry> entries, long total) {}

    /**
     * Takes effect in the next answer of every list.
     *
     * @throws ApiException NOT_FOUND_ERROR when the reel does not exist or is deleted; 409 when it is to be approved with
     *     another description than it has
     */
    Reel decide(int reelId, Decision decision, Caller.Admin admin) {
        database.execute(handle -> {
            Locked before = ModerationDao.lock(handle, reelId).orElseThrow(Moderation::notFound);
            switch (decision) {
                case Decision.Approve approve -> {
                    requireUnchanged(approve.description(), before);
                    ModerationDao.approve(handle, reelId, admin.user());
                }
                case Decision.Reject(String reason) -> ModerationDao.reject(handle, reelId, reason);
                case Decision.Hide _ -> ModerationDao.hide(handle, reelId);
            }
            ModerationDao.record(handle, reelId, decision, admin, before.state());
        });
        changes.committed(reelId);
        return require(reelId);
    }

    /** The merchant may have written another one while the admin read. */
    private static void requireUnchanged(@Nullable String seen, Locked now) {
        if (seen != null && !seen.equals(now.description())) {
            throw ApiException.withStatus(
                    409,
                    ErrorCode.VALIDATION_ERROR,
                    "description",
                    "The description was changed meanwhile, please read it again");
        }
    }

    /** Refuses a reel that does not exist or is deleted. */
    Reel require(int reelId) {
        return reels.find(reelId).filter(reel -> !reel.isDeleted()).orElseThrow(Moderation::notFound);
    }

    Map<Integer, Approval> approvals(List<Reel> page) {
        List<Integer> ids = page.stream().map(Reel::reelId).toList();
        return database.read(handle -> ModerationDao.approvals(handle, ids));
    }

    /** Reels that wait for approval, the oldest first. */
    Queue pending(PageRequest page) {
        long total = database.read(ModerationDao::countPending);
        int[] ids = database.read(handle -> ModerationDao.pending(handle, page));
        Map<Integer, Reel> found = reels.findAll(ids);
        List<Reel> waiting = new ArrayList<>(ids.length);
        for (int id : ids) {
            Reel reel = found.get(id);
            if (reel != null && !reel.isDeleted()) {
                waiting.add(reel);
            }
        }
        return new Queue(waiting, approvals(waiting), total);
    }

    History history(int reelId, PageRequest page) {
        require(reelId);
        return database.read(handle ->
                new History(ModerationDao.entries(handle, reelId, page), ModerationDao.countEntries(handle, reelId)));
    }

    private static ApiException notFound() {
        return ApiException.notFound("Reel not found");
    }
}
