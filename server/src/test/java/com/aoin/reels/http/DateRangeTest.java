package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateRangeTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            2025-11-24,                       2025-11-24T00:00:00Z
            2025-11-24T09:59:01,              2025-11-24T09:59:01Z
            2025-11-24T09:59,                 2025-11-24T09:59:00Z
            2025-11-24T09:59:01Z,             2025-11-24T09:59:01Z
            2025-11-24T09:59:01z,             2025-11-24T09:59:01Z
            2025-11-24t09:59:01z,             2025-11-24T09:59:01Z
            2025-11-24T09:59:01.25Z,          2025-11-24T09:59:01.250Z
            2025-11-24T09:59:01+02:00,        2025-11-24T07:59:01Z
            2025-11-24T09:59:01 02:00,        2025-11-24T07:59:01Z
            2025-11-24T09:59:01-05:30,        2025-11-24T15:29:01Z
            2025-11-24T09:59:01+0200,         2025-11-24T07:59:01Z
            2025-11-24T09:59:01+02,           2025-11-24T07:59:01Z
            0001-01-01,                       0001-01-01T00:00:00Z
            9999-12-31,                       9999-12-31T00:00:00Z
            """)
    void aStart(String text, Instant from) {
        assertThat(DateRange.parse(text, null).from()).isEqualTo(from);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2025-11-24,                       2025-11-25T00:00:00Z
            2024-02-29,                       2024-03-01T00:00:00Z
            2025-11-24T09:59:01Z,             2025-11-24T09:59:02Z
            2025-11-24T09:59:01.25Z,          2025-11-24T09:59:01.250001Z
            2025-11-24T23:59:59-01:00,        2025-11-25T01:00:00Z
            9999-12-30,                       9999-12-31T00:00:00Z
            9999-12-31,
            9999-12-31T23:59:59Z,
            """)
    void anEndTakesInAllItNames(String text, Instant until) {
        assertThat(DateRange.parse(null, text).until()).isEqualTo(until);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2025-11-31",
                "2025-02-29",
                "2025-1-1",
                "20251124",
                "24.11.2025",
                "2025-11-24 09:59:01",
                "2025-11-24T",
                "2025-11-24T09:60:00",
                "2025-11-24T09:59:01+25:00",
                "2025-11-24T09:59:01[Europe/Berlin]",
                "T",
                "0000-01-01",
                "-0001-01-01",
                "+10000-01-01",
                "0001-01-01T00:00:00+14:00",
                "9999-12-31T23:59:59-01:00",
                "1763978341",
                "2025-11-24T09:59:01.00000000000000000000000000Z"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> DateRange.parse(text, null))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.field()).isEqualTo("start_date"));
        assertThatThrownBy(() -> DateRange.parse(null, text))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.field()).isEqualTo("end_date"));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-25, 2025-11-24",
        "2025-11-25, 2025-11-24T23:59:59",
        "2025-11-24T10:00:01, 2025-11-24T10:00:00",
        "2025-11-24T10:00:00.5, 2025-11-24T10:00:00",
        "2025-11-24T10:00:00+01:00, 2025-11-24T08:59:59Z",
        "9999-12-31, 9999-12-30"
    })
    void aStartAfterTheEndIsRefused(String start, String end) {
        assertThatThrownBy(() -> DateRange.parse(start, end))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.field()).isEqualTo("start_date"));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-24, 2025-11-24",
        "2025-11-24T23:59:59, 2025-11-24",
        "2025-11-24T10:00:00, 2025-11-24T10:00:00",
        "2025-11-24T10:00:00.5, 2025-11-24T10:00:00.5",
        "9999-12-31, 9999-12-31"
    })
    void aStartAtTheEndIsNot(String start, String end) {
        DateRange range = DateRange.parse(start, end);
        assertThat(range.startText()).isEqualTo(start);
        assertThat(range.endText()).isEqualTo(end);
    }

    @Test
    void noneIsOpenOnBothSides() {
        assertThat(DateRange.parse(null, null)).isEqualTo(new DateRange(null, null, null, null));
    }

    @Test
    void aHostileTextCostsNothing() {
        String text = "T".repeat(100_000) + "!";
        assertThatThrownBy(() -> DateRange.parse(text, null)).isInstanceOf(ApiException.class);
    }
}
