package com.aoin.reels.reel.index.table;

import java.util.Arrays;

/** Finds the slot of an id: open addressing over slots, whose ids stand in a column of their owner. */
final class SlotsById {
    static final int NONE = -1;

    /** Slots plus one; zero is free. Its length is a power of two, a quarter to three quarters of it in use. */
    private int[] table = new int[16];

    private int size;

    int find(int id, int[] ids) {
        int mask = table.length - 1;
        for (int at = home(id, mask); table[at] != 0; at = (at + 1) & mask) {
            if (ids[table[at] - 1] == id) {
                return table[at] - 1;
            }
        }
        return NONE;
    }

    /** Adds a slot whose id is not there yet. */
    void add(int slot, int[] ids) {
        if (++size > table.length / 4 * 3) {
            int[] old = table;
            table = new int[old.length * 2];
            for (int entry : old) {
                if (entry != 0) {
                    place(entry, ids);
                }
            }
        }
        place(slot + 1, ids);
    }

    private void place(int entry, int[] ids) {
        int mask = table.length - 1;
        int at = home(ids[entry - 1], mask);
        while (table[at] != 0) {
            at = (at + 1) & mask;
        }
        table[at] = entry;
    }

    /** Removes a slot that is there; those that had to make way for it move up. */
    void remove(int slot, int[] ids) {
        int mask = table.length - 1;
        int hole = home(ids[slot], mask);
        while (table[hole] != slot + 1) {
            hole = (hole + 1) & mask;
        }
        size--;
        for (int at = (hole + 1) & mask; table[at] != 0; at = (at + 1) & mask) {
            int home = home(ids[table[at] - 1], mask);
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = 0;
    }

    void clear() {
        Arrays.fill(table, 0);
        size = 0;
    }

    int size() {
        return size;
    }

    long bytes() {
        return 16 + 4L * table.length;
    }

    private static int home(int id, int mask) {
        int mixed = id * 0x9E3779B9;
        return (mixed ^ (mixed >>> 16)) & mask;
    }
}
