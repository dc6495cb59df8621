package com.aoin.reels.reel.index.follow;

import com.aoin.reels.catalog.Visibility;
import com.aoin.reels.db.Database;
import com.aoin.reels.reel.index.CounterChanges.Added;
import com.aoin.reels.reel.index.table.Micros;
import com.aoin.reels.reel.index.table.ReelRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the index reads of reels, products and merchants; plain JDBC, since a rebuild reads every reel there is. */
final class IndexDao {
    /** Reels with what their products and merchants contribute; deleted ones have no row. */
    private static final String REELS =
            """
            SELECT r.reel_id, r.merchant_id, r.product_id, r.created_at, r.changed_at,
                   r.views_count, r.likes_count, r.shares_count,
                   %s, p.category_id, COALESCE(%s, FALSE), COALESCE(%s, FALSE)
            FROM reels r
            """.formatted(Visibility.REEL_SHOWABLE, Visibility.PRODUCT_SELLABLE, Visibility.MERCHANT_ACTIVE)
                    + Visibility.JOINS + " WHERE r.deleted_at IS NULL AND ";

    /** The next reels by id. */
    static final String RUN = Sql.MARK + REELS + "r.reel_id > ? AND r.reel_id <= ? ORDER BY r.reel_id LIMIT ?";

    /** What has been written to since some time, deleted reels too. */
    static final String CHANGED = Sql.MARK + "SELECT reel_id, changed_at FROM reels WHERE changed_at >= ?";

    private final Database database;

    IndexDao(Database database) {
        this.database = database;
    }

    /** The database's clock. */
    LocalDateTime now() {
        return database.readPlainly(connection -> Sql.read(
                connection,
                "SELECT UTC_TIMESTAMP(6)",
                rows -> Objects.requireNonNull(Sql.one(rows).getObject(1, LocalDateTime.class))));
    }

    int highestId() {
        return database.readPlainly(connection -> Sql.read(
                connection,
                "SELECT COALESCE(MAX(reel_id), 0) FROM reels",
                rows -> Sql.one(rows).getInt(1)));
    }

    /**
     * The next reels after an id.
     *
     * @param lastId none after this one
     */
    List<ReelRow> run(int afterId, int lastId, int limit) {
        return database.readPlainly(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(RUN)) {
                statement.setInt(1, afterId);
                statement.setInt(2, lastId);
                statement.setInt(3, limit);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows(rows);
                }
            }
        });
    }

    /** Those of the reels that are not deleted. */
    List<ReelRow> reels(int[] ids) {
        return database.readPlainly(
                connection -> Sql.read(connection, REELS + "r.reel_id IN (" + Sql.list(ids) + ")", IndexDao::rows));
    }

    /** What is counted on these reels, as sums since ever. */
    List<Added> counters(int[] ids) {
        String query = "SELECT reel_id, views_count, likes_count, shares_count FROM reels WHERE reel_id IN ("
                + Sql.list(ids) + ")";
        return database.readPlainly(connection -> Sql.read(connection, query, rows -> {
            List<Added> counters = new ArrayList<>(ids.length);
            while (rows.next()) {
                counters.add(new Added(rows.getInt(1), rows.getInt(2), rows.getInt(3), rows.getInt(4)));
            }
            return counters;
        }));
    }

    /** When each reel was written to that has been since some time, deleted ones too; in microseconds, by id. */
    Map<Integer, Long> changedSince(LocalDateTime time) {
        return database.readPlainly(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(CHANGED)) {
                statement.setObject(1, time);
                try (ResultSet rows = statement.executeQuery()) {
                    Map<Integer, Long> changed = new HashMap<>();
                    while (rows.next()) {
                        changed.put(rows.getInt(1), time(rows, 2));
                    }
                    return changed;
                }
            }
        });
    }

    private static List<ReelRow> rows(ResultSet rows) throws SQLException {
        List<ReelRow> read = new ArrayList<>();
        while (rows.next()) {
            read.add(row(rows));
        }
        return read;
    }

    private static ReelRow row(ResultSet row) throws SQLException {
        return new ReelRow(
                row.getInt(1),
                row.getInt(2),
                row.getInt(3),
                time(row, 4),
                time(row, 5),
                row.getInt(6),
                row.getInt(7),
                row.getInt(8),
                row.getBoolean(9),
                row.getInt(10),
                row.getBoolean(11),
                row.getBoolean(12));
    }

    private static long time(ResultSet row, int column) throws SQLException {
        return Micros.of(Objects.requireNonNull(row.getObject(column, LocalDateTime.class)));
    }
}
