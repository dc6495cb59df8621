package com.aoin.reels.search;

/** What a search asks of the reels that its words match: the ranking index, seen through the caller's filters. */
interface Shelf {
    /** The weight of a reel that is not shown, or that the filters leave out. */
    float ABSENT = 0;

    /**
     * Weighs reels.
     *
     * @param reelIds   the first {@code count} are asked for
     * @param weights   takes what the words' score of each is multiplied with: 1 or more, or {@link #ABSENT}
     * @param createdAt takes when each that has a weight was made, in any unit
     */
    void weigh(int[] reelIds, int count, float[] weights, long[] createdAt);
}
