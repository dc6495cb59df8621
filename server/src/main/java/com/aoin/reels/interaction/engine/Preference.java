package com.aoin.reels.interaction.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How much a user likes a category, in hundredths from 0 to 100, and what it was learned from.
 *
 * @param id of the row; null while there is none
 */
record Preference(@Nullable Integer id, int hundredths, int interactions, LocalDateTime lastAt) {
    static final int LIKE = 30;
    static final int UNLIKE = -15;
    private static final int WATCHED_WHOLE = 20;
    private static final int WATCHED_HALF = 10;
    private static final int WATCHED_LITTLE = 2;
    private static final int WATCHED_UNKNOWN = 5;

    /** Read from a row's id, score, interactions and time; a shop's own row may have no time. */
    static Preference of(ResultSet row, int column, Supplier<LocalDateTime> now) throws SQLException {
        int hundredths = row.getBigDecimal(column + 1).movePointRight(2).intValueExact();
        LocalDateTime last = row.getObject(column + 3, LocalDateTime.class);
        return new Preference(row.getInt(column), hundredths, row.getInt(column + 2), last == null ? now.get() : last);
    }

    /** Nothing is known yet. */
    static Preference none(LocalDateTime at) {
        return new Preference(null, 0, 0, at);
    }

    /** What a view teaches: 80 % and more, 50 % and more, less, or an unknown part of it. */
    static int ofView(@Nullable Integer seconds, int durationSeconds) {
        if (seconds == null || durationSeconds <= 0) {
            return WATCHED_UNKNOWN;
        }
        long watched = seconds * 100L;
        if (watched >= durationSeconds * 80L) {
            return WATCHED_WHOLE;
        }
        return watched >= durationSeconds * 50L ? WATCHED_HALF : WATCHED_LITTLE;
    }

    Preference moved(int delta, LocalDateTime at) {
        return new Preference(
                id, Math.clamp((long) hundredths + delta, 0, 100), interactions + 1, at.isAfter(lastAt) ? at : lastAt);
    }
}
