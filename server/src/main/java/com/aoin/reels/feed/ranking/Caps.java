package com.aoin.reels.feed.ranking;

import java.util.HashMap;
import java.util.Map;

/** How many reels of one merchant and of one category a page may still take. */
public final class Caps {
    static final int PER_MERCHANT = 3;
    static final int PER_CATEGORY = 5;

    private final Map<Integer, Integer> merchants = new HashMap<>();
    private final Map<Integer, Integer> categories = new HashMap<>();

    /** The same, to try something out on. */
    public Caps copy() {
        Caps copy = new Caps();
        copy.merchants.putAll(merchants);
        copy.categories.putAll(categories);
        return copy;
    }

    boolean hasMerchantRoom(int merchant) {
        return merchants.getOrDefault(merchant, 0) < PER_MERCHANT;
    }

    /** Always for 0, which is no category. */
    boolean hasCategoryRoom(int category) {
        return category == 0 || categories.getOrDefault(category, 0) < PER_CATEGORY;
    }

    public boolean fits(int merchant, int category) {
        return hasMerchantRoom(merchant) && hasCategoryRoom(category);
    }

    public void add(int merchant, int category) {
        merchants.merge(merchant, 1, Integer::sum);
        categories.merge(category, 1, Integer::sum);
    }
}
