package com.aoin.reels.reel.index;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.reel.index.CounterChanges.Added;
import com.aoin.reels.reel.index.ReelRow.MerchantState;
import com.aoin.reels.reel.index.ReelRow.ProductState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every reel that is not deleted, in memory, following the database. It proposes; whoever shows a reel reads it again by
 * key, with its visibility as of then. A change of this node is in it when the change is answered; one of another node,
 * or of the shop's own, within about a second (sections 4 and 7 of the contract).
 *
 * <p>Every query may be called by any thread, waits a moment for an index that is still being built, and refuses with
 * 503 when that takes longer. Readers share a lock that a change takes for microseconds.
 */
public final class ReelIndex {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ReelTable table = new ReelTable();
    private final StampedLock lock = new StampedLock();
    /** Held, beside the shared lock, by whoever adds to counters. */
    private final Object counting = new Object();

    private final CountDownLatch ready = new CountDownLatch(1);
    private final Queue<int[]> doubted = new ConcurrentLinkedQueue<>();
    private volatile long followedNanos = System.nanoTime();
    /** Asked for by the one thread that watches the shop. */
    private int[] productIds = {};

    private int productIdsAt = -1;
    private int[] merchantIds = {};

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
        awaitReady();
        return () -> new Walk(this, list);
    }

    /** Categories that have a visible reel, in no order. */
    public int[] categories() {
        return read(table::categories);
    }

    /** A reel that is not deleted, visible or not. */
    public @Nullable IndexedReel find(int reelId) {
        List<IndexedReel> found = findAll(new int[] {reelId});
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Those of the reels that are not deleted, visible or not, in the order of the ids. */
    public List<IndexedReel> findAll(int[] reelIds) {
        return read(() -> {
            List<IndexedReel> found = new ArrayList<>(reelIds.length);
            for (int reelId : reelIds) {
                IndexedReel reel = table.find(reelId);
                if (reel != null) {
                    found.add(reel);
                }
            }
            return found;
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
        return read(() -> new Slices(table).slice(filter, false, offset, count));
    }

    /** As {@link #slice}, for a filter by merchant, and hidden reels too. */
    public Slice sliceWithHidden(ReelFilter filter, long offset, int count) {
        return read(() -> new Slices(table).slice(filter, true, offset, count));
    }

    /** Tells that these were found to be otherwise than the index says; they are read anew within a second. */
    public void doubt(int[] reelIds) {
        doubted.add(reelIds);
    }

    /**
     * Whether everything that anyone had committed at that moment is in the index, as far as content and visibility
     * go; within about a second it is.
     *
     * @param nanoTime of {@link System#nanoTime}
     */
    public boolean hasFollowed(long nanoTime) {
        return isReady() && followedNanos - nanoTime >= 0;
    }

    /** Whether it has been built; until then every query is refused. */
    public boolean isReady() {
        return ready.getCount() == 0;
    }

    private void awaitReady() {
        if (isReady()) {
            return;
        }
        try {
            if (ready.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ApiException.unavailable("The service is starting, please try again", 2);
    }

    private <T> T read(Supplier<T> query) {
        awaitReady();
        return readNow(query);
    }

    /** Reads the table, ready or not. */
    <T> T readNow(Supplier<T> query) {
        long stamp = lock.readLock();
        try {
            return query.get();
        } finally {
            lock.unlockRead(stamp);
        }
    }

    private void write(Runnable change) {
        long stamp = lock.writeLock();
        try {
            change.run();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    int[] takeDoubted() {
        IntStream.Builder taken = IntStream.builder();
        for (int[] reelIds = doubted.poll(); reelIds != null; reelIds = doubted.poll()) {
            for (int reelId : reelIds) {
                taken.add(reelId);
            }
        }
        return taken.build().distinct().toArray();
    }

    void load(List<ReelRow> rows) {
        write(() -> table.load(rows));
    }

    void listAll() {
        write(table::listAll);
    }

    void becomeReady() {
        ready.countDown();
    }

    /** Everything committed before that moment has been read. */
    void followed(long nanoTime) {
        followedNanos = nanoTime;
    }

    /** Takes the rows as the truth about the reels asked for; those without a row are gone. */
    void put(int[] asked, List<ReelRow> rows) {
        write(() -> table.put(asked, rows));
    }

    /** Takes these as the truth about products and merchants. */
    void put(List<ProductState> products, List<MerchantState> merchants) {
        write(() -> table.put(products, merchants));
    }

    /** Products and merchants whose state has changed since the last call. */
    Touched takeTouched() {
        long stamp = lock.writeLock();
        try {
            return table.takeTouched();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Adds to counters of reels that are there. */
    void count(List<Added> added) {
        readNow(() -> {
            synchronized (counting) {
                added.forEach(table::add);
            }
            return added;
        });
    }

    ReelTable table() {
        return table;
    }

    /** The products that have reels, in rising order; the same array for as long as they are the same. */
    int[] productIds() {
        return readNow(() -> {
            if (table.products.changes() != productIdsAt) {
                productIdsAt = table.products.changes();
                productIds = table.products.ids();
            }
            return productIds;
        });
    }

    /** As {@link #productIds} for merchants. */
    int[] merchantIds() {
        return readNow(() -> {
            if (table.merchants.size() != merchantIds.length) {
                merchantIds = table.merchants.ids();
            }
            return merchantIds;
        });
    }

    int[] productsWithReels(Collection<Integer> productIds) {
        return readNow(() -> productIds.stream()
                .mapToInt(Integer::intValue)
                .filter(id -> table.products.find(id) != SlotsById.NONE)
                .toArray());
    }

    int[] merchantsWithReels(Collection<Integer> merchantIds) {
        return readNow(() -> merchantIds.stream()
                .mapToInt(Integer::intValue)
                .filter(id -> table.merchants.find(id) != null)
                .toArray());
    }

    int[] reelsOfProducts(int[] productIds) {
        return readNow(() -> {
            IntList reels = new IntList();
            for (int product : productIds) {
                table.addReelsOfProduct(product, reels);
            }
            return reels.toArray();
        });
    }

    int[] reelsOfMerchants(int[] merchantIds) {
        return readNow(() -> {
            IntList reels = new IntList();
            for (int merchant : merchantIds) {
                table.addReelsOfMerchant(merchant, reels);
            }
            return reels.toArray();
        });
    }

    /** Refuses while the index is being built. */
    void requireReady() {
        awaitReady();
    }

    /** Sets counters of reels that are there. */
    void putCounters(List<Added> counters) {
        readNow(() -> {
            synchronized (counting) {
                table.putCounters(counters);
            }
            return counters;
        });
    }

    List<ReelTable.Difference> differences(int[] reelIds, List<ReelRow> rows) {
        return readNow(() -> table.differences(reelIds, rows));
    }

    /** Adds the ids in a range whose reels are not as the rows of that range say. */
    void differing(int after, int until, List<ReelRow> rows, IntList ids) {
        readNow(() -> {
            IntList range = new IntList();
            table.reels.addIds(after, until, range);
            int[] all = IntStream.concat(
                            IntStream.of(range.toArray()), rows.stream().mapToInt(ReelRow::reelId))
                    .distinct()
                    .toArray();
            table.differences(all, rows).forEach(difference -> ids.add(difference.reelId()));
            return ids;
        });
    }

    /** Reels that are there, visible or not. */
    int size() {
        return readNow(table.reels::size);
    }

    int visible() {
        return readNow(table.visible::size);
    }

    long bytes() {
        return readNow(table::bytes);
    }

    /** Seconds since everything committed by then was followed; while it is built, since the start. */
    double lagSeconds() {
        return (System.nanoTime() - followedNanos) / 1e9;
    }
}
