package com.aoin.reels.interaction.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of one user and one reel. It is never trimmed, so a reel that fell out of the recent views does
 * not count anew.
 *
 * @param reportedAt the time of the latest report that came from a clock ahead of the database's, as it was reported;
 *                   null when there was none
 */
record Seen(
        int longestSeconds,
        int countedViews,
        LocalDateTime firstAt,
        LocalDateTime lastAt,
        @Nullable LocalDateTime reportedAt) {
    /** A clock further ahead than this is wrong altogether, and must not silence the user's other devices. */
    private static final int DAYS_AHEAD = 1;

    Seen(int longestSeconds, int countedViews, LocalDateTime firstAt, LocalDateTime lastAt) {
        this(longestSeconds, countedViews, firstAt, lastAt, null);
    }

    /** Read from a row's longest watch, counted views, and first, last and reported time. */
    static Seen of(ResultSet row, int column) throws SQLException {
        return new Seen(
                row.getInt(column),
                row.getInt(column + 1),
                Statements.time(row, column + 2),
                Statements.time(row, column + 3),
                row.getObject(column + 4, LocalDateTime.class));
    }

    /** The first view, which always counts. */
    static Seen first(@Nullable Integer seconds, LocalDateTime at) {
        return new Seen(seconds == null ? 0 : seconds, 1, at, at);
    }

    /**
     * A further view: it counts when it is at least a quarter longer than the longest so far.
     *
     * @param at not before {@link #lastAt}
     */
    Seen again(@Nullable Integer seconds, LocalDateTime at) {
        int watched = seconds == null ? 0 : seconds;
        boolean counts = longestSeconds > 0 && watched * 4L >= longestSeconds * 5L;
        return new Seen(Math.max(longestSeconds, watched), countedViews + (counts ? 1 : 0), firstAt, at, reportedAt);
    }

    /** Remembers the time of a report that lies in the future, by which it is known again. */
    Seen reported(LocalDateTime at) {
        return new Seen(longestSeconds, countedViews, firstAt, lastAt, at);
    }

    /**
     * Whether a report tells nothing new: it is not later than the last view, or it is of a clock that runs ahead and
     * was told already. Such a report is taken for one of now, which is another time at each repetition.
     */
    boolean knows(LocalDateTime report, LocalDateTime now) {
        if (!report.isAfter(lastAt) || report.equals(reportedAt)) {
            return true;
        }
        return reportedAt != null
                && report.isAfter(now)
                && !report.isAfter(reportedAt)
                && !reportedAt.isAfter(now.plusDays(DAYS_AHEAD));
    }

    /** Whether the user has watched the reel to 80 % at least once. */
    boolean isComplete(int durationSeconds) {
        return durationSeconds > 0 && longestSeconds * 5L >= durationSeconds * 4L;
    }
}
