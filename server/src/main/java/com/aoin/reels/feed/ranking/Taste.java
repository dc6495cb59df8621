package com.aoin.reels.feed.ranking;

import com.aoin.reels.reel.index.IndexedReel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What is known of what a shopper likes, and what a reel is worth to them.
 *
 * @param followed    merchants
 * @param preferences decayed, 0 to 1, by category
 * @param similar     share of the similar users who liked a reel, 0 to 1, by reel
 */
public record Taste(Set<Integer> followed, Map<Integer, Double> preferences, Map<Integer, Double> similar) {
    private static final double FOLLOWED = 0.4;
    private static final double CATEGORY = 0.3;
    private static final double TRENDING = 0.2;
    private static final double SIMILAR = 0.1;
    private static final long NEW_MICROS = TimeUnit.HOURS.toMicros(24);
    private static final double NEW = 1.0;
    /** A new reel is boosted one and a half times. */
    private static final double OLDER = 2.0 / 3;

    /** Nothing is known. */
    public static Taste unknown() {
        return new Taste(Set.of(), Map.of(), Map.of());
    }

    /**
     * The final score, 0 to 1.
     *
     * @param trending  relative to the best candidate's, 0 to 1
     * @param nowMicros microseconds since the epoch
     */
    double score(IndexedReel reel, double trending, long nowMicros) {
        return FOLLOWED * followed(reel, nowMicros)
                + CATEGORY * preferences.getOrDefault(reel.categoryId(), 0.0)
                + TRENDING * trending
                + SIMILAR * similar.getOrDefault(reel.reelId(), 0.0);
    }

    private double followed(IndexedReel reel, long nowMicros) {
        if (!followed.contains(reel.merchantId())) {
            return 0;
        }
        return nowMicros - reel.createdMicros() < NEW_MICROS ? NEW : OLDER;
    }
}
