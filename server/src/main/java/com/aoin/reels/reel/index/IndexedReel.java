package com.aoin.reels.reel.index;

import com.aoin.reels.reel.index.table.ReelColumns;
import com.aoin.reels.reel.index.table.ReelTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A reel as the index knows it: what ranking needs, and nothing to be shown.
 *
 * @param categoryId    of its product, 0 = none
 * @param createdMicros microseconds since the epoch, the precision of the database
 * @param visible       as of the last change that the index has heard of; only the database knows for sure
 */
public record IndexedReel(
        int reelId,
        int merchantId,
        int productId,
        int categoryId,
        long createdMicros,
        int views,
        int likes,
        int shares,
        boolean visible) {

    static IndexedReel at(int slot, ReelTable table) {
        ReelColumns reels = table.reels;
        return new IndexedReel(
                reels.id[slot],
                reels.merchant[slot],
                table.productId(slot),
                table.category(slot),
                reels.created[slot],
                reels.views[slot],
                reels.likes[slot],
                reels.shares[slot],
                reels.is(slot, ReelColumns.LISTED));
    }

    public Instant createdAt() {
        return Instant.EPOCH.plus(createdMicros, ChronoUnit.MICROS);
    }
}
