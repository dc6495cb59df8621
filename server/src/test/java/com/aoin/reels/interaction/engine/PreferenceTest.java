package com.aoin.reels.interaction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each interaction teaches, in hundredths, as tables. */
class PreferenceTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 1, 12, 0);

    @ParameterizedTest(name = "{0} of {1} s teaches {2}")
    @CsvSource({
        "30, 30, 20",
        "24, 30, 20",
        "23, 30, 10",
        "15, 30, 10",
        "14, 30, 2",
        "0, 30, 2",
        "1, 2, 10",
        "4, 5, 20",
        "1, 1, 20",
        ", 30, 5",
        "12, 0, 5",
        ", 0, 5"
    })
    void ofAView(Integer seconds, int duration, int taught) {
        assertThat(Preference.ofView(seconds, duration)).isEqualTo(taught);
    }

    @ParameterizedTest(name = "{0} and {1} make {2}")
    @CsvSource({"0, 30, 30", "30, -15, 15", "10, -15, 0", "0, -15, 0", "90, 20, 100", "100, 30, 100", "99, 2, 100"})
    void itStaysBetweenZeroAndOne(int before, int delta, int after) {
        assertThat(new Preference(1, before, 3, NOON).moved(delta, NOON)).isEqualTo(new Preference(1, after, 4, NOON));
    }

    @Test
    void aLikeIsWorthTwiceAnUnlike() {
        assertThat(Preference.LIKE).isEqualTo(30);
        assertThat(Preference.UNLIKE).isEqualTo(-15);
    }

    @Test
    void itRemembersItsLatestTime() {
        Preference later = Preference.none(NOON).moved(5, NOON.plusDays(1));
        assertThat(later.moved(5, NOON).lastAt()).isEqualTo(NOON.plusDays(1));
    }
}
