package com.aoin.reels.analytics;

import java.util.Comparator;

/**
 * What one reel has achieved.
 *
 * @param createdMicros     when it was made, in microseconds since 1970
 * @param uniqueViewers     how many users have watched it at all
 * @param longestSecondsSum the longest watch of each of them, added up
 * @param completions       how many of them have watched 80 % or more
 */
record ReelFigures(
        int reelId,
        long createdMicros,
        int views,
        int likes,
        int shares,
        int uniqueViewers,
        long longestSecondsSum,
        int completions) {

    private static final Comparator<ReelFigures> NEWEST = Comparator.comparingLong(ReelFigures::createdMicros)
            .thenComparingInt(ReelFigures::reelId)
            .reversed();

    /** What comes first; equal values stand newest first. */
    enum Sort {
        CREATED_AT,
        VIEWS,
        LIKES,
        SHARES,
        ENGAGEMENT;

        Comparator<ReelFigures> order() {
            return switch (this) {
                case CREATED_AT -> NEWEST;
                case VIEWS -> most(Comparator.comparingInt(ReelFigures::views));
                case LIKES -> most(Comparator.comparingInt(ReelFigures::likes));
                case SHARES -> most(Comparator.comparingInt(ReelFigures::shares));
                case ENGAGEMENT -> most(ReelFigures::compareEngagement);
            };
        }

        private static Comparator<ReelFigures> most(Comparator<ReelFigures> least) {
            return least.reversed().thenComparing(NEWEST);
        }
    }

    /** By the exact quotients, which rounding would make equal too often; without views it is 0. */
    private static int compareEngagement(ReelFigures one, ReelFigures other) {
        if (one.views == 0 || other.views == 0) {
            return Long.compare(one.views == 0 ? 0 : one.reactions(), other.views == 0 ? 0 : other.reactions());
        }
        return Long.compare(one.reactions() * other.views, other.reactions() * one.views);
    }

    private long reactions() {
        return (long) likes + shares;
    }
}
