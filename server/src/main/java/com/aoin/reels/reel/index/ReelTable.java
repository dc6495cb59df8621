package com.aoin.reels.reel.index;

import com.aoin.reels.reel.index.CounterChanges.Added;
import com.aoin.reels.reel.index.ReelRow.MerchantState;
import com.aoin.reels.reel.index.ReelRow.ProductState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the index knows. A reel is visible when it, its product and its merchant let it be, so each of the
 * three is kept once and a product that sells out hides its reels without a look at their rows. A change takes the
 * reels concerned out of their lists, changes them, and puts them back where they belong now.
 *
 * <p>One thread may change it while nobody reads.
 */
final class ReelTable {
    private static final NewestFirst EMPTY = new NewestFirst();

    final ReelColumns reels = new ReelColumns();
    final ProductColumns products = new ProductColumns();
    final MerchantReels.ById merchants = new MerchantReels.ById();
    final NewestFirst visible = new NewestFirst();
    private final Map<Integer, NewestFirst> categories = new HashMap<>();
    private final IntList touchedProducts = new IntList();
    private final IntList touchedMerchants = new IntList();

    NewestFirst ofCategory(int categoryId) {
        return categories.getOrDefault(categoryId, EMPTY);
    }

    NewestFirst ofMerchant(int merchantId) {
        MerchantReels merchant = merchants.find(merchantId);
        return merchant == null ? EMPTY : merchant.visible;
    }

    NewestFirst hiddenOfMerchant(int merchantId) {
        MerchantReels merchant = merchants.find(merchantId);
        return merchant == null ? EMPTY : merchant.hidden;
    }

    /** Categories with visible reels. */
    int[] categories() {
        return categories.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 0)
                .mapToInt(Map.Entry::getKey)
                .toArray();
    }

    int category(int slot) {
        return products.category(reels.product[slot]);
    }

    IndexedReel reel(int slot) {
        return new IndexedReel(
                reels.id[slot],
                reels.merchant[slot],
                products.id(reels.product[slot]),
                category(slot),
                reels.created[slot],
                reels.views[slot],
                reels.likes[slot],
                reels.shares[slot],
                reels.is(slot, ReelColumns.LISTED));
    }

    @Nullable
    IndexedReel find(int reelId) {
        int slot = reels.find(reelId);
        return slot == SlotsById.NONE ? null : reel(slot);
    }

    /** Takes rows without listing them, which {@link #listAll} does for all at once: for a table that is being built. */
    void load(List<ReelRow> rows) {
        for (ReelRow row : rows) {
            if (reels.find(row.reelId()) == SlotsById.NONE) {
                write(row);
            }
        }
    }

    void listAll() {
        list(reels.slots());
    }

    /**
     * Takes the rows as the truth about the reels asked for, and about the products and merchants that they name. A
     * reel without a row is deleted.
     */
    void put(int[] asked, List<ReelRow> rows) {
        Set<Integer> there = rows.stream().map(ReelRow::reelId).collect(Collectors.toSet());
        Move move = new Move();
        for (int reelId : asked) {
            if (!there.contains(reelId)) {
                move.takeGone(reelId);
            }
        }
        for (ReelRow row : rows) {
            move.takeIfMoved(row);
            move.takeReelsOf(row.product());
            move.takeReelsOf(row.merchant());
        }
        move.out();
        rows.forEach(move::write);
        move.back();
    }

    /**
     * A reel of which index and database say different things.
     *
     * @param row       null when the database does not have it
     * @param inContent in more than its counters
     */
    record Difference(int reelId, @Nullable ReelRow row, boolean inContent) {}

    /**
     * How the table differs from rows of the database.
     *
     * @param reelIds those that were asked for
     */
    List<Difference> differences(int[] reelIds, List<ReelRow> rows) {
        Map<Integer, ReelRow> byId = new HashMap<>();
        rows.forEach(row -> byId.put(row.reelId(), row));
        List<Difference> differences = new ArrayList<>();
        for (int reelId : reelIds) {
            ReelRow row = byId.get(reelId);
            int slot = reels.find(reelId);
            boolean there = slot != SlotsById.NONE;
            if (row == null || !there) {
                if (there != (row != null)) {
                    differences.add(new Difference(reelId, row, true));
                }
            } else if (!isSame(slot, row)) {
                differences.add(new Difference(reelId, row, true));
            } else if (!hasSameCounters(slot, row)) {
                differences.add(new Difference(reelId, row, false));
            }
        }
        return differences;
    }

    private boolean isSame(int slot, ReelRow row) {
        return !isMoved(slot, row)
                && !products.differs(reels.product[slot], row.product())
                && reels.is(slot, ReelColumns.LISTED) == (row.showable() && row.sellable() && row.merchantActive());
    }

    private boolean hasSameCounters(int slot, ReelRow row) {
        return reels.views[slot] == row.views()
                && reels.likes[slot] == row.likes()
                && reels.shares[slot] == row.shares();
    }

    /** Sets the counters of reels that are there. */
    void putCounters(List<Added> counters) {
        for (Added sum : counters) {
            int slot = reels.find(sum.reelId());
            if (slot != SlotsById.NONE) {
                reels.views[slot] = sum.views();
                reels.likes[slot] = sum.likes();
                reels.shares[slot] = sum.shares();
            }
        }
    }

    /** Adds to a reel's counters, which never fall below zero. */
    void add(Added added) {
        int slot = reels.find(added.reelId());
        if (slot != SlotsById.NONE) {
            reels.views[slot] = Math.max(0, reels.views[slot] + added.views());
            reels.likes[slot] = Math.max(0, reels.likes[slot] + added.likes());
            reels.shares[slot] = Math.max(0, reels.shares[slot] + added.shares());
        }
    }

    /** Takes these as the truth about products and merchants; those without reels are ignored. */
    void put(List<ProductState> productStates, List<MerchantState> merchantStates) {
        Move move = new Move();
        productStates.forEach(move::takeReelsOf);
        merchantStates.forEach(move::takeReelsOf);
        move.out();
        for (ProductState state : productStates) {
            int slot = products.find(state.productId());
            if (slot != SlotsById.NONE) {
                products.set(slot, state);
            }
        }
        for (MerchantState state : merchantStates) {
            MerchantReels merchant = merchants.find(state.merchantId());
            if (merchant != null) {
                merchant.active = state.active();
            }
        }
        move.back();
    }

    /** Whose state has changed since the last call. */
    Touched takeTouched() {
        Touched taken = Touched.NONE.and(new Touched(touchedProducts.toArray(), touchedMerchants.toArray()));
        touchedProducts.clear();
        touchedMerchants.clear();
        return taken;
    }

    /** The reels of a product. */
    void addReelsOfProduct(int productId, IntList reelIds) {
        int product = products.find(productId);
        if (product != SlotsById.NONE) {
            for (int slot = products.first(product); slot != SlotsById.NONE; slot = reels.next[slot]) {
                reelIds.add(reels.id[slot]);
            }
        }
    }

    /** The reels of a merchant. */
    void addReelsOfMerchant(int merchantId, IntList reelIds) {
        for (NewestFirst list : List.of(ofMerchant(merchantId), hiddenOfMerchant(merchantId))) {
            for (int place = 0; place < list.size(); place++) {
                reelIds.add(reels.id[list.get(place)]);
            }
        }
    }

    private boolean isMoved(int slot, ReelRow row) {
        return reels.created[slot] != row.createdMicros()
                || reels.is(slot, ReelColumns.SHOWABLE) != row.showable()
                || reels.merchant[slot] != row.merchantId()
                || products.id(reels.product[slot]) != row.productId();
    }

    private int write(ReelRow row) {
        int found = reels.find(row.reelId());
        int slot = found == SlotsById.NONE ? reels.add(row.reelId()) : found;
        int product = products.findOrAdd(row.productId());
        if (found == SlotsById.NONE) {
            products.link(product, slot, reels);
        } else if (reels.product[slot] != product) {
            products.unlink(reels.product[slot], slot, reels);
            products.link(product, slot, reels);
        }
        products.set(product, row.product());
        merchants.findOrAdd(row.merchantId()).active = row.merchantActive();
        reels.merchant[slot] = row.merchantId();
        reels.created[slot] = row.createdMicros();
        reels.views[slot] = row.views();
        reels.likes[slot] = row.likes();
        reels.shares[slot] = row.shares();
        reels.set(slot, ReelColumns.SHOWABLE, row.showable());
        return slot;
    }

    private boolean isVisible(int slot) {
        return reels.is(slot, ReelColumns.SHOWABLE)
                && products.isSellable(reels.product[slot])
                && merchants.findOrAdd(reels.merchant[slot]).active;
    }

    private void list(int[] slots) {
        for (int slot : slots) {
            reels.set(slot, ReelColumns.LISTED, isVisible(slot));
        }
        new SlotSort(reels).sort(slots);
        byList(slots).forEach((list, some) -> list.addAll(reels, some));
    }

    /** Each list that these slots stand in, or belong in by their flags, with those of it; in their order. */
    private IdentityHashMap<NewestFirst, IntList> byList(int[] slots) {
        IdentityHashMap<NewestFirst, IntList> lists = new IdentityHashMap<>();
        for (int slot : slots) {
            MerchantReels merchant = merchants.findOrAdd(reels.merchant[slot]);
            if (!reels.is(slot, ReelColumns.LISTED)) {
                lists.computeIfAbsent(merchant.hidden, list -> new IntList()).add(slot);
                continue;
            }
            lists.computeIfAbsent(visible, list -> new IntList()).add(slot);
            lists.computeIfAbsent(merchant.visible, list -> new IntList()).add(slot);
            int category = category(slot);
            if (category != 0) {
                lists.computeIfAbsent(
                                categories.computeIfAbsent(category, id -> new NewestFirst()), list -> new IntList())
                        .add(slot);
            }
        }
        return lists;
    }

    /** One change: the reels that it takes out of their lists and puts back. */
    private final class Move {
        private final IntList taken = new IntList();
        private final IntList gone = new IntList();

        /** False when it has been taken already. */
        boolean take(int slot) {
            if (reels.is(slot, ReelColumns.MOVING)) {
                return false;
            }
            reels.set(slot, ReelColumns.MOVING, true);
            taken.add(slot);
            return true;
        }

        void takeGone(int reelId) {
            int slot = reels.find(reelId);
            if (slot != SlotsById.NONE && take(slot)) {
                gone.add(slot);
            }
        }

        void takeIfMoved(ReelRow row) {
            int slot = reels.find(row.reelId());
            if (slot != SlotsById.NONE && isMoved(slot, row)) {
                take(slot);
            }
        }

        void takeReelsOf(ProductState state) {
            int product = products.find(state.productId());
            if (product != SlotsById.NONE && products.differs(product, state)) {
                touchedProducts.add(state.productId());
                for (int slot = products.first(product); slot != SlotsById.NONE; slot = reels.next[slot]) {
                    take(slot);
                }
            }
        }

        void takeReelsOf(MerchantState state) {
            MerchantReels merchant = merchants.find(state.merchantId());
            if (merchant != null && merchant.active != state.active()) {
                touchedMerchants.add(state.merchantId());
                for (NewestFirst list : List.of(merchant.visible, merchant.hidden)) {
                    for (int place = 0; place < list.size(); place++) {
                        take(list.get(place));
                    }
                }
            }
        }

        void out() {
            int[] slots = taken.toArray();
            new SlotSort(reels).sort(slots);
            byList(slots).forEach((list, some) -> list.removeAll(reels, some));
        }

        void write(ReelRow row) {
            boolean isNew = reels.find(row.reelId()) == SlotsById.NONE;
            int slot = ReelTable.this.write(row);
            if (isNew) {
                take(slot);
            }
        }

        void back() {
            for (int i = 0; i < gone.size(); i++) {
                int slot = gone.get(i);
                products.unlink(reels.product[slot], slot, reels);
                reels.forget(slot);
            }
            IntList staying = new IntList();
            for (int i = 0; i < taken.size(); i++) {
                int slot = taken.get(i);
                reels.set(slot, ReelColumns.MOVING, false);
                if (reels.isThere(slot)) {
                    staying.add(slot);
                }
            }
            list(staying.toArray());
            for (int i = 0; i < gone.size(); i++) {
                reels.free(gone.get(i));
            }
        }
    }

    /** What all of it takes, objects and spare room included. */
    long bytes() {
        return reels.bytes()
                + products.bytes()
                + merchants.bytes()
                + visible.bytes()
                + categories.values().stream()
                        .mapToLong(list -> list.bytes() + 64)
                        .sum();
    }
}
