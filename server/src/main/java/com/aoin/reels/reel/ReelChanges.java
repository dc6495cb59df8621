package com.aoin.reels.reel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of reels whose content or visibility has changed: new, edited, moderated, deleted ones, and those whose product
 * or merchant has. Whoever commits a change to reels calls {@link #committed} before it answers. The index takes it in
 * first; everyone else follows, in the order in which they were added, and finds the index up to date. What others
 * commit to the database, they hear of within about a second. Counters are not told of.
 */
public final class ReelChanges {
    private static final Logger LOG = LoggerFactory.getLogger(ReelChanges.class);

    private final Follower index;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    /** Hears of changes; it returns when it has taken them in. */
    @FunctionalInterface
    public interface Follower {
        /**
         * Called after the commit.
         *
         * @param reelIds whose row, product or merchant changed; the reel may be deleted, and nothing may have changed
         */
        void changed(int[] reelIds);
    }

    /**
     * Changes of one node.
     *
     * @param index told first of what this node commits
     */
    public ReelChanges(Follower index) {
        this.index = index;
    }

    /** Adds a follower, to be told after those that are there already. */
    public void follow(Follower follower) {
        followers.add(follower);
    }

    /** To be called after this node's commit and before the answer. */
    public void committed(int... reelIds) {
        if (reelIds.length > 0) {
            tell(index, reelIds);
            indexed(reelIds);
        }
    }

    /** Tells of what the index has taken in already. */
    public void indexed(int[] reelIds) {
        if (reelIds.length > 0) {
            followers.forEach(follower -> tell(follower, reelIds));
        }
    }

    /** The change is committed, so whatever a follower makes of it, the answer is that it was. */
    private static void tell(Follower follower, int[] reelIds) {
        try {
            follower.changed(reelIds);
        } catch (RuntimeException e) {
            LOG.error("A follower missed a change of {} reels", reelIds.length, e);
        }
    }
}
