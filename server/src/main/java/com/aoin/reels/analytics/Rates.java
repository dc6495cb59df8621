package com.aoin.reels.analytics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Quotients as analytics shows them: two decimals, rounded half up, and 0 where there is nothing to divide by. */
final class Rates {
    private static final BigDecimal NONE = BigDecimal.ZERO.setScale(2);

    private Rates() {}

    /** Likes and shares for a hundred views. */
    static BigDecimal engagement(long views, long likes, long shares) {
        return percent(likes + shares, views);
    }

    static BigDecimal percent(long part, long whole) {
        return average(part * 100, whole);
    }

    static BigDecimal average(long sum, long count) {
        return count == 0 ? NONE : BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count), 2, RoundingMode.HALF_UP);
    }
}
