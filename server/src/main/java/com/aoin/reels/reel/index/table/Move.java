package com.aoin.reels.reel.index.table;

import com.aoin.reels.reel.index.table.ReelRow.MerchantState;
import com.aoin.reels.reel.index.table.ReelRow.ProductState;
import java.util.List;

/** One change of a table: the reels that it takes out of their lists and puts back. */
final class Move {
    private final ReelTable table;
    private final ReelColumns reels;
    private final ProductColumns products;
    private final IntList taken = new IntList();
    private final IntList gone = new IntList();

    Move(ReelTable table) {
        this.table = table;
        this.reels = table.reels;
        this.products = table.products;
    }

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
        if (slot != SlotsById.NONE && table.isMoved(slot, row)) {
            take(slot);
        }
    }

    void takeReelsOf(ProductState state) {
        int product = products.find(state.productId());
        if (product != SlotsById.NONE && products.differs(product, state)) {
            table.touchedProducts.add(state.productId());
            for (int slot = products.first(product); slot != SlotsById.NONE; slot = reels.next[slot]) {
                take(slot);
            }
        }
    }

    void takeReelsOf(MerchantState state) {
        MerchantReels merchant = table.merchants.find(state.merchantId());
        if (merchant != null && merchant.active != state.active()) {
            table.touchedMerchants.add(state.merchantId());
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
        table.byList(slots).forEach((list, some) -> list.removeAll(reels, some));
    }

    void write(ReelRow row) {
        boolean isNew = reels.find(row.reelId()) == SlotsById.NONE;
        if (products.find(row.productId()) == SlotsById.NONE) {
            table.touchedProducts.add(row.productId());
        }
        if (table.merchants.find(row.merchantId()) == null) {
            table.touchedMerchants.add(row.merchantId());
        }
        int slot = table.write(row);
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
        table.list(staying.toArray());
        for (int i = 0; i < gone.size(); i++) {
            reels.free(gone.get(i));
        }
    }
}
