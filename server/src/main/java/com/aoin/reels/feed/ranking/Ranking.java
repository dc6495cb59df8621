package com.aoin.reels.feed.ranking;

import com.aoin.reels.reel.index.IndexedReel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Makes a recommended feed, page by page (section 7 of the contract). On each page every tier draws its share, first
 * come first served, general reels fill what is left, and the page is put in the order of the final score. Nothing is
 * drawn twice; no page has more than three reels of a merchant or five of a category; reels that the shopper has watched
 * are drawn when every other one has been. The feed ends after {@value #MAX_REELS} reels, or when nothing is left.
 */
public final class Ranking {
    /** Most reels of a feed. */
    public static final int MAX_REELS = 500;

    /** A tier need not fill its share, so it does not look far for what fits; general reels look at all there are. */
    private static final int TIER_PATIENCE = 500;

    private final List<Draw> tiers;
    private final List<Draw> fillers;
    private final IntPredicate watched;
    private final Set<Integer> own;
    private final int perPage;
    private final Set<Integer> drawn = new HashSet<>();

    private Ranking(List<Draw> tiers, List<Draw> fillers, IntPredicate watched, Set<Integer> own, int perPage) {
        this.tiers = tiers;
        this.fillers = fillers;
        this.watched = watched;
        this.own = own;
        this.perPage = perPage;
    }

    /**
     * The pages of a feed, to be put {@link Drawn#inOrder}.
     *
     * @param tiers       who draw a share of each page, in this order
     * @param fillers     who fill the rest, in this order; the first one must offer every reel there is, the others
     *                    find those that the first one would have to look for too far down
     * @param watched     the reels that the shopper has watched, by id
     * @param own         merchants whose reels are left out
     */
    public static Drawn draw(
            List<Draw> tiers, List<Draw> fillers, IntPredicate watched, Set<Integer> own, int perPage) {
        return new Drawn(new Ranking(tiers, fillers, watched, own, perPage).draw());
    }

    private List<Page> draw() {
        Hand fresh = new Hand(false);
        Hand seen = new Hand(true);
        List<Page> pages = new ArrayList<>();
        while (drawn.size() < MAX_REELS) {
            Page page = new Page(Math.min(perPage, MAX_REELS - drawn.size()));
            int[] shares = tiers.stream().mapToInt(tier -> tier.quota(perPage)).toArray();
            fresh.fill(page, shares);
            if (!page.isFull() && !fresh.hasMore()) {
                seen.fill(page, shares);
            }
            if (page.isEmpty()) {
                break;
            }
            pages.add(page);
        }
        return pages;
    }

    /** All tiers, drawing either what was not watched or what was. */
    private final class Hand {
        private final boolean ofWatched;
        private final List<Drawing> sharing = new ArrayList<>();
        private final List<Drawing> filling = new ArrayList<>();

        Hand(boolean ofWatched) {
            this.ofWatched = ofWatched;
            Predicate<IndexedReel> eligible = reel -> !own.contains(reel.merchantId())
                    && !drawn.contains(reel.reelId())
                    && watched.test(reel.reelId()) == ofWatched;
            tiers.forEach(tier -> sharing.add(new Drawing(tier, eligible, TIER_PATIENCE)));
            for (int i = 0; i < fillers.size(); i++) {
                boolean helped = i == 0 && fillers.size() > 1;
                filling.add(new Drawing(fillers.get(i), eligible, helped ? TIER_PATIENCE : Integer.MAX_VALUE));
            }
        }

        void fill(Page page, int[] shares) {
            for (int i = 0; i < shares.length; i++) {
                Drawing tier = sharing.get(i);
                shares[i] -= shares[i] == 0 ? 0 : tier.fill(page, shares[i], reel -> take(page, reel, tier));
            }
            for (Drawing filler : filling) {
                if (!page.isFull()) {
                    filler.fill(page, Integer.MAX_VALUE, reel -> take(page, reel, filler));
                }
            }
        }

        private void take(Page page, IndexedReel reel, Drawing by) {
            drawn.add(reel.reelId());
            page.add(reel, by.draw().tier(), ofWatched);
        }

        boolean hasMore() {
            return filling.getFirst().hasMore();
        }
    }
}
