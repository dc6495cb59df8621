package com.aoin.reels.interaction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger's rule of what counts, as a table. */
class SeenTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 1, 12, 0);

    @ParameterizedTest
    @CsvSource({", 0", "0, 0", "12, 12"})
    void theFirstViewCountsWhateverItsLength(Integer seconds, int longest) {
        assertThat(Seen.first(seconds, NOON)).isEqualTo(new Seen(longest, 1, NOON, NOON));
    }

    @ParameterizedTest(name = "longest {0}, again {1}: counts {2}, longest {3}")
    @CsvSource({
        "8, 9, false, 9",
        "8, 10, true, 10",
        "10, 12, false, 12",
        "10, 13, true, 13",
        "1, 1, false, 1",
        "1, 2, true, 2",
        "20, 24, false, 24",
        "20, 25, true, 25",
        "20, 3, false, 20",
        "20, , false, 20",
        "0, 0, false, 0",
        "0, 30, false, 30",
        "0, , false, 0",
        "2147483647, 2147483647, false, 2147483647"
    })
    void aRewatchCountsFromAQuarterMoreThanTheLongest(int longest, Integer again, boolean counts, int longestAfter) {
        Seen after = new Seen(longest, 1, NOON, NOON).again(again, NOON.plusHours(1));
        assertThat(after).isEqualTo(new Seen(longestAfter, counts ? 2 : 1, NOON, NOON.plusHours(1)));
    }

    @Test
    void timesSpanWhatWasSeen() {
        Seen seen = Seen.first(1, NOON).again(1, NOON.plusHours(2)).again(1, NOON.plusDays(1));
        assertThat(seen.firstAt()).isEqualTo(NOON);
        assertThat(seen.lastAt()).isEqualTo(NOON.plusDays(1));
    }

    @ParameterizedTest
    @CsvSource({"24, 30, true", "23, 30, false", "4, 5, true", "3, 5, false", "1, 1, true", "0, 1, false", "9, 0, false"
    })
    void completeFromFourFifths(int longest, int duration, boolean complete) {
        assertThat(new Seen(longest, 1, NOON, NOON).isComplete(duration)).isEqualTo(complete);
    }
}
