package com.aoin.reels.analytics;

import com.aoin.reels.http.DateRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The days of a chart, in UTC, both ends included; none when the last is before the first.
 *
 * @param last today at the latest
 */
record ChartDays(LocalDate first, LocalDate last) {
    /** As many as a chart shows when nobody says where it begins. */
    static final int USUAL = 30;
    /** Most days of a chart; of a longer range it shows the latest. */
    static final int MOST = 366;
    /** The columns reach no further back. */
    private static final LocalDate BEGIN = LocalDate.of(1, 1, 1);

    static ChartDays of(DateRange dates, LocalDate today) {
        Instant until = dates.until();
        Instant from = dates.from();
        LocalDate end = until == null ? today : day(until.minusNanos(1));
        LocalDate last = end.isBefore(today) ? end : today;
        LocalDate first = from == null ? last.minusDays(USUAL - 1L) : day(from);
        LocalDate earliest = latest(last.minusDays(MOST - 1L), BEGIN);
        return new ChartDays(latest(first, earliest), last);
    }

    private static LocalDate latest(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? other : one;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** Each day, in order. */
    List<LocalDate> days() {
        return last.isBefore(first)
                ? List.of()
                : first.datesUntil(last.plusDays(1)).toList();
    }
}
