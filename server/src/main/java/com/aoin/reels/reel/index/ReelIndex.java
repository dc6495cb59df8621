package com.aoin.reels.reel.index;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.reel.index.table.LiveReels;
import com.aoin.reels.reel.index.table.Micros;
import com.aoin.reels.reel.index.table.NewestFirst;
import com.aoin.reels.reel.index.table.ReelTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every reel that is not deleted, in memory, following the database. It proposes; whoever shows a reel reads it again by
 * key, with its visibility as of then. A change of this node is in it when the change is answered; one of another node,
 * or of the shop's own, within about a second (sections 4 and 7 of the contract).
 *
 * <p>Every query may be called by any thread, waits a moment for an index that is still being built, and refuses with
 * 503 when that takes longer.
 */
public final class ReelIndex {
    private final LiveReels reels;
    private final Progress progress;

    /**
     * An index to ask.
     *
     * @param reels    kept as the database is by someone else
     * @param progress how far that has come
     */
    public ReelIndex(LiveReels reels, Progress progress) {
        this.reels = reels;
        this.progress = progress;
    }

    /**
     * Visible reels, newest first, those of one instant by falling id. It is read in small runs while it is walked, so
     * stop early; a reel that becomes visible or hidden meanwhile may be missed or given.
     *
     * @throws ApiException 503 while the index is being built
     */
    public Iterable<IndexedReel> newest() {
        return walk(all -> all.visible);
    }

    /** As {@link #newest()}, of one merchant; empty when there are none. */
    public Iterable<IndexedReel> newestOfMerchant(int merchantId) {
        return walk(all -> all.ofMerchant(merchantId));
    }

    /** As {@link #newest()}, of one category. */
    public Iterable<IndexedReel> newestOfCategory(int categoryId) {
        return walk(all -> all.ofCategory(categoryId));
    }

    private Iterable<IndexedReel> walk(Function<ReelTable, NewestFirst> list) {
        progress.awaitReady();
        return () -> new Walk(reels, list);
    }

    /** Categories that have a visible reel, in no order. */
    public int[] categories() {
        return read(ReelTable::categories);
    }

    /** A reel that is not deleted, visible or not. */
    public @Nullable IndexedReel find(int reelId) {
        List<IndexedReel> found = findAll(new int[] {reelId});
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Those of the reels that are not deleted, visible or not, in the order of the ids. */
    public List<IndexedReel> findAll(int[] reelIds) {
        return read(table -> {
            List<IndexedReel> found = new ArrayList<>(reelIds.length);
            for (int reelId : reelIds) {
                int slot = table.slot(reelId);
                if (slot >= 0) {
                    found.add(IndexedReel.at(slot, table));
                }
            }
            return found;
        });
    }

    /** Which of the reels are visible, by their places among the ids. */
    public BitSet visible(int[] reelIds) {
        return read(table -> {
            BitSet visible = new BitSet(reelIds.length);
            for (int i = 0; i < reelIds.length; i++) {
                visible.set(i, table.reels.isListed(reelIds[i]));
            }
            return visible;
        });
    }

    /** A reel and what it is worth. */
    public record Scored(IndexedReel reel, double score) {}

    /**
     * The best visible reels, best first; of equal ones newer first, then by falling id. It looks at each reel since
     * then: some ten milliseconds for a million, so it is for lists that are kept, not for requests.
     *
     * @param since created then or later
     */
    public List<Scored> top(int count, Instant since, ToDoubleFunction<IndexedReel> score) {
        return Top.of(newest(), count, Micros.of(since), score);
    }

    /**
     * A part of a list of visible reels.
     *
     * @param offset how many stand before it
     * @param count  at most so many
     */
    public Slice slice(ReelFilter filter, long offset, int count) {
        return read(table -> new Slices(table).slice(filter, false, offset, count));
    }

    /** As {@link #slice}, for a filter by merchant, and hidden reels too. */
    public Slice sliceWithHidden(ReelFilter filter, long offset, int count) {
        return read(table -> new Slices(table).slice(filter, true, offset, count));
    }

    /** Tells that these were found to be otherwise than the index says; they are read anew within a second. */
    public void doubt(int[] reelIds) {
        progress.doubt(reelIds);
    }

    /**
     * Whether everything that anyone had committed at that moment is in the index, as far as content and visibility
     * go; within about a second it is.
     *
     * @param nanoTime of {@link System#nanoTime}
     */
    public boolean hasFollowed(long nanoTime) {
        return progress.hasFollowed(nanoTime);
    }

    /** Whether it has been built; until then every query is refused. */
    public boolean isReady() {
        return progress.isReady();
    }

    private <T> T read(Function<ReelTable, T> query) {
        progress.awaitReady();
        return reels.read(query);
    }
}
