package com.aoin.reels.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.http.DateRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartDaysTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

    /** {@code until} is exclusive, as a range of dates has it. */
    @ParameterizedTest
    @CsvSource({
        ",                          ,                     2026-01-31, 2026-03-01",
        "2026-02-20T00:00:00Z,      ,                     2026-02-20, 2026-03-01",
        "2026-02-20T23:59:59Z,      ,                     2026-02-20, 2026-03-01",
        ",                          2026-02-11T00:00:00Z, 2026-01-12, 2026-02-10",
        "2026-02-10T00:00:00Z,      2026-02-11T00:00:00Z, 2026-02-10, 2026-02-10",
        "2026-02-10T00:00:00Z,      2026-02-11T00:00:01Z, 2026-02-10, 2026-02-11",
        "2026-02-20T00:00:00Z,      2027-01-01T00:00:00Z, 2026-02-20, 2026-03-01",
        "2020-01-01T00:00:00Z,      ,                     2025-03-01, 2026-03-01",
        "2020-01-01T00:00:00Z,      2021-01-01T00:00:00Z, 2020-01-01, 2020-12-31",
        "2020-01-01T00:00:00Z,      2021-01-02T00:00:00Z, 2020-01-02, 2021-01-01",
        ",                          0001-01-03T00:00:00Z, 0001-01-01, 0001-01-02",
    })
    void aChartHasTheDaysOfTheDates(Instant from, Instant until, LocalDate first, LocalDate last) {
        ChartDays days = ChartDays.of(new DateRange(null, null, from, until), TODAY);
        assertThat(days).isEqualTo(new ChartDays(first, last));
        assertThat(days.days())
                .startsWith(first)
                .endsWith(last)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(days.days().size()).isLessThanOrEqualTo(ChartDays.MOST);
    }

    @Test
    void aRangeInTheFutureHasNone() {
        Instant tomorrow = Instant.parse("2026-03-02T00:00:00Z");
        assertThat(ChartDays.of(new DateRange(null, null, tomorrow, null), TODAY)
                        .days())
                .isEqualTo(List.of());
    }
}
