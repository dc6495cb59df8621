package com.aoin.reels.reel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells of reels whose content or visibility has changed: new, edited, moderated, deleted ones, and those whose product
 * or merchant has. Whoever commits such a change calls {@link #committed} before it answers; the reader of the index
 * calls it for what others have committed. Followers hear of it one after another, in the order in which they were
 * added, so that one that hears of it later finds the index up to date. Counters are not told of.
 */
public final class ReelChanges {
    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    /** Hears of changes. It returns when it has taken them in; a failure is its own to handle. */
    @FunctionalInterface
    public interface Follower {
        /**
         * Called after the commit, by the thread that committed.
         *
         * @param reelIds whose row, product or merchant changed; the reel may be deleted, and nothing may have changed
         */
        void changed(int[] reelIds);
    }

    /** Adds a follower, to be told after those that are there already. */
    public void follow(Follower follower) {
        followers.add(follower);
    }

    /** To be called after the commit and before the answer. */
    public void committed(int... reelIds) {
        if (reelIds.length > 0) {
            followers.forEach(follower -> follower.changed(reelIds));
        }
    }
}
