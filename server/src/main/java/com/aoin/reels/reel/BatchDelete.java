package com.aoin.reels.reel;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Outage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes several reels of a merchant away at once. A round deletes, in one transaction, every reel that nobody else has
 * locked at the moment, and waits for none; those that were busy come in the next round, until the time is up. So a
 * batch never deadlocks with those who count views or moderate, and one reel that stays locked fails alone.
 */
final class BatchDelete {
    private static final Logger LOG = LoggerFactory.getLogger(BatchDelete.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Database database;
    private final ReelDao reels;
    private final Duration limit;

    BatchDelete(Database database, ReelDao reels) {
        this(database, reels, LIMIT);
    }

    /**
     * With another limit, for tests.
     *
     * @param limit how long to try again for reels that are busy
     */
    BatchDelete(Database database, ReelDao reels, Duration limit) {
        this.database = database;
        this.reels = reels;
        this.limit = limit;
    }

    /** What came of one reel. */
    enum Outcome {
        DELETED("Reel deleted successfully"),
        NOT_FOUND("Reel not found"),
        NOT_YOURS("This reel is not yours"),
        BUSY("The reel is busy right now, please try again");

        private final String message;

        Outcome(String message) {
            this.message = message;
        }

        String message() {
            return message;
        }
    }

    /** What came of each reel, in the order given. */
    Map<Integer, Outcome> delete(List<Integer> reelIds, Caller caller) {
        Map<Integer, Reel> found =
                reels.findAll(reelIds.stream().mapToInt(Integer::intValue).toArray());
        Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
        Set<Integer> own = new LinkedHashSet<>();
        for (int reelId : reelIds) {
            Reel reel = found.get(reelId);
            if (reel == null || !reel.existsFor(caller)) {
                outcomes.put(reelId, Outcome.NOT_FOUND);
            } else if (!isOf(caller, reel)) {
                outcomes.put(reelId, Outcome.NOT_YOURS);
            } else {
                outcomes.put(reelId, Outcome.BUSY);
                own.add(reelId);
            }
        }
        deleteInRounds(own, outcomes);
        return outcomes;
    }

    private static boolean isOf(Caller caller, Reel reel) {
        Integer merchant = caller.merchant();
        return merchant != null && merchant == reel.merchantId();
    }

    private void deleteInRounds(Set<Integer> own, Map<Integer, Outcome> outcomes) {
        Set<Integer> left = new LinkedHashSet<>(own);
        long end = System.nanoTime() + limit.toNanos();
        while (!left.isEmpty()) {
            Map<Integer, Outcome> settled = round(left, left.size() < own.size());
            outcomes.putAll(settled);
            left.removeAll(settled.keySet());
            if (System.nanoTime() >= end || Thread.currentThread().isInterrupted()) {
                return;
            }
            if (!left.isEmpty()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /**
     * The reels that are settled now; the rest is locked by others.
     *
     * @param begun whether reels of this batch are deleted already: then it must be told which, whatever happens
     */
    private Map<Integer, Outcome> round(Set<Integer> left, boolean begun) {
        try {
            return database.transaction(handle -> {
                Map<Integer, Outcome> settled = new LinkedHashMap<>();
                gone(handle, left).forEach(reelId -> settled.put(reelId, Outcome.NOT_FOUND));
                List<Integer> free = lockFree(handle, left);
                free.forEach(reelId -> settled.put(reelId, Outcome.DELETED));
                if (!free.isEmpty()) {
                    ReelRemoval.remove(handle, free);
                }
                return settled;
            });
        } catch (RuntimeException e) {
            if (!begun && !Outage.isConflict(e)) {
                throw e;
            }
            LOG.info("A part of a batch delete is tried again: {}", e.getMessage());
            return Map.of();
        }
    }

    /** Those that someone else has deleted meanwhile. */
    private static List<Integer> gone(Handle handle, Set<Integer> reelIds) {
        return handle.createQuery("SELECT reel_id FROM reels WHERE reel_id IN (<reels>) AND deleted_at IS NOT NULL")
                .bindList("reels", List.copyOf(reelIds))
                .mapTo(Integer.class)
                .list();
    }

    private static List<Integer> lockFree(Handle handle, Set<Integer> reelIds) {
        return handle.createQuery("""
                        SELECT reel_id FROM reels
                        WHERE reel_id IN (<reels>) AND deleted_at IS NULL
                        ORDER BY reel_id
                        FOR UPDATE SKIP LOCKED
                        """)
                .bindList("reels", List.copyOf(reelIds))
                .mapTo(Integer.class)
                .list();
    }
}
