package com.aoin.reels.feed.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.aoin.reels.reel.index.IndexedReel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendingScoreTest {
    /** Calculated by hand: (2·likes + 3·shares + 0.1·views) · decay / (hours + 1), and half as much again below 6 hours. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # likes, shares, views, hours, score
            0,   0,   0,    0,       0
            1,   0,   0,    0,       3
            0,   1,   0,    0,       4.5
            0,   0,   10,   0,       1.5
            10,  5,   100,  0,       67.5
            10,  5,   100,  1,       33.75
            10,  5,   100,  4,       13.5
            10,  5,   100,  5.5,     10.384615384615385
            10,  5,   100,  6,       5.142857142857143
            10,  5,   100,  23,      1.5
            10,  5,   100,  24,      0.9
            10,  5,   100,  99,      0.225
            10,  5,   100,  167,     0.13392857142857142
            10,  5,   100,  168,     0.05325443786982249
            10,  5,   100,  719,     0.0125
            1,   1,   1,    2,       2.55
            """)
    void isTheFormula(int likes, int shares, int views, double hours, double score) {
        assertThat(TrendingScore.of(likes, shares, views, hours)).isCloseTo(score, within(1e-12));
    }

    @Test
    void agesByTheMicrosecond() {
        long now = Duration.ofDays(20_000).toNanos() / 1000;
        long sixHours = Duration.ofHours(6).toNanos() / 1000;
        assertThat(TrendingScore.of(reel(now - sixHours + 1), now)).isCloseTo(45 * 1.5 / 7, within(1e-8));
        assertThat(TrendingScore.of(reel(now - sixHours), now)).isCloseTo(45 * 0.8 / 7, within(1e-9));
    }

    @Test
    void takesAReelOfTheFutureAsMadeNow() {
        assertThat(TrendingScore.of(reel(5_000_000), 0)).isEqualTo(67.5);
        assertThat(TrendingScore.of(10, 5, 100, -1)).isEqualTo(67.5);
    }

    private static IndexedReel reel(long createdMicros) {
        return new IndexedReel(1, 1, 1, 1, createdMicros, 100, 10, 5, true);
    }
}
