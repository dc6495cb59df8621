package com.aoin.reels.feed.ranking;

import com.aoin.reels.reel.index.IndexedReel;
import java.util.Comparator;

/**
 * A reel of a feed.
 *
 * @param tier    the one that drew it
 * @param watched by the shopper, as of the ranking
 */
public record Ranked(IndexedReel reel, Tier tier, boolean watched, double score) {
    /** Newer first, then the higher id. */
    public static final Comparator<IndexedReel> NEWEST = Comparator.comparingLong(IndexedReel::createdMicros)
            .thenComparingInt(IndexedReel::reelId)
            .reversed();

    /** What was not watched first, then by score; equals newer first. */
    static final Comparator<Ranked> ORDER = Comparator.comparing(Ranked::watched)
            .thenComparing(Comparator.comparingDouble(Ranked::score).reversed())
            .thenComparing(Ranked::reel, NEWEST);
}
