package com.aoin.reels.feed;

import com.aoin.reels.feed.cache.Cuts;
import com.aoin.reels.feed.cache.Generation;
import com.aoin.reels.feed.ranking.Caps;
import com.aoin.reels.feed.ranking.Runs;
import com.aoin.reels.feed.ranking.Tier;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.http.Pagination;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.index.ReelIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a feed into the pages that are shown. Reels that have disappeared since the feed was made are passed over, by the
 * index first and by the database for sure, and the page takes what follows; the next page begins after that. Where what
 * follows does not fit on the page, it takes single reels from further on until it is as long as it was to be, but no
 * watched ones ahead of others.
 */
final class FeedPages {
    private final ReelDao reels;
    private final ReelIndex index;

    FeedPages(ReelDao reels, ReelIndex index) {
        this.reels = reels;
        this.index = index;
    }

    /**
     * A page.
     *
     * @param cuts to be kept for the next page; null when they say nothing new
     */
    record Page(
            List<Reel> reels,
            Set<Tier> tiers,
            Instant madeAt,
            Pagination pagination,
            @Nullable Cuts cuts) {}

    /** The page of a feed, after those that were cut before. */
    Page cut(Generation feed, Cuts before, PageRequest request) {
        Runs runs = feed.runs();
        BitSet alive = index.visible(feed.reels());
        int start = before.start(request.page(), runs);
        Run run = new Run(feed, alive, start, request.perPage(), before, request.page());
        run.fill();
        boolean beyond = start >= feed.length();
        Cuts after = beyond ? before : before.with(request.page(), run.end, run.early(), runs);
        int earlier = beyond ? runs.count(0, request.perPage(), alive::get) : request.page();
        boolean asPlanned = after.isAsPlanned(runs);
        int left = alive.cardinality();
        int later = asPlanned && left == feed.length()
                ? runs.count(run.end, request.perPage())
                : runs.count(
                        run.end,
                        request.perPage(),
                        position -> alive.get(position) && !after.isShownBefore(request.page() + 1, position));
        int pages = left == 0 ? 0 : earlier + later;
        Pagination pagination = new Pagination(request, left, pages, !beyond && later > 0);
        boolean news = !beyond && !(asPlanned && before.isAsPlanned(runs));
        return new Page(run.shown, run.tiers, feed.madeAt(), pagination, news ? after : null);
    }

    /** One page while it is being filled. */
    private final class Run {
        private final Generation feed;
        private final BitSet alive;
        private final int perPage;
        private final List<Reel> shown = new ArrayList<>();
        private final Set<Tier> tiers = EnumSet.noneOf(Tier.class);
        private final Caps caps = new Caps();
        private final Cuts before;
        private final int page;
        private final BitSet early = new BitSet();
        /** How many reels the page would have if none had disappeared. */
        private final int planned;

        private int end;

        Run(Generation feed, BitSet alive, int start, int perPage, Cuts before, int page) {
            this.feed = feed;
            this.alive = alive;
            this.perPage = perPage;
            this.end = start;
            this.before = before;
            this.page = page;
            this.planned = planned(start);
        }

        private int planned(int start) {
            Runs runs = feed.runs();
            if (before.isAsPlanned(runs)) {
                return runs.end(start, perPage) - start;
            }
            int plannedEnd = runs.end(start, perPage, position -> !before.isShownBefore(page, position));
            return (int) IntStream.range(start, plannedEnd)
                    .filter(position -> !before.isShownBefore(page, position))
                    .count();
        }

        int[] early() {
            return early.stream().filter(position -> position >= end).toArray();
        }

        void fill() {
            boolean more = true;
            while (more) {
                more = take();
            }
        }

        /** Reads as many as the page would take, and says whether more are to be looked for instead of lost ones. */
        private boolean take() {
            List<Integer> positions = candidates();
            if (positions.isEmpty()) {
                return false;
            }
            int[] ids = positions.stream().mapToInt(feed::reel).toArray();
            Map<Integer, Reel> read = reels.findAll(ids);
            boolean lostNow = false;
            for (int position : positions) {
                Reel reel = read.get(feed.reel(position));
                if (reel == null || !reel.isVisible()) {
                    alive.clear(position);
                    early.clear(position);
                    lostNow = true;
                } else {
                    caps.add(feed.merchant(position), feed.category(position));
                    tiers.add(feed.tier(position));
                    shown.add(reel);
                }
            }
            return lostNow;
        }

        /** The next positions that fit; instead of lost ones, also from behind one that does not. */
        private List<Integer> candidates() {
            List<Integer> positions = new ArrayList<>();
            Caps trial = caps.copy();
            boolean inTurn = true;
            int last = feed.length();
            for (int at = end; at < last && shown.size() + positions.size() < (inTurn ? perPage : planned); at++) {
                boolean open = alive.get(at) && !early.get(at) && !before.isShownBefore(page, at);
                boolean fits = trial.fits(feed.merchant(at), feed.category(at));
                if (open && fits) {
                    trial.add(feed.merchant(at), feed.category(at));
                    positions.add(at);
                    early.set(at, !inTurn);
                } else if (open) {
                    inTurn = false;
                    last = at < feed.watchedFrom() ? feed.watchedFrom() : last;
                }
                end = inTurn ? at + 1 : end;
            }
            return positions;
        }
    }
}
