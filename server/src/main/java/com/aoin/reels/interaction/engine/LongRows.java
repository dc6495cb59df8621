package com.aoin.reels.interaction.engine;

import java.util.Arrays;

/**
 * Rows of a few whole numbers each, in the order of the first, which no two share. They take a fraction of the room of
 * objects, and leave the collector nothing to follow.
 */
final class LongRows {
    private static final int ROOM = 8;

    private final int width;
    private long[] cells = {};
    private int size;

    LongRows(int width) {
        this.width = width;
    }

    int size() {
        return size;
    }

    /** Where the row with this first number is; negative when there is none. */
    int find(long key) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = cells[middle * width];
            if (found == key) {
                return middle;
            }
            if (found < key) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    long at(int row, int column) {
        return cells[row * width + column];
    }

    /** Puts a row in the place of the one with the same first number, or beside the others. */
    void put(long... row) {
        int at = find(row[0]);
        if (at < 0) {
            at = -at - 1;
            insert(at);
        }
        System.arraycopy(row, 0, cells, at * width, width);
    }

    private void insert(int at) {
        if ((size + 1) * width > cells.length) {
            cells = Arrays.copyOf(cells, (size + size / 8 + ROOM) * width);
        }
        System.arraycopy(cells, at * width, cells, (at + 1) * width, (size - at) * width);
        size++;
    }

    void remove(long key) {
        int at = find(key);
        if (at >= 0) {
            size--;
            System.arraycopy(cells, (at + 1) * width, cells, at * width, (size - at) * width);
        }
    }

    /** What the rows take in memory, about. */
    int bytes() {
        return cells.length * Long.BYTES;
    }
}
