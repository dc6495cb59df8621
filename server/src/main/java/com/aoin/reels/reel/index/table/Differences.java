package com.aoin.reels.reel.index.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares a table with rows of the database. */
public final class Differences {
    private final ReelTable table;
    private final ReelColumns reels;

    Differences(ReelTable table) {
        this.table = table;
        this.reels = table.reels;
    }

    /**
     * A reel of which index and database say different things.
     *
     * @param row       null when the database does not have it
     * @param inContent in more than its counters
     */
    public record Difference(int reelId, @Nullable ReelRow row, boolean inContent) {}

    /**
     * How the table differs from rows of the database.
     *
     * @param reelIds those that were asked for
     */
    List<Difference> of(int[] reelIds, List<ReelRow> rows) {
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
        return !table.isMoved(slot, row)
                && !table.products.differs(reels.product[slot], row.product())
                && reels.is(slot, ReelColumns.LISTED) == (row.showable() && row.sellable() && row.merchantActive());
    }

    private boolean hasSameCounters(int slot, ReelRow row) {
        return reels.views[slot] == row.views()
                && reels.likes[slot] == row.likes()
                && reels.shares[slot] == row.shares();
    }
}
