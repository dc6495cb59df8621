package com.aoin.reels.feed.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferenceTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(textBlock = """
            # hours ago, what is left of 0.8
            -48,  0.8
            0,    0.8
            167,  0.8
            168,  0.8
            191,  0.8
            192,  0.7826086956521739
            288,  0.7130434782608696
            720,  0.4
            743,  0.4
            744,  0.39333333333333337
            1440, 0.2
            1872, 0.08
            1896, 0.08
            9000, 0.08
            """)
    void fadesByTheDay(long hours, double left) {
        Preference preference = new Preference(1, 0.8, NOW.minus(Duration.ofHours(hours)));
        assertThat(preference.decayed(NOW)).isCloseTo(left, within(1e-12));
    }
}
