package com.aoin.reels.feed;

import java.util.Arrays;

/** Ids in rising order: a set for many of them. */
final class SortedIds {
    private int[] ids = new int[64];
    private int size;

    /** Adds one that is higher than those before it. */
    void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        ids[size++] = id;
    }

    boolean contains(int id) {
        return Arrays.binarySearch(ids, 0, size, id) >= 0;
    }
}
