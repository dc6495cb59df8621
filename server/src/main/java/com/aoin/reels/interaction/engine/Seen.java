package com.aoin.reels.interaction.engine;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of one user and one reel. It is never trimmed, so a reel that fell out of the recent views does
 * not count anew.
 */
record Seen(int longestSeconds, int countedViews, LocalDateTime firstAt, LocalDateTime lastAt) {

    /** The first view, which always counts. */
    static Seen first(@Nullable Integer seconds, LocalDateTime at) {
        return new Seen(seconds == null ? 0 : seconds, 1, at, at);
    }

    /**
     * A further view: it counts when it is at least a quarter longer than the longest so far.
     *
     * @param at not before {@link #lastAt}
     */
    Seen again(@Nullable Integer seconds, LocalDateTime at) {
        int watched = seconds == null ? 0 : seconds;
        boolean counts = longestSeconds > 0 && watched * 4L >= longestSeconds * 5L;
        return new Seen(Math.max(longestSeconds, watched), countedViews + (counts ? 1 : 0), firstAt, at);
    }

    /** Whether the user has watched the reel to 80 % at least once. */
    boolean isComplete(int durationSeconds) {
        return durationSeconds > 0 && longestSeconds * 5L >= durationSeconds * 4L;
    }
}
