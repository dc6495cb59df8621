package com.aoin.reels.reel.index;

import java.util.Arrays;

/** Ints without boxes. */
final class IntList {
    private static final int[] EMPTY = {};

    private int[] values = EMPTY;
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Growth.of(size));
        }
        values[size++] = value;
    }

    int get(int at) {
        return values[at];
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        values = EMPTY;
        size = 0;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
