package com.aoin.reels.reel.index.table;

import java.util.Arrays;

/** The products that have reels, one array per figure; a product leaves with its last reel. */
final class ProductColumns {
    private final SlotsById byId = new SlotsById();
    private int[] id = new int[0];
    /** 0 = none. */
    private int[] category = new int[0];
    /** The slot of its first reel, and of the next free slot. */
    private int[] first = new int[0];

    private boolean[] sellable = new boolean[0];
    private int used;
    private int free = SlotsById.NONE;
    private int changes;

    int find(int productId) {
        return byId.find(productId, id);
    }

    int findOrAdd(int productId) {
        int found = find(productId);
        if (found != SlotsById.NONE) {
            return found;
        }
        int slot = free;
        if (slot == SlotsById.NONE) {
            slot = used++;
            if (slot == id.length) {
                grow(Growth.of(slot));
            }
        } else {
            free = first[slot];
        }
        id[slot] = productId;
        category[slot] = 0;
        sellable[slot] = false;
        first[slot] = SlotsById.NONE;
        byId.add(slot, id);
        changes++;
        return slot;
    }

    private void grow(int capacity) {
        id = Arrays.copyOf(id, capacity);
        category = Arrays.copyOf(category, capacity);
        first = Arrays.copyOf(first, capacity);
        sellable = Arrays.copyOf(sellable, capacity);
    }

    boolean differs(int slot, ReelRow.ProductState state) {
        return category[slot] != state.categoryId() || sellable[slot] != state.sellable();
    }

    void set(int slot, ReelRow.ProductState state) {
        category[slot] = state.categoryId();
        sellable[slot] = state.sellable();
    }

    int id(int slot) {
        return id[slot];
    }

    int category(int slot) {
        return category[slot];
    }

    boolean isSellable(int slot) {
        return sellable[slot];
    }

    int first(int slot) {
        return first[slot];
    }

    void link(int slot, int reelSlot, ReelColumns reels) {
        reels.product[reelSlot] = slot;
        reels.next[reelSlot] = first[slot];
        first[slot] = reelSlot;
    }

    void unlink(int slot, int reelSlot, ReelColumns reels) {
        if (first[slot] == reelSlot) {
            first[slot] = reels.next[reelSlot];
        } else {
            int before = first[slot];
            while (reels.next[before] != reelSlot) {
                before = reels.next[before];
            }
            reels.next[before] = reels.next[reelSlot];
        }
        if (first[slot] == SlotsById.NONE) {
            byId.remove(slot, id);
            id[slot] = 0;
            first[slot] = free;
            free = slot;
            changes++;
        }
    }

    /** The ids of all, in rising order. */
    int[] ids() {
        return Arrays.stream(id, 0, used).filter(value -> value != 0).sorted().toArray();
    }

    /** Grows whenever a product comes or goes. */
    int changes() {
        return changes;
    }

    int size() {
        return byId.size();
    }

    long bytes() {
        return byId.bytes() + (4L * 3 + 1) * id.length;
    }
}
