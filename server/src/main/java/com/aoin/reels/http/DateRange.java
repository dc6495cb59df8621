package com.aoin.reels.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The {@code start_date} and {@code end_date} of a list, as given and as instants. A plain end date includes its whole
 * day and a date-time its whole second, the precision in which times are shown.
 *
 * @param from  inclusive, null = open
 * @param until exclusive, null = open
 */
public record DateRange(
        @Nullable String startText,
        @Nullable String endText,
        @Nullable Instant from,
        @Nullable Instant until) {

    static DateRange parse(@Nullable String start, @Nullable String end) {
        Instant from = start == null ? null : parse("start_date", start, false);
        Instant until = end == null ? null : parse("end_date", end, true);
        if (from != null && until != null && !from.isBefore(until)) {
            throw ApiException.invalid("start_date", "start_date must not be after end_date");
        }
        return new DateRange(start, end, from, until);
    }

    private static Instant parse(String field, String text, boolean end) {
        try {
            if (!text.contains("T")) {
                LocalDate date = LocalDate.parse(text);
                return checked(date.plusDays(end ? 1 : 0).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            Instant time = dateTime(text);
            boolean wholeSecond = time.get(ChronoField.NANO_OF_SECOND) == 0;
            return checked(end ? time.plus(1, wholeSecond ? ChronoUnit.SECONDS : ChronoUnit.MICROS) : time);
        } catch (DateTimeException e) {
            throw ApiException.invalid(
                    field, field + " must be an ISO 8601 date or date-time, like 2025-11-24 or 2025-11-24T09:59:01Z");
        }
    }

    private static Instant dateTime(String text) {
        // A plus sign in a query string arrives as a space.
        String zoned = text.replace(' ', '+');
        return zoned.matches(".*T.*([Zz]|[+-]\\d{2}(:?\\d{2})?)")
                ? OffsetDateTime.parse(zoned).toInstant()
                : LocalDateTime.parse(zoned).toInstant(ZoneOffset.UTC);
    }

    /** The columns hold the years 1 to 9999. */
    private static Instant checked(Instant time) {
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1 || year > 9999) {
            throw new DateTimeException("year out of range");
        }
        return time;
    }
}
