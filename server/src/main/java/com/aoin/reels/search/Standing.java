package com.aoin.reels.search;

import com.aoin.reels.reel.index.IndexedReel;

/**
 * How well a reel does, as a gentle factor on how well the words match: {@code 1 + 0.2 · popularity + 0.1 · freshness}.
 * Popularity is {@code log(1 + engagement) / log(1 + 1,000,000)}, at most 1, where engagement is that of trending,
 * 0.1 for a view, 2 for a like, 3 for a share. Freshness halves every 30 days. So equal matches put the better reel
 * first, and no popularity makes up for a word in the wrong place.
 */
final class Standing {
    private static final double POPULARITY = 0.2;
    private static final double FRESHNESS = 0.1;
    private static final double MOST_POPULAR = Math.log1p(1_000_000);
    private static final double HALF_LIFE_MICROS = 30 * 86_400 * 1e6;

    private Standing() {}

    static float of(IndexedReel reel, long nowMicros) {
        double engagement = 0.1 * reel.views() + 2.0 * reel.likes() + 3.0 * reel.shares();
        double popularity = Math.min(1, Math.log1p(Math.max(0, engagement)) / MOST_POPULAR);
        double age = Math.max(0, nowMicros - reel.createdMicros());
        double freshness = Math.pow(2, -age / HALF_LIFE_MICROS);
        return (float) (1 + POPULARITY * popularity + FRESHNESS * freshness);
    }
}
