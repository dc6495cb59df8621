package com.aoin.reels.interaction.engine;

import java.util.Comparator;

/** A user and a reel, merchant or category. */
record Pair(int userId, int otherId) {
    static final Comparator<Pair> ORDER = Comparator.comparingInt(Pair::userId).thenComparingInt(Pair::otherId);
}
