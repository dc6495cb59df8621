package com.aoin.reels.analytics;

import java.util.List;

/** The figures of several reels, added up. */
record Totals(long reels, long views, long likes, long shares) {

    static Totals of(List<ReelFigures> reels) {
        long views = 0;
        long likes = 0;
        long shares = 0;
        for (ReelFigures reel : reels) {
            views += reel.views();
            likes += reel.likes();
            shares += reel.shares();
        }
        return new Totals(reels.size(), views, likes, shares);
    }
}
