package com.aoin.reels.reel.index;

import java.util.Arrays;

/** The highest of many different longs, as a heap whose lowest stands on top. */
final class Best {
    private final int limit;
    private long[] heap;
    private int size;

    /**
     * Keeps so many.
     *
     * @param limit 0 = none
     */
    Best(int limit) {
        this.limit = limit;
        this.heap = new long[Math.min(limit, 64)];
    }

    void offer(long value) {
        if (size < limit) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, Math.min(limit, size * 2));
            }
            rise(size++, value);
        } else if (limit > 0 && value > heap[0]) {
            sink(value);
        }
    }

    private void rise(int from, long value) {
        int at = from;
        while (at > 0 && heap[(at - 1) / 2] > value) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = value;
    }

    private void sink(long value) {
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= value) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = value;
    }

    /** Those kept, highest first; nothing may be offered afterwards. */
    long[] sorted() {
        long[] sorted = Arrays.copyOf(heap, size);
        Arrays.sort(sorted);
        for (int low = 0, high = size - 1; low < high; low++, high--) {
            long swapped = sorted[low];
            sorted[low] = sorted[high];
            sorted[high] = swapped;
        }
        return sorted;
    }
}
