package com.aoin.reels.feed.ranking;

import java.util.function.IntPredicate;

/** How a feed is cut into pages: consecutive runs, each as long as the page and the {@link Caps} allow. */
public final class Runs {
    private final int[] merchants;
    private final int[] categories;

    /**
     * The runs of a feed.
     *
     * @param merchants  of each reel of it
     * @param categories of each reel of it, 0 = none
     */
    public Runs(int[] merchants, int[] categories) {
        this.merchants = merchants;
        this.categories = categories;
    }

    public int length() {
        return merchants.length;
    }

    /**
     * Where the run that begins there ends.
     *
     * @param counts false for positions that a run passes without showing them
     */
    public int end(int start, int perPage, IntPredicate counts) {
        Caps caps = new Caps();
        int taken = 0;
        int at = start;
        while (at < merchants.length) {
            if (counts.test(at)) {
                if (taken == perPage || !caps.fits(merchants[at], categories[at])) {
                    return at;
                }
                caps.add(merchants[at], categories[at]);
                taken++;
            }
            at++;
        }
        return at;
    }

    /** Where the run that begins there ends when every reel is shown. */
    public int end(int start, int perPage) {
        return end(start, perPage, position -> true);
    }

    /** How many runs follow from there on; one without anything to show is none. */
    public int count(int start, int perPage, IntPredicate counts) {
        int runs = 0;
        int at = start;
        while (at < merchants.length) {
            int end = end(at, perPage, counts);
            boolean any = false;
            for (int i = at; i < end && !any; i++) {
                any = counts.test(i);
            }
            runs += any ? 1 : 0;
            at = end;
        }
        return runs;
    }
}
