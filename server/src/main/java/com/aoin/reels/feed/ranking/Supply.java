package com.aoin.reels.feed.ranking;

import com.aoin.reels.reel.index.IndexedReel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reels in the order in which they are to be drawn. One that does not fit on a page waits for the next page, in its
 * place.
 */
final class Supply {
    /** Reels of one merchant and one category are alike to a page, and a feed can use no more of them. */
    private static final int ALIKE = Ranking.MAX_REELS;

    private final Iterable<IndexedReel> reels;
    private @Nullable Iterator<IndexedReel> source;
    private final Predicate<IndexedReel> eligible;
    private final Map<Long, Integer> alike = new HashMap<>();
    private final List<IndexedReel> waiting = new ArrayList<>();
    /** Those of {@link #waiting} before this one do not fit on the page at hand. */
    private int at;

    /**
     * A supply.
     *
     * @param eligible false for what is not to be drawn, or no more
     */
    Supply(Iterable<IndexedReel> reels, Predicate<IndexedReel> eligible) {
        this.reels = reels;
        this.eligible = eligible;
    }

    /** To be called before each page. */
    void turnPage() {
        waiting.removeIf(reel -> !eligible.test(reel));
        at = 0;
    }

    /** Many lists are never looked at. */
    private Iterator<IndexedReel> source() {
        if (source == null) {
            source = reels.iterator();
        }
        return source;
    }

    /**
     * The first reel that fits, which stays the first until it is drawn.
     *
     * @param patience how many that do not fit are passed before giving up
     */
    @Nullable
    IndexedReel next(Page page, int patience) {
        skipWaiting(page);
        int passed = 0;
        while (at == waiting.size() && passed < patience && source().hasNext()) {
            IndexedReel reel = source().next();
            if (eligible.test(reel)) {
                boolean kept = keep(reel);
                if (kept && page.fits(reel)) {
                    return reel;
                }
                at = waiting.size();
                passed++;
            }
        }
        return at < waiting.size() ? waiting.get(at) : null;
    }

    private void skipWaiting(Page page) {
        while (at < waiting.size() && !(eligible.test(waiting.get(at)) && page.fits(waiting.get(at)))) {
            at++;
        }
    }

    private boolean keep(IndexedReel reel) {
        long pair = (long) reel.merchantId() << Integer.SIZE | reel.categoryId();
        if (alike.merge(pair, 1, Integer::sum) > ALIKE) {
            return false;
        }
        waiting.add(reel);
        return true;
    }

    /** Whether anything is left to draw, on whatever page. */
    boolean hasMore() {
        turnPage();
        while (waiting.isEmpty() && source().hasNext()) {
            IndexedReel reel = source().next();
            if (eligible.test(reel)) {
                keep(reel);
            }
        }
        return !waiting.isEmpty();
    }
}
