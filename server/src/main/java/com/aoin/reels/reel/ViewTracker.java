package com.aoin.reels.reel;

import com.aoin.reels.auth.Caller;
import org.jspecify.annotations.Nullable;

/** Records that a reel was watched. Implemented above this package, where views are counted. */
public interface ViewTracker {
    /**
     * Records a view of a visible reel by a signed-in caller; a failure is logged, never thrown.
     *
     * @param seconds how long it was watched; null = unknown
     * @return whether the view counts
     */
    boolean track(Caller caller, Reel reel, @Nullable Integer seconds);
}
