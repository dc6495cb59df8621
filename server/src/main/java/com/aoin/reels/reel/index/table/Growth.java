package com.aoin.reels.reel.index.table;

/** How arrays grow: by half while they are small, by an eighth once it matters. */
final class Growth {
    private static final int LARGE = 4096;

    private Growth() {}

    /** The next capacity of an array that is full. */
    static int of(int capacity) {
        return Math.max(4, capacity + (capacity < LARGE ? capacity / 2 : capacity / 8));
    }
}
