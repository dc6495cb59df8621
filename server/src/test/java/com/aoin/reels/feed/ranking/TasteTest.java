package com.aoin.reels.feed.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.aoin.reels.reel.index.IndexedReel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasteTest {
    private static final long NOW = TimeUnit.DAYS.toMicros(20_000);
    private static final Taste TASTE = new Taste(Set.of(7), Map.of(3, 0.5), Map.of(11, 0.25));

    @ParameterizedTest
    @CsvSource(textBlock = """
            # reel, merchant, category, hours, trending, score
            1,  1, 1, 1,  0,   0
            1,  7, 1, 1,  0,   0.4
            1,  7, 1, 23, 0,   0.4
            1,  7, 1, 24, 0,   0.26666666666666666
            1,  1, 3, 1,  0,   0.15
            1,  1, 0, 1,  0,   0
            1,  1, 1, 1,  1,   0.2
            1,  1, 1, 1,  0.3, 0.06
            11, 1, 1, 1,  0,   0.025
            11, 7, 3, 1,  1,   0.775
            """)
    void addsUpWhatIsKnown(int reel, int merchant, int category, long hours, double trending, double score) {
        long created = NOW - TimeUnit.HOURS.toMicros(hours);
        IndexedReel candidate = new IndexedReel(reel, merchant, 1, category, created, 0, 0, 0, true);
        assertThat(TASTE.score(candidate, trending, NOW)).isCloseTo(score, within(1e-12));
    }
}
