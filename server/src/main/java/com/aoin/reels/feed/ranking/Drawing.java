package com.aoin.reels.feed.ranking;

import com.aoin.reels.feed.ranking.Draw.Kind;
import com.aoin.reels.feed.ranking.Draw.Shelf;
import com.aoin.reels.reel.index.IndexedReel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A tier at work: it draws page after page, going on in each of its lists where the last page stopped. */
final class Drawing {
    private static final Comparator<Head> NEWEST_HEAD = Comparator.comparing(Head::reel, Ranked.NEWEST);

    private final Draw draw;
    private final int patience;
    private final List<List<Source>> groups = new ArrayList<>();

    private record Source(Kind kind, int id, Supply supply) {
        boolean hasRoom(Page page) {
            return switch (kind) {
                case MERCHANT -> page.caps().hasMerchantRoom(id);
                case CATEGORY -> page.caps().hasCategoryRoom(id);
                case MIXED -> true;
            };
        }

        @Nullable
        Head head(Page page, int patience) {
            IndexedReel next = hasRoom(page) ? supply.next(page, patience) : null;
            return next == null ? null : new Head(this, next);
        }
    }

    private record Head(Source source, IndexedReel reel) {}

    /**
     * A tier at work.
     *
     * @param patience how many reels of a list that do not fit are passed before the list is left for this page
     */
    Drawing(Draw draw, Predicate<IndexedReel> eligible, int patience) {
        this.draw = draw;
        this.patience = patience;
        for (List<Shelf> group : draw.shelves()) {
            groups.add(group.stream()
                    .map(shelf -> new Source(shelf.kind(), shelf.id(), new Supply(shelf.reels(), eligible)))
                    .toList());
        }
    }

    Draw draw() {
        return draw;
    }

    /** Told of each reel that is drawn, before the next one is looked for. */
    @FunctionalInterface
    interface Taker {
        void take(IndexedReel reel);
    }

    /** Draws up to so many reels that fit, and says how many there were. */
    int fill(Page page, int count, Taker taker) {
        int drawn = 0;
        for (List<Source> group : groups) {
            if (drawn == count || page.isFull()) {
                break;
            }
            drawn += fill(group, page, count - drawn, taker);
        }
        return drawn;
    }

    private int fill(List<Source> group, Page page, int count, Taker taker) {
        PriorityQueue<Head> heads = new PriorityQueue<>(NEWEST_HEAD);
        for (Source source : group) {
            source.supply().turnPage();
            offer(heads, source.head(page, patience));
        }
        int drawn = 0;
        while (drawn < count && !page.isFull()) {
            Head head = heads.poll();
            if (head == null) {
                break;
            }
            // Others may have filled the page with its like since it was looked at.
            boolean fits = page.fits(head.reel());
            if (fits) {
                taker.take(head.reel());
                drawn++;
            }
            if (!fits || !draw.spread()) {
                offer(heads, head.source().head(page, patience));
            }
        }
        return drawn;
    }

    private static void offer(PriorityQueue<Head> heads, @Nullable Head head) {
        if (head != null) {
            heads.add(head);
        }
    }

    /** Whether a later page could draw anything. */
    boolean hasMore() {
        return groups.stream()
                .flatMap(List::stream)
                .anyMatch(source -> source.supply().hasMore());
    }
}
