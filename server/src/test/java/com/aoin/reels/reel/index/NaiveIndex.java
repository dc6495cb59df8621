package com.aoin.reels.reel.index;

import com.aoin.reels.reel.index.CounterChanges.Added;
import com.aoin.reels.reel.index.table.Micros;
import com.aoin.reels.reel.index.table.ReelRow;
import com.aoin.reels.reel.index.table.ReelRow.MerchantState;
import com.aoin.reels.reel.index.table.ReelRow.ProductState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** What an index should answer, by looking at every row each time. */
final class NaiveIndex {
    static final Comparator<ReelRow> NEWEST = Comparator.comparingLong(ReelRow::createdMicros)
            .thenComparingInt(ReelRow::reelId)
            .reversed();

    final Map<Integer, ReelRow> rows = new HashMap<>();
    final Map<Integer, ProductState> products = new HashMap<>();
    final Map<Integer, MerchantState> merchants = new HashMap<>();

    void put(int[] asked, List<ReelRow> found) {
        for (int id : asked) {
            rows.remove(id);
        }
        for (ReelRow row : found) {
            rows.put(row.reelId(), row);
            products.put(row.productId(), row.product());
            merchants.put(row.merchantId(), row.merchant());
        }
    }

    void add(Added added) {
        rows.computeIfPresent(
                added.reelId(),
                (id, row) -> new ReelRow(
                        id,
                        row.merchantId(),
                        row.productId(),
                        row.createdMicros(),
                        row.changedMicros(),
                        Math.max(0, row.views() + added.views()),
                        Math.max(0, row.likes() + added.likes()),
                        Math.max(0, row.shares() + added.shares()),
                        row.showable(),
                        row.categoryId(),
                        row.sellable(),
                        row.merchantActive()));
    }

    boolean isVisible(ReelRow row) {
        return row.showable()
                && product(row).sellable()
                && merchants.get(row.merchantId()).active();
    }

    ProductState product(ReelRow row) {
        return products.get(row.productId());
    }

    Stream<ReelRow> visible() {
        return rows.values().stream().filter(this::isVisible).sorted(NEWEST);
    }

    List<Integer> list(ReelFilter filter, boolean hiddenToo) {
        return rows.values().stream()
                .filter(row -> hiddenToo || isVisible(row))
                .filter(row -> filter.categoryId() == null || product(row).categoryId() == filter.categoryId())
                .filter(row -> filter.merchantId() == null || row.merchantId() == filter.merchantId())
                .filter(row -> filter.from() == null || row.createdMicros() >= Micros.of(filter.from()))
                .filter(row -> filter.until() == null || row.createdMicros() < Micros.of(filter.until()))
                .sorted(order(filter.sort()))
                .map(ReelRow::reelId)
                .toList();
    }

    private static Comparator<ReelRow> order(ReelFilter.Sort sort) {
        return switch (sort) {
            case NEWEST -> NEWEST;
            case LIKES -> most(ReelRow::likes);
            case VIEWS -> most(ReelRow::views);
            case SHARES -> most(ReelRow::shares);
        };
    }

    private static Comparator<ReelRow> most(ToIntFunction<ReelRow> count) {
        return Comparator.comparingInt(count).reversed().thenComparing(NEWEST);
    }
}
