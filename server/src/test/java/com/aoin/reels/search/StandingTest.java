package com.aoin.reels.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.aoin.reels.reel.index.IndexedReel;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published factor, calculated by hand. */
class StandingTest {
    private static final long NOW = 2_000_000_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        // views, likes, shares, days old, factor
        "0, 0, 0, 0, 1.1",
        "0, 0, 0, 30, 1.05",
        "0, 0, 0, 60, 1.025",
        "0, 0, 0, 3650, 1",
        "0, 0, 0, -1, 1.1",
        "10000000, 0, 0, 0, 1.3",
        "2000000000, 2000000000, 2000000000, 0, 1.3",
        "90, 0, 0, 3650, 1.033333",
        "0, 0, 333, 3650, 1.1",
        "0, -5, 0, 3650, 1",
        "5000, 200, 33, 0, 1.2",
    })
    void popularityAndFreshnessAreAGentleFactor(int views, int likes, int shares, int days, double factor) {
        long created = NOW - Duration.ofDays(days).toNanos() / 1000;
        IndexedReel reel = new IndexedReel(1, 1, 1, 1, created, views, likes, shares, true);
        assertThat((double) Standing.of(reel, NOW)).isCloseTo(factor, within(1e-4));
    }
}
