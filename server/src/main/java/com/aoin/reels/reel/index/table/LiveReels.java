package com.aoin.reels.reel.index.table;

import com.aoin.reels.reel.index.table.Differences.Difference;
import com.aoin.reels.reel.index.table.ReelRow.MerchantState;
import com.aoin.reels.reel.index.table.ReelRow.ProductState;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The table of all live reels under its lock: any number of threads read, and a change takes it for microseconds. */
public final class LiveReels {
    private final ReelTable table = new ReelTable();
    private final StampedLock lock = new StampedLock();
    /** Held, beside the shared lock, by whoever changes counters. */
    private final Object counting = new Object();

    /** Asked for by the one thread that watches the shop. */
    private int[] productIds = {};

    private int productIdsAt = -1;
    private int[] merchantIds = {};

    /** Reads the table while it does not change; the query must not wait for anything. */
    public <T> T read(Function<ReelTable, T> query) {
        long stamp = lock.readLock();
        try {
            return query.apply(table);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    private void write(Consumer<ReelTable> change) {
        long stamp = lock.writeLock();
        try {
            change.accept(table);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Changes nothing but counters, while others read. */
    public void count(Consumer<ReelTable> change) {
        long stamp = lock.readLock();
        try {
            synchronized (counting) {
                change.accept(table);
            }
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** Takes rows while the table is being built; they are in no list before {@link #listAll}. */
    public void load(List<ReelRow> rows) {
        write(all -> all.load(rows));
    }

    public void listAll() {
        write(ReelTable::listAll);
    }

    /** Takes the rows as the truth about the reels asked for; those without a row are gone. */
    public void put(int[] asked, List<ReelRow> rows) {
        write(all -> all.put(asked, rows));
    }

    /** Takes these as the truth about products and merchants. */
    public void put(List<ProductState> products, List<MerchantState> merchants) {
        write(all -> all.put(products, merchants));
    }

    /** Products and merchants that came, other than by {@link #load}, or whose state has changed, since the last call. */
    public Touched takeTouched() {
        long stamp = lock.writeLock();
        try {
            return table.takeTouched();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** The products that have reels, in rising order; the same array for as long as they are the same. */
    public int[] productIds() {
        return read(all -> {
            if (all.products.changes() != productIdsAt) {
                productIdsAt = all.products.changes();
                productIds = all.products.ids();
            }
            return productIds;
        });
    }

    /** As {@link #productIds} for merchants. */
    public int[] merchantIds() {
        return read(all -> {
            if (all.merchants.size() != merchantIds.length) {
                merchantIds = all.merchants.ids();
            }
            return merchantIds;
        });
    }

    /** Those of the products that have reels. */
    public int[] productsWithReels(Collection<Integer> products) {
        return read(all -> products.stream()
                .mapToInt(Integer::intValue)
                .filter(id -> all.products.find(id) != SlotsById.NONE)
                .toArray());
    }

    /** Those of the merchants that have or had reels. */
    public int[] merchantsWithReels(Collection<Integer> merchants) {
        return read(all -> merchants.stream()
                .mapToInt(Integer::intValue)
                .filter(id -> all.merchants.find(id) != null)
                .toArray());
    }

    public int[] reelsOfProducts(int[] products) {
        return read(all -> {
            IntList reels = new IntList();
            for (int product : products) {
                all.addReelsOfProduct(product, reels);
            }
            return reels.toArray();
        });
    }

    public int[] reelsOfMerchants(int[] merchants) {
        return read(all -> {
            IntList reels = new IntList();
            for (int merchant : merchants) {
                all.addReelsOfMerchant(merchant, reels);
            }
            return reels.toArray();
        });
    }

    /** How the table differs from the rows of the reels that were asked for. */
    public List<Difference> differences(int[] reelIds, List<ReelRow> rows) {
        return read(all -> new Differences(all).of(reelIds, rows));
    }

    /** As {@link #differences}, of the reels with ids above one and up to another. */
    public List<Difference> differences(int after, int until, List<ReelRow> rows) {
        return read(all -> {
            IntList there = new IntList();
            all.reels.addIds(after, until, there);
            int[] asked = IntStream.concat(
                            IntStream.of(there.toArray()), rows.stream().mapToInt(ReelRow::reelId))
                    .distinct()
                    .toArray();
            return new Differences(all).of(asked, rows);
        });
    }

    /** Reels that are there, visible or not. */
    public int size() {
        return read(all -> all.reels.size());
    }

    public int visible() {
        return read(all -> all.visible.size());
    }

    public long bytes() {
        return read(ReelTable::bytes);
    }
}
