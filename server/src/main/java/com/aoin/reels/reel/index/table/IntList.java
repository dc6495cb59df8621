package com.aoin.reels.reel.index.table;

import java.util.Arrays;

/** Ints without boxes. */
public final class IntList {
    private static final int[] EMPTY = {};

    private int[] values = EMPTY;
    private int size;

    public void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Growth.of(size));
        }
        values[size++] = value;
    }

    public int get(int at) {
        return values[at];
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        values = EMPTY;
        size = 0;
    }

    public int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
