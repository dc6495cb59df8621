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
 * Reels in the order in which they are to be drawn. One that does not fit on a page waits for a later one, in its place.
 * Those that wait stand in lanes, one for each category: where a page has no more room for a category, all that wait
 * there are passed with one look, and there may be thousands.
 */
final class Supply {
    /** Reels of one merchant and one category are alike to a page, and a feed can use no more of them. */
    private static final int ALIKE = Ranking.MAX_REELS;

    private final Iterable<IndexedReel> reels;
    private @Nullable Iterator<IndexedReel> source;
    private final Predicate<IndexedReel> eligible;
    private final Map<Long, Integer> alike = new HashMap<>();
    private final Map<Integer, Lane> lanes = new HashMap<>();
    private int kept;

    /** A reel that waits, with its place in the order. */
    private record Waiting(int place, IndexedReel reel) {}

    /** Reels of one category that wait, in order, among them some that were drawn since. */
    private final class Lane {
        private final List<Waiting> waiting = new ArrayList<>();
        /** Those before this one were drawn. */
        private int begin;
        /** Those before this one do not fit on the page at hand. */
        private int at;

        void turnPage() {
            while (begin < waiting.size() && !eligible.test(waiting.get(begin).reel())) {
                begin++;
            }
            at = begin;
        }

        boolean isEmpty() {
            return begin == waiting.size();
        }

        @Nullable
        Waiting next(Page page) {
            while (at < waiting.size()) {
                Waiting one = waiting.get(at);
                if (page.fits(one.reel()) && eligible.test(one.reel())) {
                    return one;
                }
                at++;
            }
            return null;
        }
    }

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
        lanes.values().forEach(Lane::turnPage);
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
        Waiting first = firstWaiting(page);
        if (first != null) {
            return first.reel();
        }
        int passed = 0;
        while (passed < patience && source().hasNext()) {
            IndexedReel reel = source().next();
            if (eligible.test(reel)) {
                if (keep(reel) && page.fits(reel)) {
                    return reel;
                }
                passed++;
            }
        }
        return null;
    }

    private @Nullable Waiting firstWaiting(Page page) {
        Waiting first = null;
        for (Map.Entry<Integer, Lane> lane : lanes.entrySet()) {
            if (page.caps().hasCategoryRoom(lane.getKey())) {
                Waiting next = lane.getValue().next(page);
                first = next != null && (first == null || next.place() < first.place()) ? next : first;
            }
        }
        return first;
    }

    private boolean keep(IndexedReel reel) {
        long pair = (long) reel.merchantId() << Integer.SIZE | reel.categoryId();
        if (alike.merge(pair, 1, Integer::sum) > ALIKE) {
            return false;
        }
        lanes.computeIfAbsent(reel.categoryId(), category -> new Lane()).waiting.add(new Waiting(kept++, reel));
        return true;
    }

    /** Whether anything is left to draw, on whatever page. */
    boolean hasMore() {
        turnPage();
        while (isEmpty() && source().hasNext()) {
            IndexedReel reel = source().next();
            if (eligible.test(reel)) {
                keep(reel);
            }
        }
        return !isEmpty();
    }

    private boolean isEmpty() {
        return lanes.values().stream().allMatch(Lane::isEmpty);
    }
}
