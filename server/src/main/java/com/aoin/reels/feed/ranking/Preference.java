package com.aoin.reels.feed.ranking;

import java.time.Duration;
import java.time.Instant;

/**
 * How much a user likes a category.
 *
 * @param score         0 to 1, as of the last interaction
 * @param interactionAt the last interaction with it
 */
public record Preference(int categoryId, double score, Instant interactionAt) {
    /** What is left of it: all for a week, half after a month, then down to a tenth. Whole days count. */
    public double decayed(Instant now) {
        return score * factor(Math.max(0, Duration.between(interactionAt, now).toDays()));
    }

    static double factor(long days) {
        if (days <= 7) {
            return 1.0;
        }
        if (days <= 30) {
            return 1.0 - (days - 7) / 46.0;
        }
        return Math.max(0.1, 0.5 - (days - 30) / 120.0);
    }
}
