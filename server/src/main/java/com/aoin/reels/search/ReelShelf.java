package com.aoin.reels.search;

import com.aoin.reels.reel.index.IndexedReel;
import com.aoin.reels.reel.index.ReelFilter;
import com.aoin.reels.reel.index.ReelIndex;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The visible reels that a filter lets through, weighed by their {@link Standing} at one moment. */
final class ReelShelf implements Shelf {
    private final ReelIndex reels;
    private final long nowMicros;
    private final int category;
    private final int merchant;
    private final long from;
    private final long until;

    ReelShelf(ReelIndex reels, ReelFilter filter, Instant now) {
        this.reels = reels;
        this.nowMicros = micros(now, 0);
        this.category = filter.categoryId() == null ? 0 : filter.categoryId();
        this.merchant = filter.merchantId() == null ? 0 : filter.merchantId();
        this.from = micros(filter.from(), Long.MIN_VALUE);
        this.until = micros(filter.until(), Long.MAX_VALUE);
    }

    private static long micros(@Nullable Instant time, long fallback) {
        return time == null ? fallback : ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    @Override
    public void weigh(int[] reelIds, int count, float[] weights, long[] createdAt) {
        Arrays.fill(weights, ABSENT);
        int at = 0;
        for (IndexedReel reel : reels.findAll(Arrays.copyOf(reelIds, count))) {
            while (reelIds[at] != reel.reelId()) {
                at++;
            }
            if (reel.visible() && passes(reel)) {
                weights[at] = Standing.of(reel, nowMicros);
                createdAt[at] = reel.createdMicros();
            }
        }
    }

    private boolean passes(IndexedReel reel) {
        return (category == 0 || reel.categoryId() == category)
                && (merchant == 0 || reel.merchantId() == merchant)
                && reel.createdMicros() >= from
                && reel.createdMicros() < until;
    }
}
