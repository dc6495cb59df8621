package com.aoin.reels.feed.ranking;

import com.aoin.reels.reel.index.IndexedReel;

/** How much a reel is in demand at a moment: its engagement, weakened in steps and by its age in hours. */
public final class TrendingScore {
    private static final double MICROS_PER_HOUR = 3_600_000_000.0;
    private static final double FRESH_HOURS = 6;
    private static final double FRESH_BOOST = 1.5;

    private TrendingScore() {}

    /**
     * The score.
     *
     * @param nowMicros microseconds since the epoch; a reel of the future is taken as made now
     */
    public static double of(IndexedReel reel, long nowMicros) {
        return of(reel.likes(), reel.shares(), reel.views(), (nowMicros - reel.createdMicros()) / MICROS_PER_HOUR);
    }

    static double of(int likes, int shares, int views, double age) {
        double hours = Math.max(0, age);
        double engagement = likes * 2.0 + shares * 3.0 + views * 0.1;
        double score = engagement * decay(hours) / (hours + 1);
        return hours < FRESH_HOURS ? score * FRESH_BOOST : score;
    }

    private static double decay(double hours) {
        if (hours < FRESH_HOURS) {
            return 1.0;
        }
        if (hours < 24) {
            return 0.8;
        }
        return hours < 168 ? 0.5 : 0.2;
    }
}
