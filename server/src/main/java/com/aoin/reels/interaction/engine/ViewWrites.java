package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.RecentViews.Row;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes the ledger and the windows of the users who viewed something. */
final class ViewWrites {
    private static final String COLUMNS = "user_id, reel_id, viewed_at, view_duration, created_at, updated_at";

    private final Statements statements;
    private final BatchState state;

    ViewWrites(Statements statements, BatchState state) {
        this.statements = statements;
        this.state = state;
    }

    void write() {
        writeSeen();
        writeRecent();
    }

    private void writeSeen() {
        statements.writeRows(
                "INSERT INTO user_seen_reels (user_id, reel_id, longest_seconds, counted_views, first_viewed_at,"
                        + " last_viewed_at) VALUES ",
                "(?, ?, ?, ?, ?, ?)",
                state.seen().changed(),
                " ON DUPLICATE KEY UPDATE longest_seconds = VALUES(longest_seconds),"
                        + " counted_views = VALUES(counted_views), first_viewed_at = VALUES(first_viewed_at),"
                        + " last_viewed_at = VALUES(last_viewed_at)",
                (row, at, entry) -> {
                    int next = Statements.bindPair(row, at, entry.getKey());
                    row.setInt(next, entry.getValue().longestSeconds());
                    row.setInt(next + 1, entry.getValue().countedViews());
                    row.setObject(next + 2, entry.getValue().firstAt());
                    row.setObject(next + 3, entry.getValue().lastAt());
                    return next + 4;
                });
    }

    private record UserRow(int userId, Row row) {}

    private void writeRecent() {
        List<Integer> deleted = new ArrayList<>();
        List<UserRow> fresh = new ArrayList<>();
        List<UserRow> known = new ArrayList<>();
        state.recent().forEach((user, window) -> {
            RecentViews.Changes changes = window.changes();
            deleted.addAll(changes.deleted());
            changes.written().forEach(row -> (row.id() == null ? fresh : known).add(new UserRow(user, row)));
        });
        statements.writeIn(
                "DELETE FROM user_reel_views WHERE id IN (",
                deleted.stream().sorted().toList());
        statements.writeRows(
                "INSERT INTO user_reel_views (id, " + COLUMNS + ") VALUES ",
                "(?, ?, ?, ?, ?, ?, ?)",
                known,
                " ON DUPLICATE KEY UPDATE reel_id = VALUES(reel_id), viewed_at = VALUES(viewed_at),"
                        + " view_duration = VALUES(view_duration), created_at = VALUES(created_at),"
                        + " updated_at = VALUES(updated_at)",
                (row, at, item) -> {
                    Statements.setInteger(row, at, item.row().id());
                    return bindRecent(row, at + 1, item);
                });
        statements.writeRows(
                "INSERT INTO user_reel_views (" + COLUMNS + ") VALUES ",
                "(?, ?, ?, ?, ?, ?)",
                fresh,
                "",
                this::bindRecent);
    }

    private int bindRecent(PreparedStatement row, int at, UserRow item) throws SQLException {
        row.setInt(at, item.userId());
        row.setInt(at + 1, item.row().reelId());
        row.setObject(at + 2, item.row().viewedAt());
        Statements.setInteger(row, at + 3, item.row().seconds());
        row.setObject(at + 4, item.row().createdAt());
        row.setObject(at + 5, state.now());
        return at + 6;
    }
}
