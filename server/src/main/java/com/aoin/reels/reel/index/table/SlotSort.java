package com.aoin.reels.reel.index.table;

/** Sorts slots, oldest first. Reels come mostly in this order, so what is in order already is left alone. */
public final class SlotSort {
    private final ReelColumns reels;

    public SlotSort(ReelColumns reels) {
        this.reels = reels;
    }

    public void sort(int[] slots) {
        sort(slots, new int[slots.length / 2 + 1], 0, slots.length);
    }

    private void sort(int[] slots, int[] spare, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(slots, spare, from, middle);
        sort(slots, spare, middle, to);
        if (reels.isOlder(slots[middle], slots[middle - 1])) {
            merge(slots, spare, from, middle, to);
        }
    }

    private void merge(int[] slots, int[] spare, int from, int middle, int to) {
        int left = middle - from;
        System.arraycopy(slots, from, spare, 0, left);
        int at = from;
        int right = middle;
        for (int i = 0; i < left; at++) {
            slots[at] = right < to && reels.isOlder(slots[right], spare[i]) ? slots[right++] : spare[i++];
        }
    }
}
