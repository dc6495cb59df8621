package com.aoin.reels.reel.index.table;

import com.aoin.reels.reel.index.table.ReelRow.MerchantState;
import com.aoin.reels.reel.index.table.ReelRow.ProductState;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that the index knows. A reel is visible when it, its product and its merchant let it be, so each of the
 * three is kept once and a product that sells out hides its reels without a look at their rows. A change takes the
 * reels concerned out of their lists, changes them, and puts them back where they belong now.
 *
 * <p>One thread may change it while nobody reads.
 */
public final class ReelTable {
    private static final NewestFirst EMPTY = new NewestFirst();

    public final ReelColumns reels = new ReelColumns();
    final ProductColumns products = new ProductColumns();
    final MerchantReels.ById merchants = new MerchantReels.ById();
    public final NewestFirst visible = new NewestFirst();
    private final Map<Integer, NewestFirst> categories = new HashMap<>();
    final IntList touchedProducts = new IntList();
    final IntList touchedMerchants = new IntList();

    public NewestFirst ofCategory(int categoryId) {
        return categories.getOrDefault(categoryId, EMPTY);
    }

    public NewestFirst ofMerchant(int merchantId) {
        MerchantReels merchant = merchants.find(merchantId);
        return merchant == null ? EMPTY : merchant.visible;
    }

    public NewestFirst hiddenOfMerchant(int merchantId) {
        MerchantReels merchant = merchants.find(merchantId);
        return merchant == null ? EMPTY : merchant.hidden;
    }

    /** Categories with visible reels. */
    public int[] categories() {
        return categories.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 0)
                .mapToInt(Map.Entry::getKey)
                .toArray();
    }

    public int category(int slot) {
        return products.category(reels.product[slot]);
    }

    /** The slot of a reel, negative when it is not there. */
    public int slot(int reelId) {
        return reels.find(reelId);
    }

    public int productId(int slot) {
        return products.id(reels.product[slot]);
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
        Move move = new Move(this);
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

    /** Sets the counters of a reel, if it is there. */
    public void setCounters(int reelId, int views, int likes, int shares) {
        int slot = reels.find(reelId);
        if (slot != SlotsById.NONE) {
            reels.views[slot] = views;
            reels.likes[slot] = likes;
            reels.shares[slot] = shares;
        }
    }

    /** Adds to the counters of a reel, if it is there; they never fall below zero. */
    public void count(int reelId, int views, int likes, int shares) {
        int slot = reels.find(reelId);
        if (slot != SlotsById.NONE) {
            reels.views[slot] = Math.max(0, reels.views[slot] + views);
            reels.likes[slot] = Math.max(0, reels.likes[slot] + likes);
            reels.shares[slot] = Math.max(0, reels.shares[slot] + shares);
        }
    }

    /** Takes these as the truth about products and merchants; those without reels are ignored. */
    void put(List<ProductState> productStates, List<MerchantState> merchantStates) {
        Move move = new Move(this);
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

    /** Who came, or whose state has changed, since the last call. */
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

    boolean isMoved(int slot, ReelRow row) {
        return reels.created[slot] != row.createdMicros()
                || reels.is(slot, ReelColumns.SHOWABLE) != row.showable()
                || reels.merchant[slot] != row.merchantId()
                || products.id(reels.product[slot]) != row.productId();
    }

    int write(ReelRow row) {
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

    void list(int[] slots) {
        for (int slot : slots) {
            reels.setListed(slot, isVisible(slot));
        }
        new SlotSort(reels).sort(slots);
        byList(slots).forEach((list, some) -> list.addAll(reels, some));
    }

    /** Each list that these slots stand in, or belong in by their flags, with those of it; in their order. */
    IdentityHashMap<NewestFirst, IntList> byList(int[] slots) {
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
