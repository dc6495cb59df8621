package com.aoin.reels.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
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

    /** The columns reach no further, so an end in the last year's last day is none. */
    private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    private static final Pattern TIME = Pattern.compile("[Tt]");

    /** The span of time that one parameter names: a day, a second or less. */
    private record Moment(Instant first, Instant after) {
        @Nullable
        Instant limit() {
            return after.isBefore(END_OF_TIME) ? after : null;
        }
    }

    static DateRange parse(@Nullable String start, @Nullable String end) {
        Moment from = start == null ? null : moment("start_date", start);
        Moment until = end == null ? null : moment("end_date", end);
        if (from != null && until != null && isReversed(from, until)) {
            throw ApiException.invalid("start_date", "start_date must not be after end_date");
        }
        return new DateRange(start, end, from == null ? null : from.first(), until == null ? null : until.limit());
    }

    /** A start within the day of a plain end date is not after it. */
    private static boolean isReversed(Moment from, Moment until) {
        boolean day = Duration.between(until.first(), until.after()).toDays() > 0;
        return from.first().isAfter(until.first()) && !(day && from.first().isBefore(until.after()));
    }

    private static Moment moment(String field, String text) {
        try {
            if (!TIME.matcher(text).find()) {
                Instant day = checked(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
                return new Moment(day, day.plus(1, ChronoUnit.DAYS));
            }
            // A plus sign in a query string arrives as a space.
            Instant time = checked(IsoTime.parse(text.replace(' ', '+')));
            boolean wholeSecond = time.get(ChronoField.NANO_OF_SECOND) == 0;
            return new Moment(time, time.plus(1, wholeSecond ? ChronoUnit.SECONDS : ChronoUnit.MICROS));
        } catch (DateTimeException e) {
            throw ApiException.invalid(
                    field, field + " must be an ISO 8601 date or date-time, like 2025-11-24 or 2025-11-24T09:59:01Z");
        }
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
