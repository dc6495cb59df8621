package com.aoin.reels.reel.index;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The highest of many different longs. Takes time in proportion to how many are offered, however many are kept, so that
 * the last page of a long list costs about as much as its first.
 */
final class Best {
    private final int limit;
    /** Twice as many as are kept at most: the lower half goes when it is full. */
    private long[] values = new long[64];

    private int size;
    /** What is not above it is not among the highest. */
    private long floor = Long.MIN_VALUE;

    /**
     * Keeps so many.
     *
     * @param limit 1 or more
     */
    Best(int limit) {
        this.limit = limit;
    }

    void offer(long value) {
        if (value > floor) {
            if (size == values.length) {
                makeRoom();
            }
            values[size++] = value;
        }
    }

    private void makeRoom() {
        if (size / 2 < limit) {
            values = Arrays.copyOf(values, size * 2);
        } else {
            cut();
        }
    }

    private void cut() {
        if (size > limit) {
            putFirst(limit);
            size = limit;
            floor = Arrays.stream(values, 0, limit).min().orElseThrow();
        }
    }

    /**
     * Those kept without the highest ones, highest first; nothing may be offered afterwards.
     *
     * @param without so many
     */
    long[] sorted(int without) {
        cut();
        putFirst(without);
        long[] sorted = Arrays.copyOfRange(values, Math.min(without, size), size);
        Arrays.sort(sorted);
        for (int low = 0, high = sorted.length - 1; low < high; low++, high--) {
            swap(sorted, low, high);
        }
        return sorted;
    }

    /** Moves so many of the highest values before all others, in any order, by quickselect. */
    private void putFirst(int count) {
        int first = 0;
        int last = size - 1;
        // The boundary lies within first and last: what is before is higher, what is after lower than both.
        while (first < last && count > first && count <= last) {
            long pivot = values[ThreadLocalRandom.current().nextInt(first, last + 1)];
            int low = first;
            int high = last;
            while (low <= high) {
                while (values[low] > pivot) {
                    low++;
                }
                while (values[high] < pivot) {
                    high--;
                }
                if (low <= high) {
                    swap(values, low++, high--);
                }
            }
            if (count <= high) {
                last = high;
            } else if (count >= low) {
                first = low;
            } else {
                return;
            }
        }
    }

    private static void swap(long[] values, int one, int other) {
        long swapped = values[one];
        values[one] = values[other];
        values[other] = swapped;
    }
}
