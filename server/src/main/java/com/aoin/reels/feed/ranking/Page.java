package com.aoin.reels.feed.ranking;

import com.aoin.reels.reel.index.IndexedReel;
import java.util.ArrayList;
import java.util.List;

/** A page that is being filled. */
final class Page {
    private final int size;
    private final List<Pick> picks = new ArrayList<>();
    private final Caps caps = new Caps();

    /** A reel, who drew it, and whether it has been watched. */
    record Pick(IndexedReel reel, Tier tier, boolean watched) {}

    Page(int size) {
        this.size = size;
    }

    boolean isFull() {
        return picks.size() == size;
    }

    boolean isEmpty() {
        return picks.isEmpty();
    }

    Caps caps() {
        return caps;
    }

    boolean fits(IndexedReel reel) {
        return !isFull() && caps.fits(reel.merchantId(), reel.categoryId());
    }

    void add(IndexedReel reel, Tier tier, boolean watched) {
        caps.add(reel.merchantId(), reel.categoryId());
        picks.add(new Pick(reel, tier, watched));
    }

    List<Pick> picks() {
        return picks;
    }
}
