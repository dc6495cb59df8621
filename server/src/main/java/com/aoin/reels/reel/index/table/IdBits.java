package com.aoin.reels.reel.index.table;

import java.util.Arrays;

/**
 * A set of ids, a bit each: who asks about hundreds of reels of a million touches a hundred kilobytes at most
 * instead of as many places all over the columns. Ids come one after the other, so little of it is empty.
 */
final class IdBits {
    private static final int PAGE_BITS = 13;
    private static final int PAGE_WORDS = (1 << PAGE_BITS) / Long.SIZE;
    private static final long[] EMPTY = new long[0];

    /** Empty until something is added. */
    private long[][] pages = new long[0][];

    boolean has(int id) {
        int page = id >>> PAGE_BITS;
        return page < pages.length && pages[page].length > 0 && (pages[page][word(id)] & 1L << id) != 0;
    }

    void add(int id) {
        int page = id >>> PAGE_BITS;
        if (page >= pages.length) {
            int before = pages.length;
            pages = Arrays.copyOf(pages, Math.max(page + 1, Growth.of(before)));
            Arrays.fill(pages, before, pages.length, EMPTY);
        }
        if (pages[page].length == 0) {
            pages[page] = new long[PAGE_WORDS];
        }
        pages[page][word(id)] |= 1L << id;
    }

    void remove(int id) {
        if (has(id)) {
            pages[id >>> PAGE_BITS][word(id)] &= ~(1L << id);
        }
    }

    private static int word(int id) {
        return (id & (1 << PAGE_BITS) - 1) / Long.SIZE;
    }

    long bytes() {
        long own = Arrays.stream(pages).filter(page -> page.length > 0).count();
        return 4L * pages.length + own * (16 + 8L * PAGE_WORDS);
    }
}
