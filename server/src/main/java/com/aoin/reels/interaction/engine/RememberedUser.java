package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.RecentViews.Row;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All rows of one user that views and likes are about, as they were at a version of the user's totals: the recent views,
 * the ledger and the preferences. A user is counted first, and remembered who comes back to this node without having
 * been on another one in between.
 */
final class RememberedUser {
    /** So many batches in a row are of this node before it reads all that there is of a user. */
    private static final int RETURNS = 4;
    /** Of one who was on another node meanwhile: nobody who is sent now here and now there is read as a whole. */
    private static final int RETURNS_OF_WANDERER = 16;

    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final long NONE = Long.MIN_VALUE;
    /** What it takes in memory without its rows, about. */
    private static final int BYTES = 256;

    /** Reel, id, seconds, viewed at, created at. */
    private final LongRows window = new LongRows(5);
    /** Reel, longest watch, counted views, first, last and reported time. */
    private final LongRows ledger = new LongRows(6);
    /** Category, id, hundredths, interactions, last time. */
    private final LongRows preferences = new LongRows(5);

    private long version;
    private int returnsToCome;
    private boolean complete;

    /**
     * Nothing is known yet.
     *
     * @param wanders whether something was, but another node has changed it
     */
    RememberedUser(boolean wanders) {
        returnsToCome = wanders ? RETURNS_OF_WANDERER : RETURNS;
    }

    /** Whether all rows are here, as they are at {@link #version}. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the user has come back often enough to be read as a whole. */
    boolean isRegular() {
        return returnsToCome <= 0;
    }

    long version() {
        return version;
    }

    /** Tells that all rows at the version have been told. */
    void complete() {
        complete = true;
    }

    /**
     * Tells that what is here holds at a version, after another batch of this node.
     *
     * @param worthwhile whether it has shown that the user is worth being remembered
     */
    void comesTo(long newVersion, boolean worthwhile) {
        version = newVersion;
        returnsToCome -= worthwhile ? 1 : 0;
    }

    void know(Row row) {
        window.put(
                row.reelId(),
                Objects.requireNonNull(row.id()),
                row.seconds() == null ? NONE : row.seconds(),
                micros(row.viewedAt()),
                micros(row.createdAt()));
    }

    /** Tells of a reel that has fallen out of the recent views. */
    void forgetRow(int reelId) {
        window.remove(reelId);
    }

    void know(int reelId, Seen seen) {
        ledger.put(
                reelId,
                seen.longestSeconds(),
                seen.countedViews(),
                micros(seen.firstAt()),
                micros(seen.lastAt()),
                seen.reportedAt() == null ? NONE : micros(seen.reportedAt()));
    }

    void know(int categoryId, Preference preference) {
        preferences.put(
                categoryId,
                Objects.requireNonNull(preference.id()),
                preference.hundredths(),
                preference.interactions(),
                micros(preference.lastAt()));
    }

    /** The reel's row of the recent views. */
    @Nullable
    Row row(int reelId) {
        int at = window.find(reelId);
        return at < 0 ? null : row(window, at);
    }

    private static Row row(LongRows window, int at) {
        long seconds = window.at(at, 2);
        return new Row(
                (int) window.at(at, 1),
                (int) window.at(at, 0),
                time(window.at(at, 3)),
                seconds == NONE ? null : Integer.valueOf((int) seconds),
                time(window.at(at, 4)));
    }

    /** The oldest of the recent views, at most so many. */
    List<Row> oldest(int count) {
        if (count == 1 && window.size() > 0) {
            return List.of(row(window, oldest()));
        }
        return IntStream.range(0, window.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(at -> window.at(at, 3))
                        .thenComparingLong(at -> window.at(at, 0)))
                .limit(Math.max(0, count))
                .map(at -> row(window, at))
                .toList();
    }

    /** Of two at the same time it is the one of the lower reel, which comes first. */
    private int oldest() {
        int oldest = 0;
        for (int at = 1; at < window.size(); at++) {
            if (window.at(at, 3) < window.at(oldest, 3)) {
                oldest = at;
            }
        }
        return oldest;
    }

    @Nullable
    Seen seen(int reelId) {
        int at = ledger.find(reelId);
        if (at < 0) {
            return null;
        }
        long reported = ledger.at(at, 5);
        return new Seen(
                (int) ledger.at(at, 1),
                (int) ledger.at(at, 2),
                time(ledger.at(at, 3)),
                time(ledger.at(at, 4)),
                reported == NONE ? null : time(reported));
    }

    @Nullable
    Preference preference(int categoryId) {
        int at = preferences.find(categoryId);
        return at < 0
                ? null
                : new Preference(
                        (int) preferences.at(at, 1),
                        (int) preferences.at(at, 2),
                        (int) preferences.at(at, 3),
                        time(preferences.at(at, 4)));
    }

    int bytes() {
        return BYTES + window.bytes() + ledger.bytes() + preferences.bytes();
    }

    static long micros(LocalDateTime time) {
        return ChronoUnit.MICROS.between(EPOCH, time);
    }

    private static LocalDateTime time(long micros) {
        return EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
