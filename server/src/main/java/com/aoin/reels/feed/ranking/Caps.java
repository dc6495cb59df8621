package com.aoin.reels.feed.ranking;

import java.util.Arrays;

/** How many reels of one merchant and of one category a page may still take. */
public final class Caps {
    static final int PER_MERCHANT = 3;
    static final int PER_CATEGORY = 5;

    private final Tally merchants;
    private final Tally categories;

    public Caps() {
        this(new Tally(), new Tally());
    }

    private Caps(Tally merchants, Tally categories) {
        this.merchants = merchants;
        this.categories = categories;
    }

    /** The same, to try something out on. */
    public Caps copy() {
        return new Caps(new Tally(merchants), new Tally(categories));
    }

    boolean hasMerchantRoom(int merchant) {
        return merchants.of(merchant) < PER_MERCHANT;
    }

    /** Always for 0, which is no category. */
    boolean hasCategoryRoom(int category) {
        return category == 0 || categories.of(category) < PER_CATEGORY;
    }

    public boolean fits(int merchant, int category) {
        return hasMerchantRoom(merchant) && hasCategoryRoom(category);
    }

    public void add(int merchant, int category) {
        merchants.add(merchant);
        categories.add(category);
    }

    /** Counts by id. A page has so few ids that looking through them is faster than a map, and each page of a feed counts. */
    private static final class Tally {
        private int[] ids;
        private int[] counts;
        private int size;

        Tally() {
            ids = new int[8];
            counts = new int[8];
        }

        Tally(Tally other) {
            ids = other.ids.clone();
            counts = other.counts.clone();
            size = other.size;
        }

        int of(int id) {
            int at = at(id);
            return at < size ? counts[at] : 0;
        }

        void add(int id) {
            int at = at(id);
            if (at == size) {
                if (size == ids.length) {
                    ids = Arrays.copyOf(ids, 2 * size);
                    counts = Arrays.copyOf(counts, 2 * size);
                }
                ids[size] = id;
                size++;
            }
            counts[at]++;
        }

        /** Where an id stands, or would. */
        private int at(int id) {
            int at = 0;
            while (at < size && ids[at] != id) {
                at++;
            }
            return at;
        }
    }
}
