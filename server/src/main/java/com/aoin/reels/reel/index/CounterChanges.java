package com.aoin.reels.reel.index;

import java.util.List;

/** Hears of what this node has added to the counters of reels. Called where interactions are committed. */
@FunctionalInterface
public interface CounterChanges {
    /** For where nobody wants to hear of them. */
    CounterChanges UNHEARD = added -> {};

    /**
     * What one commit added to a reel's counters; likes may be negative.
     *
     * @param views  counted views
     * @param shares of users and of anonymous callers
     */
    record Added(int reelId, int views, int likes, int shares) {}

    /** Called after each commit, by the thread that committed; it must return within microseconds. */
    void counted(List<Added> added);
}
