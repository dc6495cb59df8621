package com.aoin.reels.http;

import java.time.Duration;

/**
 * How slowly a body may arrive: after a grace at the start, this many bytes per second on average.
 *
 * @param grace          within it the sender may be as slow as it likes
 * @param bytesPerSecond on average since the start
 */
record Pace(Duration grace, long bytesPerSecond) {
    /** Phones on bad networks stay well above this. */
    static final Pace USUAL = new Pace(Duration.ofSeconds(20), 8 * 1024);

    /** Whether so many bytes are too few after so long. */
    boolean isMissed(long bytes, long nanos) {
        long late = nanos - grace.toNanos();
        return late > 0 && bytes < late / 1_000_000_000.0 * bytesPerSecond;
    }
}
