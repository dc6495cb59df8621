package com.aoin.reels.feed.ranking;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** How a feed is cut into pages: consecutive runs, each as long as the page and the {@link Caps} allow. */
public final class Runs {
    private final int[] merchants;
    private final int[] categories;
    /** Kept, since a feed that nothing has disappeared from is cut in the same way for each of its pages. */
    private volatile @Nullable Plan plan;

    /** Where each run ends when every reel is shown. */
    private static final class Plan {
        private final int perPage;
        private final int[] ends;

        Plan(int perPage, int[] ends) {
            this.perPage = perPage;
            this.ends = ends;
        }

        /** The number of the run that begins there, -1 = none does. */
        int run(int start) {
            int before = Arrays.binarySearch(ends, start);
            return start == 0 ? 0 : before < 0 ? -1 : before + 1;
        }
    }

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
        Plan planned = plan(perPage);
        int run = planned.run(start);
        return run >= 0 && run < planned.ends.length ? planned.ends[run] : end(start, perPage, position -> true);
    }

    /** How many runs follow from there on when every reel is shown. */
    public int count(int start, int perPage) {
        Plan planned = plan(perPage);
        int run = planned.run(start);
        return run >= 0 ? planned.ends.length - run : count(start, perPage, position -> true);
    }

    private Plan plan(int perPage) {
        Plan known = plan;
        if (known == null || known.perPage != perPage) {
            known = new Plan(perPage, ends(perPage));
            plan = known;
        }
        return known;
    }

    private int[] ends(int perPage) {
        int[] ends = new int[merchants.length];
        int runs = 0;
        for (int at = 0; at < merchants.length; runs++) {
            at = end(at, perPage, position -> true);
            ends[runs] = at;
        }
        return Arrays.copyOf(ends, runs);
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
