package com.aoin.reels.feed.cache;

import com.aoin.reels.reel.ReelChanges;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;

/**
 * A number that changes whenever a reel appears or disappears for shoppers: uploaded, approved, hidden, rejected,
 * deleted, sold out or back in stock. What was made under another number is not up to date. It follows the index, so
 * whoever sees the new number finds the change in the index.
 */
public final class ContentVersion implements ReelChanges.Follower {
    private final IntPredicate visible;
    private final AtomicLong version = new AtomicLong(1);
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private final ReentrantLock looking = new ReentrantLock();
    /** What was found at the last change of each reel that has changed since the start. */
    private final BitSet known = new BitSet();

    private final BitSet shown = new BitSet();

    /**
     * Starts to count.
     *
     * @param visible whether a reel is visible as far as the index knows
     */
    public ContentVersion(IntPredicate visible) {
        this.visible = visible;
    }

    public long current() {
        return version.get();
    }

    /** Has work done after each change of the number, by the thread that made the change. */
    public void follow(Runnable follower) {
        followers.add(follower);
    }

    /**
     * Looks and counts as one step: who is told that nothing has changed may rely on the change having been counted, and
     * what was seen earlier never replaces what was seen later. The index tells of changes without holding its lock.
     */
    @Override
    public void changed(int[] reelIds) {
        looking.lock();
        try {
            boolean flipped = false;
            for (int reelId : reelIds) {
                flipped |= flips(reelId, visible.test(reelId));
            }
            if (flipped) {
                version.incrementAndGet();
                followers.forEach(Runnable::run);
            }
        } finally {
            looking.unlock();
        }
    }

    /** A new price, description or number in stock changes no feed. */
    private boolean flips(int reelId, boolean now) {
        boolean same = known.get(reelId) && shown.get(reelId) == now;
        known.set(reelId);
        shown.set(reelId, now);
        return !same;
    }
}
