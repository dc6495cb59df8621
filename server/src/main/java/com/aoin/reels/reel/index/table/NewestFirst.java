package com.aoin.reels.reel.index.table;

import java.util.Arrays;

/** Slots by the age of their reels. They are kept oldest first, so that a new reel is added at the end. */
public final class NewestFirst {
    /** So many elements may move for each slot of a change; where more would, one pass over all is cheaper. */
    private static final int FEW = 8;

    private static final int[] EMPTY = {};

    private int[] slots = EMPTY;
    private int size;

    public int size() {
        return size;
    }

    /** The slot at a place, 0 = the newest. */
    public int get(int place) {
        return slots[size - 1 - place];
    }

    /** How many are newer than this or the same: the place of the first one that is older. */
    public int placeBelow(ReelColumns reels, long createdMicros, int reelId) {
        return size - countOlder(reels, createdMicros, reelId);
    }

    private int countOlder(ReelColumns reels, long createdMicros, int reelId) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (reels.isOlder(slots[middle], createdMicros, reelId)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Adds slots that are not there yet, sorted oldest first. */
    void addAll(ReelColumns reels, IntList sorted) {
        int count = sorted.size();
        if (size + count > slots.length) {
            slots = Arrays.copyOf(slots, Math.max(size + count, Growth.of(slots.length)));
        }
        if (count <= FEW) {
            for (int i = 0; i < count; i++) {
                insert(reels, sorted.get(i));
            }
            return;
        }
        int at = size + count;
        int old = size - 1;
        for (int i = count - 1; i >= 0; i--) {
            int slot = sorted.get(i);
            while (old >= 0 && reels.isOlder(slot, slots[old])) {
                slots[--at] = slots[old--];
            }
            slots[--at] = slot;
        }
        size += count;
    }

    private void insert(ReelColumns reels, int slot) {
        int at = countOlder(reels, reels.created[slot], reels.id[slot]);
        System.arraycopy(slots, at, slots, at + 1, size - at);
        slots[at] = slot;
        size++;
    }

    /** Removes slots that are there, sorted oldest first. */
    void removeAll(ReelColumns reels, IntList sorted) {
        int count = sorted.size();
        if (count <= FEW) {
            for (int i = 0; i < count; i++) {
                int slot = sorted.get(i);
                int at = countOlder(reels, reels.created[slot], reels.id[slot]);
                System.arraycopy(slots, at + 1, slots, at, size - at - 1);
                size--;
            }
            return;
        }
        int kept = countOlder(reels, reels.created[sorted.get(0)], reels.id[sorted.get(0)]);
        int next = 0;
        for (int at = kept; at < size; at++) {
            if (next < count && slots[at] == sorted.get(next)) {
                next++;
            } else {
                slots[kept++] = slots[at];
            }
        }
        size = kept;
    }

    long bytes() {
        return 24 + 16 + 4L * slots.length;
    }
}
