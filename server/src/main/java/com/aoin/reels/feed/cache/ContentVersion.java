package com.aoin.reels.feed.cache;

import com.aoin.reels.reel.ReelChanges;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
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

    @Override
    public void changed(int[] reelIds) {
        boolean flipped = false;
        for (int reelId : reelIds) {
            flipped |= flips(reelId, visible.test(reelId));
        }
        if (flipped) {
            version.incrementAndGet();
            followers.forEach(Runnable::run);
        }
    }

    /** A new price, description or number in stock changes no feed. */
    private boolean flips(int reelId, boolean now) {
        synchronized (known) {
            boolean same = known.get(reelId) && shown.get(reelId) == now;
            known.set(reelId);
            shown.set(reelId, now);
            return !same;
        }
    }
}
