package com.aoin.reels.reel.index;

/** Some ids of a list in their order, and how many the whole list has. */
public final class Slice {
    private final int[] ids;
    private final int total;

    Slice(int[] ids, int total) {
        this.ids = ids;
        this.total = total;
    }

    public int[] ids() {
        return ids;
    }

    public int total() {
        return total;
    }
}
