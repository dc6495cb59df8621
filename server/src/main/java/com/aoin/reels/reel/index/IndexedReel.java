package com.aoin.reels.reel.index;

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

    public Instant createdAt() {
        return Instant.EPOCH.plus(createdMicros, ChronoUnit.MICROS);
    }
}
