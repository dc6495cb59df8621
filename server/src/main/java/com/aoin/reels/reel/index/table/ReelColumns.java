package com.aoin.reels.reel.index.table;

import java.util.Arrays;

/**
 * The figures of each reel, one array per figure. A reel keeps its slot for as long as it is there; the slots of
 * removed ones are given out again.
 */
public final class ReelColumns {
    /** The reel's own state lets it be shown: active and approved. */
    static final byte SHOWABLE = 1;
    /** The reel stands among the visible ones. */
    public static final byte LISTED = 2;
    /** The reel is being moved between lists. */
    static final byte MOVING = 4;

    private final SlotsById byId = new SlotsById();
    private final IdBits listed = new IdBits();
    public int[] id = new int[0];
    public long[] created = new long[0];
    public int[] merchant = new int[0];
    /** The slot of its product. */
    int[] product = new int[0];
    /** The slot of the next reel of the same product, and of the next free slot. */
    int[] next = new int[0];

    public int[] views = new int[0];
    public int[] likes = new int[0];
    public int[] shares = new int[0];
    byte[] flags = new byte[0];

    private int used;
    private int free = SlotsById.NONE;

    int find(int reelId) {
        return byId.find(reelId, id);
    }

    /** A slot for a reel that is not there yet. */
    int add(int reelId) {
        int slot = free;
        if (slot == SlotsById.NONE) {
            slot = used++;
            if (slot == id.length) {
                grow(Growth.of(slot));
            }
        } else {
            free = next[slot];
        }
        id[slot] = reelId;
        flags[slot] = 0;
        next[slot] = SlotsById.NONE;
        byId.add(slot, id);
        return slot;
    }

    /** Removes a reel; its slot stays taken until {@link #free}. */
    void forget(int slot) {
        listed.remove(id[slot]);
        byId.remove(slot, id);
        id[slot] = 0;
    }

    boolean isThere(int slot) {
        return id[slot] != 0;
    }

    void free(int slot) {
        next[slot] = free;
        free = slot;
    }

    private void grow(int capacity) {
        id = Arrays.copyOf(id, capacity);
        created = Arrays.copyOf(created, capacity);
        merchant = Arrays.copyOf(merchant, capacity);
        product = Arrays.copyOf(product, capacity);
        next = Arrays.copyOf(next, capacity);
        views = Arrays.copyOf(views, capacity);
        likes = Arrays.copyOf(likes, capacity);
        shares = Arrays.copyOf(shares, capacity);
        flags = Arrays.copyOf(flags, capacity);
    }

    public boolean is(int slot, byte flag) {
        return (flags[slot] & flag) != 0;
    }

    void set(int slot, byte flag, boolean value) {
        flags[slot] = (byte) (value ? flags[slot] | flag : flags[slot] & ~flag);
    }

    /** Puts a reel among the visible ones, or takes it from them. */
    void setListed(int slot, boolean value) {
        set(slot, LISTED, value);
        if (value) {
            listed.add(id[slot]);
        } else {
            listed.remove(id[slot]);
        }
    }

    /** Whether there is such a reel among the visible ones. */
    public boolean isListed(int reelId) {
        return listed.has(reelId);
    }

    /** Whether one reel is older than another: by its time, of equal times by its id. */
    boolean isOlder(int slot, int other) {
        return isOlder(slot, created[other], id[other]);
    }

    boolean isOlder(int slot, long createdMicros, int reelId) {
        return created[slot] < createdMicros || (created[slot] == createdMicros && id[slot] < reelId);
    }

    /** The slots in use, in no order. */
    int[] slots() {
        IntList slots = new IntList();
        for (int slot = 0; slot < used; slot++) {
            if (isThere(slot)) {
                slots.add(slot);
            }
        }
        return slots.toArray();
    }

    /** Ids above one and up to another, in no order. */
    void addIds(int after, int until, IntList ids) {
        for (int slot = 0; slot < used; slot++) {
            if (id[slot] > after && id[slot] <= until) {
                ids.add(id[slot]);
            }
        }
    }

    int size() {
        return byId.size();
    }

    long bytes() {
        return byId.bytes() + listed.bytes() + (4L * 7 + 8 + 1) * id.length;
    }
}
