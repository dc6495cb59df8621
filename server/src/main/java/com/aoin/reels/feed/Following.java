package com.aoin.reels.feed;

import com.aoin.reels.feed.ranking.Ranked;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.index.IndexedReel;
import com.aoin.reels.reel.index.ReelFilter;
import com.aoin.reels.reel.index.ReelIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The reels of the merchants that a user follows, newest first. It is read from the index each time: who is followed is
 * one small query, and merging the merchants' lists costs less than keeping the result would.
 */
final class Following {
    private final ShopperDao shoppers;
    private final ReelDao reels;
    private final ReelIndex index;

    Following(ShopperDao shoppers, ReelDao reels, ReelIndex index) {
        this.shoppers = shoppers;
        this.reels = reels;
        this.index = index;
    }

    /**
     * A page.
     *
     * @param merchants how many are followed
     */
    record Page(List<Reel> reels, long total, int merchants) {}

    Page page(int userId, PageRequest request) {
        Set<Integer> merchants = shoppers.followed(userId);
        long total = merchants.stream().mapToLong(this::count).sum();
        List<Reel> shown = new ArrayList<>();
        if (request.offset() < total) {
            Iterator<IndexedReel> newest = new Newest(index, merchants);
            for (long i = 0; i < request.offset() && newest.hasNext(); i++) {
                newest.next();
            }
            fill(shown, newest, request.perPage());
        }
        return new Page(shown, total, merchants.size());
    }

    private long count(int merchant) {
        return index.slice(new ReelFilter(null, merchant, null, null, ReelFilter.Sort.NEWEST), 0, 0)
                .total();
    }

    /** Those that have disappeared meanwhile make room for the next ones. */
    private void fill(List<Reel> shown, Iterator<IndexedReel> newest, int perPage) {
        while (shown.size() < perPage && newest.hasNext()) {
            List<Integer> ids = new ArrayList<>();
            while (ids.size() < perPage - shown.size() && newest.hasNext()) {
                ids.add(newest.next().reelId());
            }
            Map<Integer, Reel> read =
                    reels.findAll(ids.stream().mapToInt(Integer::intValue).toArray());
            for (int id : ids) {
                Reel reel = read.get(id);
                if (reel != null && reel.isVisible()) {
                    shown.add(reel);
                }
            }
        }
    }

    /** Lists of several merchants as one. */
    private static final class Newest implements Iterator<IndexedReel> {
        private final PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::reel, Ranked.NEWEST));

        private record Head(IndexedReel reel, Iterator<IndexedReel> others) {}

        Newest(ReelIndex index, Collection<Integer> merchants) {
            merchants.forEach(
                    merchant -> advance(index.newestOfMerchant(merchant).iterator()));
        }

        private void advance(Iterator<IndexedReel> list) {
            if (list.hasNext()) {
                heads.add(new Head(list.next(), list));
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public IndexedReel next() {
            Head head = heads.remove();
            advance(head.others());
            return head.reel();
        }
    }
}
