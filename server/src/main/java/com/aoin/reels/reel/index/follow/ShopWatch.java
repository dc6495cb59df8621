package com.aoin.reels.reel.index.follow;

import com.aoin.reels.reel.index.table.LiveReels;
import com.aoin.reels.reel.index.table.Touched;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Notices what the shop writes to its own tables, for products and merchants that have reels. A table whose server tells
 * that nobody has changed it is left alone; of another, slices of rows are summed up in the database, and only a slice
 * with another sum is looked at row by row. It compares states rather than times, so it does not matter when a
 * transaction commits, whose clock is right, or whether rows are updated or deleted.
 *
 * <p>Others read states too, with the rows of reels. Sums cannot tell of a product that they read while it was sold out
 * for a moment between two looks, so whatever comes into the index or changes there is read once more after the next
 * look.
 */
final class ShopWatch {
    /** So often every table is looked at, whatever its server tells. */
    private static final int TRUSTED_LOOKS = 30;

    private final LiveReels reels;
    private final IndexReader reader;
    private final Consumer<int[]> changes;
    private final Map<Watched, RowSums> sums = new EnumMap<>(Watched.class);
    private final Map<Watched, String> lastTimes = new EnumMap<>(Watched.class);
    private int looks;
    private boolean begun;
    private Touched unsettled = Touched.NONE;

    /**
     * Watches for the reels.
     *
     * @param changes told which reels are concerned
     */
    ShopWatch(LiveReels reels, IndexReader reader, Consumer<int[]> changes) {
        this.reels = reels;
        this.reader = reader;
        this.changes = changes;
        for (Watched table : Watched.values()) {
            sums.put(table, new RowSums(table, reader.shop()));
        }
    }

    void look() {
        unsettled = unsettled.and(reels.takeTouched());
        // At first every row is new to the sums, but what followers know is as fresh as the reels.
        Consumer<int[]> told = begun ? changes : reelIds -> {};
        begun = true;
        lookAtSums(told);
        settle();
    }

    private void lookAtSums(Consumer<int[]> told) {
        Map<String, String> times = reader.shop().updateTimes();
        boolean trusted = looks++ % TRUSTED_LOOKS != 0;
        int[] products = reels.productIds();
        for (Watched table : Watched.values()) {
            String time = times.get(table.table());
            int[] ids = table == Watched.MERCHANTS ? reels.merchantIds() : products;
            RowSums rows = Objects.requireNonNull(sums.get(table));
            if (!trusted || time == null || !time.equals(lastTimes.get(table)) || !rows.covers(ids)) {
                // Should it fail, the next look is to look again.
                lastTimes.remove(table);
                look(table, rows, ids, told);
                lastTimes.put(table, Objects.requireNonNullElse(time, ""));
            }
        }
    }

    private void look(Watched table, RowSums rows, int[] ids, Consumer<int[]> told) {
        rows.look(ids, changed -> {
            if (table == Watched.MERCHANTS) {
                reader.readMerchants(changed);
            } else {
                reader.readProducts(changed);
            }
            told.accept(table == Watched.MERCHANTS ? reels.reelsOfMerchants(changed) : reels.reelsOfProducts(changed));
        });
    }

    /** Reads again what had changed before the sums were taken; what changed since then waits for the next look. */
    private void settle() {
        Touched before = unsettled;
        Touched since = reels.takeTouched();
        // In case that reading fails.
        unsettled = before.and(since);
        reader.readProducts(before.products());
        reader.readMerchants(before.merchants());
        Touched anew = reels.takeTouched();
        changes.accept(reels.reelsOfProducts(anew.products()));
        changes.accept(reels.reelsOfMerchants(anew.merchants()));
        unsettled = since.and(anew);
    }

    long bytes() {
        return sums.values().stream().mapToLong(RowSums::bytes).sum();
    }
}
