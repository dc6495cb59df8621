package com.aoin.reels.interaction.engine;

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

    private BatchWrites(Statements statements, BatchState state) {
        this.statements = statements;
        this.state = state;
    }

    /** Writes into the script; the caller sends it. */
    static void write(Statements statements, BatchState state) {
        BatchWrites writes = new BatchWrites(statements, state);
        writes.writeRelation("user_reel_likes", "reel_id", "created_at", state.likes());
        writes.writeRelation("user_merchant_follows", "merchant_id", "followed_at", state.follows());
        writes.writeRelation("user_reel_shares", "reel_id", "shared_at", state.shares());
        writes.writeRepeatedShares();
        new ViewWrites(writes.statements, state).write();
        writes.writePreferences();
        writes.writeTotals();
        new CounterWrites(writes.statements, state).write();
    }

    private void writeRelation(String table, String other, String time, Relation relation) {
        statements.writeEach("DELETE FROM " + table + " WHERE ", relation.deleted(), Statements.pair(other));
        statements.writeRows(
                "INSERT INTO " + table + " (user_id, " + other + ", " + time + ") VALUES ",
                relation.inserted(),
                "",
                (row, pair) -> row.value(pair).value(state.now()));
    }

    private void writeRepeatedShares() {
        String set = new Text()
                .add("UPDATE user_reel_shares SET shared_at = (")
                .value(state.now())
                .add(") WHERE ")
                .toString();
        statements.writeEach(set, state.repeatedShares(), Statements.pair("reel_id"));
    }

    private void writePreferences() {
        List<Map.Entry<Pair, Preference>> known = new ArrayList<>();
        List<Map.Entry<Pair, Preference>> fresh = new ArrayList<>();
        state.preferences().changed().forEach(entry -> (entry.getValue().id() == null ? fresh : known).add(entry));
        String columns = "user_id, category_id, preference_score, interaction_count, last_interaction_at) VALUES ";
        // By id, because an upsert by the unique pair would use up one id at every change.
        statements.writeRows(
                "INSERT INTO user_category_preferences (id, " + columns,
                known,
                " ON DUPLICATE KEY UPDATE preference_score = VALUES(preference_score),"
                        + " interaction_count = VALUES(interaction_count),"
                        + " last_interaction_at = VALUES(last_interaction_at)",
                (row, entry) -> preference(row.value(entry.getValue().id()), entry));
        statements.writeRows("INSERT INTO user_category_preferences (" + columns, fresh, "", BatchWrites::preference);
    }

    private static void preference(Text row, Map.Entry<Pair, Preference> entry) {
        Preference preference = entry.getValue();
        row.value(entry.getKey())
                .hundredths(preference.hundredths())
                .value(preference.interactions())
                .value(preference.lastAt());
    }

    private void writeTotals() {
        statements.writeRows(
                "INSERT INTO user_totals (user_id, likes, views, follows, recent_views, version) VALUES ",
                state.touched(),
                " ON DUPLICATE KEY UPDATE version = VALUES(version),"
                        + " likes = VALUES(likes), views = VALUES(views), follows = VALUES(follows),"
                        + " recent_views = IF(VALUES(recent_views) < 0, recent_views, VALUES(recent_views))",
                (row, user) -> {
                    UserTotals totals = state.totals(user);
                    RecentViews recent = state.recent().get(user);
                    // The window of a user without views in this batch was not read and stays what it is.
                    int size = recent == null ? -1 : recent.size();
                    row.value(user.intValue())
                            .value(totals.likes())
                            .value(totals.views())
                            .value(totals.follows())
                            .value(size)
                            .value(state.versionAfter(user));
                });
    }
}
