package com.aoin.reels.interaction.engine;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node's batches have left of the users who come again and again: who swipes views a reel every few seconds,
 * and reading the window, the ledger and the preferences was a sixth of what a view cost the database.
 *
 * <p><b>Right on any number of nodes.</b> Every change of a user's rows moves the version of the user's totals, under
 * the lock of these, to a number that never was there before. A batch reads it with the lock. So what is remembered is
 * used when it is of that very version, and read anew when it is not: somebody else was here, or a commit of ours has
 * failed. Nothing has to be told from node to node.
 *
 * <p>A batch takes a user out and puts the user back with the version that it is about to commit, so no two use the
 * same rows. Those who were not here for longest leave when the room is full.
 */
final class UserMemory {
    /** Who has viewed more reels than this is not remembered. */
    static final int MOST_VIEWS = 2_000;

    private final long capacity;
    /** The one put back longest ago first. */
    private final Map<Integer, RememberedUser> users = new LinkedHashMap<>();

    private long bytes;
    private long found;
    private long missed;

    /**
     * Remembers nobody yet.
     *
     * @param capacity in bytes, about; 0 remembers nobody ever
     */
    UserMemory(long capacity) {
        this.capacity = capacity;
    }

    /** Whether a user's rows need not be looked for one by one: they are here, or will be read as a whole. */
    synchronized boolean expects(int userId) {
        RememberedUser user = users.get(userId);
        return user != null && (user.isComplete() || user.isRegular());
    }

    /** Takes a user out, or one to get to know when nothing of this version is remembered. */
    synchronized RememberedUser take(int userId, long version) {
        RememberedUser left = remove(userId);
        boolean wanders = left != null && left.version() != version;
        RememberedUser user = left == null || wanders ? new RememberedUser(wanders) : left;
        if (user.isComplete()) {
            found++;
        } else {
            missed++;
        }
        return user;
    }

    /**
     * Puts the users of a batch back as the batch leaves them, before it is committed: the next one that may lock them
     * should find them. If this one fails, it must {@link #forget} them.
     */
    synchronized void put(BatchState state) {
        learn(state);
        state.remembered().forEach((id, user) -> {
            user.comesTo(state.versionAfter(id), isWorthwhile(state, id));
            if (!user.isComplete() || state.totals(id).views() <= MOST_VIEWS) {
                put(id, user);
            }
        });
    }

    /** A window that is not full gets rows whose ids are not known, and a long ledger takes much room. */
    private static boolean isWorthwhile(BatchState state, int userId) {
        RecentViews window = state.recent().get(userId);
        return window != null && window.isFull() && state.totals(userId).views() <= MOST_VIEWS;
    }

    private static void learn(BatchState state) {
        state.seen().changed().forEach(change -> {
            RememberedUser user = state.remembered(change.getKey().userId());
            if (user.isComplete()) {
                user.know(change.getKey().otherId(), change.getValue());
            }
        });
        state.preferences().changed().forEach(change -> {
            int id = change.getKey().userId();
            if (change.getValue().id() == null) {
                startAnew(state, id);
            } else if (state.remembered(id).isComplete()) {
                state.remembered(id).know(change.getKey().otherId(), change.getValue());
            }
        });
        state.recent().forEach((id, window) -> {
            if (!state.remembered().containsKey(id)) {
                // The shop no longer knows the user, whose totals are still there.
                return;
            }
            RecentViews.Changes changes = window.changes();
            if (changes.written().stream().anyMatch(row -> row.id() == null)) {
                startAnew(state, id);
            } else if (state.remembered(id).isComplete()) {
                changes.fallen().forEach(state.remembered(id)::forgetRow);
                changes.written().forEach(state.remembered(id)::know);
            }
        });
    }

    /** A row that is still to be inserted has no id yet, by which it could be changed the next time. */
    private static void startAnew(BatchState state, int userId) {
        state.know(userId, new RememberedUser(false));
    }

    private void put(int userId, RememberedUser user) {
        remove(userId);
        users.put(userId, user);
        bytes += user.bytes();
        Iterator<RememberedUser> longestAway = users.values().iterator();
        while (bytes > capacity) {
            bytes -= longestAway.next().bytes();
            longestAway.remove();
        }
    }

    /** How often a user of a batch was remembered. */
    synchronized long found() {
        return found;
    }

    /** How often a user of a batch was not. */
    synchronized long missed() {
        return missed;
    }

    synchronized void forget(Collection<Integer> userIds) {
        userIds.forEach(this::remove);
    }

    private @Nullable RememberedUser remove(int userId) {
        RememberedUser user = users.remove(userId);
        if (user != null) {
            bytes -= user.bytes();
        }
        return user;
    }
}
