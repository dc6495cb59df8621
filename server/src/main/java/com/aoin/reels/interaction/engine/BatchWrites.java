package com.aoin.reels.interaction.engine;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes what a batch has changed, the users' own rows first and the counters of the reels last, as deltas in the order
 * of their ids, so that batches of several nodes wait for each other briefly and in one order.
 */
final class BatchWrites {
    private final Statements statements;
    private final BatchState state;

    private BatchWrites(Connection connection, BatchState state) {
        this.statements = new Statements(connection);
        this.state = state;
    }

    static void write(Connection connection, BatchState state) throws SQLException {
        BatchWrites writes = new BatchWrites(connection, state);
        writes.writeRelation("user_reel_likes", "reel_id", "created_at", state.likes());
        writes.writeRelation("user_merchant_follows", "merchant_id", "followed_at", state.follows());
        writes.writeRelation("user_reel_shares", "reel_id", "shared_at", state.shares());
        writes.writeRepeatedShares();
        new ViewWrites(writes.statements, state).write();
        writes.writePreferences();
        writes.writeTotals();
        new CounterWrites(writes.statements, state).write();
        writes.statements.flush();
    }

    private void writeRelation(String table, String other, String time, Relation relation) {
        statements.writeEach(
                "DELETE FROM " + table + " WHERE ",
                "(user_id = ? AND " + other + " = ?)",
                relation.deleted(),
                Statements::bindPair);
        statements.writeRows(
                "INSERT INTO " + table + " (user_id, " + other + ", " + time + ") VALUES ",
                "(?, ?, ?)",
                relation.inserted(),
                "",
                (row, at, pair) -> {
                    int next = Statements.bindPair(row, at, pair);
                    row.setObject(next, state.now());
                    return next + 1;
                });
    }

    private void writeRepeatedShares() {
        // A time of ours, the same for all, so it stands in the text.
        statements.writeEach(
                "UPDATE user_reel_shares SET shared_at = '" + Statements.text(state.now()) + "' WHERE ",
                "(user_id = ? AND reel_id = ?)",
                state.repeatedShares(),
                Statements::bindPair);
    }

    private void writePreferences() {
        List<Map.Entry<Pair, Preference>> known = new ArrayList<>();
        List<Map.Entry<Pair, Preference>> fresh = new ArrayList<>();
        state.preferences().changed().forEach(entry -> (entry.getValue().id() == null ? fresh : known).add(entry));
        String columns = "user_id, category_id, preference_score, interaction_count, last_interaction_at) VALUES ";
        // By id, because an upsert by the unique pair would use up one id at every change.
        statements.writeRows(
                "INSERT INTO user_category_preferences (id, " + columns,
                "(?, ?, ?, ?, ?, ?)",
                known,
                " ON DUPLICATE KEY UPDATE preference_score = VALUES(preference_score),"
                        + " interaction_count = VALUES(interaction_count),"
                        + " last_interaction_at = VALUES(last_interaction_at)",
                (row, at, entry) -> {
                    Statements.setInteger(row, at, entry.getValue().id());
                    return bindPreference(row, at + 1, entry);
                });
        statements.writeRows(
                "INSERT INTO user_category_preferences (" + columns,
                "(?, ?, ?, ?, ?)",
                fresh,
                "",
                BatchWrites::bindPreference);
    }

    private static int bindPreference(PreparedStatement row, int at, Map.Entry<Pair, Preference> entry)
            throws SQLException {
        int next = Statements.bindPair(row, at, entry.getKey());
        row.setBigDecimal(next, BigDecimal.valueOf(entry.getValue().hundredths(), 2));
        row.setInt(next + 1, entry.getValue().interactions());
        row.setObject(next + 2, entry.getValue().lastAt());
        return next + 3;
    }

    private void writeTotals() {
        statements.writeRows(
                "INSERT INTO user_totals (user_id, likes, views, follows, recent_views) VALUES ",
                "(?, ?, ?, ?, ?)",
                state.changedTotals(),
                " ON DUPLICATE KEY UPDATE version = version + 1,"
                        + " likes = VALUES(likes), views = VALUES(views), follows = VALUES(follows),"
                        + " recent_views = IF(VALUES(recent_views) < 0, recent_views, VALUES(recent_views))",
                (row, at, user) -> {
                    UserTotals totals = state.totals(user);
                    RecentViews recent = state.recent().get(user);
                    row.setInt(at, user);
                    row.setInt(at + 1, totals.likes());
                    row.setInt(at + 2, totals.views());
                    row.setInt(at + 3, totals.follows());
                    // The window of a user without views in this batch was not read and stays what it is.
                    row.setInt(at + 4, recent == null ? -1 : recent.size());
                    return at + 5;
                });
    }
}
