package com.aoin.reels.analytics;

import com.aoin.reels.db.Database;
import com.aoin.reels.http.DateRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a merchant's figures. Plain JDBC by column index, since a merchant may have ten thousand reels. */
final class AnalyticsDao {
    /**
     * One pass over all of a merchant's reels. The index is named because by its estimates the database would rather
     * read the whole table once a merchant has a good part of it.
     */
    static final String FIGURES = """
            SELECT r.reel_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', r.created_at),
                   r.views_count, r.likes_count, r.shares_count,
                   r.unique_viewers, r.longest_seconds_sum, r.completions
            FROM reels r FORCE INDEX (idx_reels_merchant_feed)
            WHERE r.merchant_id = ? AND r.created_at >= ? AND r.created_at < ? AND r.deleted_at IS NULL
            """;

    /**
     * What happened to all reels, without what happened to those deleted since: they are few, so that subtracting them
     * is less than adding up the others. One statement, so that nothing comes in between.
     */
    static final String DAILY = """
            SELECT x.day, SUM(x.views), SUM(x.likes), SUM(x.shares)
            FROM (SELECT m.day, m.views, m.likes, m.shares
                  FROM merchant_daily m
                  WHERE m.merchant_id = ? AND m.day BETWEEN ? AND ?
                  UNION ALL
                  SELECT d.day, -d.views, -d.likes, -d.shares
                  FROM reels r FORCE INDEX (idx_reels_merchant_feed)
                  STRAIGHT_JOIN reel_daily d ON d.reel_id = r.reel_id AND d.day BETWEEN ? AND ?
                  WHERE r.merchant_id = ? AND r.deleted_at IS NOT NULL) x
            GROUP BY x.day
            """;

    /** The columns hold the years 1 to 9999. */
    private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);

    private static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59);

    private final Database database;

    AnalyticsDao(Database database) {
        this.database = database;
    }

    /** What happened on one day. */
    record Day(long views, long likes, long shares) {
        static final Day NOTHING = new Day(0, 0, 0);
    }

    /** Of all reels of a merchant that are not deleted and were made within the dates, in no order. */
    List<ReelFigures> figures(int merchantId, DateRange dates) {
        return database.readPlainly(connection -> figures(connection, merchantId, dates));
    }

    private static List<ReelFigures> figures(Connection connection, int merchantId, DateRange dates)
            throws SQLException {
        List<ReelFigures> figures = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FIGURES)) {
            statement.setInt(1, merchantId);
            statement.setObject(2, bound(dates.from(), FIRST));
            statement.setObject(3, bound(dates.until(), LAST));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    figures.add(figures(rows));
                }
            }
        }
        return figures;
    }

    private static LocalDateTime bound(@Nullable Instant time, LocalDateTime open) {
        return time == null ? open : LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static ReelFigures figures(ResultSet row) throws SQLException {
        return new ReelFigures(
                row.getInt(1),
                row.getLong(2),
                row.getInt(3),
                row.getInt(4),
                row.getInt(5),
                row.getInt(6),
                row.getLong(7),
                row.getInt(8));
    }

    /** The days on which something happened to reels that are not deleted. */
    Map<LocalDate, Day> daily(int merchantId, ChartDays days) {
        return database.readPlainly(connection -> daily(connection, merchantId, days));
    }

    private static Map<LocalDate, Day> daily(Connection connection, int merchantId, ChartDays days)
            throws SQLException {
        Map<LocalDate, Day> daily = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(DAILY)) {
            statement.setInt(1, merchantId);
            statement.setObject(2, days.first());
            statement.setObject(3, days.last());
            statement.setObject(4, days.first());
            statement.setObject(5, days.last());
            statement.setInt(6, merchantId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    daily.put(
                            rows.getObject(1, LocalDate.class),
                            new Day(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
                }
            }
        }
        return daily;
    }
}
