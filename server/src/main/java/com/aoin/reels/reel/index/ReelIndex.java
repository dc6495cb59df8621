package com.aoin.reels.reel.index;

import com.aoin.reels.http.ApiException;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every reel that is not deleted, in memory, following the database. It proposes; whoever shows a reel reads it again by
 * key, with its visibility as of then. A change of this node is in it when the change is answered; one of another node,
 * or of the shop's own, within about a second (section 4 and 7 of the contract).
 *
 * <p>Every query may be called by any thread, takes no lock for longer than some microseconds, and waits a moment for
 * an index that is still being built, before it refuses with 503.
 */
public final class ReelIndex {
    private volatile boolean ready;

    ReelIndex() {}

    /**
     * Visible reels, newest first, those of one instant by falling id. It is read in small runs while it is walked, so
     * stop early; a reel that becomes visible or hidden meanwhile may be missed or given.
     *
     * @throws ApiException 503 while the index is being built
     */
    public Iterable<IndexedReel> newest() {
        awaitReady();
        return List.of();
    }

    /** As {@link #newest()}, of one merchant; empty when there are none. */
    public Iterable<IndexedReel> newestOfMerchant(int merchantId) {
        awaitReady();
        return List.of();
    }

    /** As {@link #newest()}, of one category. */
    public Iterable<IndexedReel> newestOfCategory(int categoryId) {
        awaitReady();
        return List.of();
    }

    /** Categories that have a visible reel, in no order. */
    public int[] categories() {
        awaitReady();
        return new int[0];
    }

    /** A reel that is not deleted, visible or not. */
    public @Nullable IndexedReel find(int reelId) {
        awaitReady();
        return null;
    }

    /** A reel and what it is worth. */
    public record Scored(IndexedReel reel, double score) {}

    /**
     * The best visible reels, best first; of equal ones newer first, then by falling id. It looks at each reel since
     * then: a few milliseconds for a million, so it is for lists that are kept, not for requests.
     *
     * @param since created then or later
     */
    public List<Scored> top(int count, Instant since, ToDoubleFunction<IndexedReel> score) {
        awaitReady();
        return List.of();
    }

    /** Some ids of a list, and how many the whole list has. */
    public static final class Slice {
        private final int[] ids;
        private final int total;

        Slice(int[] ids, int total) {
            this.ids = ids;
            this.total = total;
        }

        public int[] ids() {
            return ids;
        }

        public int total() {
            return total;
        }
    }

    /**
     * A part of a list.
     *
     * @param offset how many stand before it
     * @param count  at most so many
     */
    public Slice slice(ReelFilter filter, long offset, int count) {
        awaitReady();
        return new Slice(new int[0], 0);
    }

    /**
     * Whether everything that anyone had committed at that moment is in the index, as far as content and visibility
     * go; a few hundred milliseconds later it is.
     *
     * @param nanoTime of {@link System#nanoTime}
     */
    public boolean hasFollowed(long nanoTime) {
        awaitReady();
        return false;
    }

    /** Whether it has been built; until then every query is refused. */
    public boolean isReady() {
        return ready;
    }

    private void awaitReady() {
        if (!ready) {
            throw ApiException.unavailable("The service is starting, please try again", 1);
        }
    }
}
