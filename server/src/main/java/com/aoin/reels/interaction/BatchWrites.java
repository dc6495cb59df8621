package com.aoin.reels.interaction;

import com.aoin.reels.interaction.RecentViews.Row;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a batch has changed, the users' own rows first and the counters of the reels last, as deltas in the order
 * of their ids, so that batches of several nodes wait for each other briefly and in one order.
 */
final class BatchWrites {
    private static final String LIKE_PAIR = "(user_id = ? AND reel_id = ?)";

    private final Statements statements;
    private final BatchState state;

    private BatchWrites(Connection connection, BatchState state) {
        this.statements = new Statements(connection);
        this.state = state;
    }

    static void write(Connection connection, BatchState state) throws SQLException {
        new BatchWrites(connection, state).write();
    }

    private void write() throws SQLException {
        writeLikes();
        writeFollows();
        writeShares();
        writeSeen();
        writeRecent();
        writePreferences();
        writeTotals();
        writeCounters();
        writeDays();
    }

    private void writeLikes() throws SQLException {
        // Liked, unliked and liked again is a new like with a new time, so what was there goes first.
        statements.writeEach(
                "DELETE FROM user_reel_likes WHERE ",
                LIKE_PAIR,
                both(state.changedLikes, state.likesBefore),
                Statements::bindPair);
        statements.writeRows(
                "INSERT INTO user_reel_likes (user_id, reel_id, created_at) VALUES ",
                "(?, ?, ?)",
                both(state.changedLikes, state.likes),
                "",
                this::bindTimed);
    }

    private void writeFollows() throws SQLException {
        statements.writeEach(
                "DELETE FROM user_merchant_follows WHERE ",
                "(user_id = ? AND merchant_id = ?)",
                both(state.changedFollows, state.followsBefore),
                Statements::bindPair);
        statements.writeRows(
                "INSERT INTO user_merchant_follows (user_id, merchant_id, followed_at) VALUES ",
                "(?, ?, ?)",
                both(state.changedFollows, state.follows),
                "",
                this::bindTimed);
    }

    private static List<Pair> both(Set<Pair> changed, Set<Pair> present) {
        return changed.stream().filter(present::contains).toList();
    }

    private int bindTimed(PreparedStatement row, int at, Pair pair) throws SQLException {
        int next = Statements.bindPair(row, at, pair);
        row.setObject(next, state.now);
        return next + 1;
    }

    private void writeShares() throws SQLException {
        statements.writeRows(
                "INSERT INTO user_reel_shares (user_id, reel_id, shared_at) VALUES ",
                "(?, ?, ?)",
                state.newShares,
                "",
                this::bindTimed);
        statements.writeEach(
                "UPDATE user_reel_shares SET shared_at = '" + state.now.toString().replace('T', ' ') + "' WHERE ",
                LIKE_PAIR,
                state.repeatedShares,
                Statements::bindPair);
    }

    private void writeSeen() throws SQLException {
        statements.writeRows(
                "INSERT INTO user_seen_reels (user_id, reel_id, longest_seconds, counted_views, first_viewed_at,"
                        + " last_viewed_at) VALUES ",
                "(?, ?, ?, ?, ?, ?)",
                state.changedSeen.entrySet(),
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

    private void writeRecent() throws SQLException {
        List<Integer> freed = new ArrayList<>();
        List<UserRow> fresh = new ArrayList<>();
        List<UserRow> known = new ArrayList<>();
        state.recent.forEach((user, window) -> {
            freed.addAll(window.freed());
            window.written().forEach(row -> (row.id() == null ? fresh : known).add(new UserRow(user, row)));
        });
        if (!freed.isEmpty()) {
            statements.writeIn("DELETE FROM user_reel_views WHERE id IN (", Statements.sorted(freed));
        }
        String update = " ON DUPLICATE KEY UPDATE viewed_at = VALUES(viewed_at),"
                + " view_duration = VALUES(view_duration), updated_at = VALUES(updated_at)";
        statements.writeRows(
                "INSERT INTO user_reel_views (id, user_id, reel_id, viewed_at, view_duration, created_at, updated_at)"
                        + " VALUES ",
                "(?, ?, ?, ?, ?, ?, ?)",
                known,
                update,
                (row, at, item) -> {
                    setInteger(row, at, item.row().id());
                    return bindRecent(row, at + 1, item);
                });
        statements.writeRows(
                "INSERT INTO user_reel_views (user_id, reel_id, viewed_at, view_duration, created_at, updated_at)"
                        + " VALUES ",
                "(?, ?, ?, ?, ?, ?)",
                fresh,
                "",
                this::bindRecent);
    }

    private int bindRecent(PreparedStatement row, int at, UserRow item) throws SQLException {
        row.setInt(at, item.userId());
        row.setInt(at + 1, item.row().reelId());
        row.setObject(at + 2, item.row().viewedAt());
        setInteger(row, at + 3, item.row().seconds());
        row.setObject(at + 4, item.row().createdAt());
        row.setObject(at + 5, state.now);
        return at + 6;
    }

    private void writePreferences() throws SQLException {
        List<Map.Entry<Pair, Preference>> known = new ArrayList<>();
        List<Map.Entry<Pair, Preference>> fresh = new ArrayList<>();
        state.changedPreferences
                .entrySet()
                .forEach(entry -> (entry.getValue().id() == null ? fresh : known).add(entry));
        String columns = "user_id, category_id, preference_score, interaction_count, last_interaction_at) VALUES ";
        statements.writeRows(
                "INSERT INTO user_category_preferences (id, " + columns,
                "(?, ?, ?, ?, ?, ?)",
                known,
                " ON DUPLICATE KEY UPDATE preference_score = VALUES(preference_score),"
                        + " interaction_count = VALUES(interaction_count),"
                        + " last_interaction_at = VALUES(last_interaction_at)",
                (row, at, entry) -> {
                    setInteger(row, at, entry.getValue().id());
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

    private void writeTotals() throws SQLException {
        statements.writeRows(
                "INSERT INTO user_totals (user_id, likes, views, follows, recent_views) VALUES ",
                "(?, ?, ?, ?, ?)",
                state.changedTotals,
                " ON DUPLICATE KEY UPDATE likes = VALUES(likes), views = VALUES(views), follows = VALUES(follows),"
                        + " recent_views = IF(VALUES(recent_views) < 0, recent_views, VALUES(recent_views))",
                (row, at, user) -> {
                    Totals totals = state.totals.getOrDefault(user, new Totals(0, 0, 0));
                    RecentViews recent = state.recent.get(user);
                    row.setInt(at, user);
                    row.setInt(at + 1, totals.likes);
                    row.setInt(at + 2, totals.views);
                    row.setInt(at + 3, totals.follows);
                    // The window of a user without views in this batch was not read and stays what it is.
                    row.setInt(at + 4, recent == null ? -1 : recent.size());
                    return at + 5;
                });
    }

    private record Column(String name, ToIntFunction<ReelDeltas> delta) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("views_count", deltas -> deltas.views),
            new Column("likes_count", deltas -> deltas.likes),
            new Column("shares_count", deltas -> deltas.shares),
            new Column("anonymous_shares", deltas -> deltas.anonymousShares),
            new Column("unique_viewers", deltas -> deltas.uniqueViewers),
            new Column("longest_seconds_sum", deltas -> deltas.longestSeconds),
            new Column("completions", deltas -> deltas.completions));

    /** All counters of all reels in one update. */
    private void writeCounters() throws SQLException {
        List<Map.Entry<Integer, ReelDeltas>> changed = state.deltas.entrySet().stream()
                .filter(entry -> entry.getValue().changeCounters())
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        List<String> assignments = new ArrayList<>();
        for (Column column : COLUMNS) {
            String cases = cases(column, changed);
            if (!cases.isEmpty()) {
                assignments.add("%1$s = GREATEST(0, %1$s + CASE reel_id%2$s ELSE 0 END)".formatted(column.name(), cases));
            }
        }
        List<Integer> ids = changed.stream().map(Map.Entry::getKey).toList();
        statements.writeIn("UPDATE reels SET " + String.join(", ", assignments) + " WHERE reel_id IN (", ids);
    }

    /** Ids and deltas are integers of ours, so they stand in the text. */
    private static String cases(Column column, Collection<Map.Entry<Integer, ReelDeltas>> changed) {
        StringBuilder cases = new StringBuilder();
        changed.forEach(entry -> {
            int delta = column.delta().applyAsInt(entry.getValue());
            if (delta != 0) {
                cases.append(" WHEN ").append(entry.getKey()).append(" THEN ").append(delta);
            }
        });
        return cases.toString();
    }

    private record ReelDay(int reelId, LocalDate day, ReelDeltas.Day figures) {}

    private void writeDays() throws SQLException {
        List<ReelDay> days = new ArrayList<>();
        state.deltas.forEach((reel, deltas) -> deltas.days().forEach((day, figures) -> {
            if ((figures.views | figures.likes | figures.shares) != 0) {
                days.add(new ReelDay(reel, day, figures));
            }
        }));
        statements.writeRows(
                "INSERT INTO reel_daily (reel_id, day, views, likes, shares) VALUES ",
                "(?, ?, ?, ?, ?)",
                days,
                " ON DUPLICATE KEY UPDATE views = views + VALUES(views), likes = likes + VALUES(likes),"
                        + " shares = shares + VALUES(shares)",
                (row, at, item) -> {
                    row.setInt(at, item.reelId());
                    row.setObject(at + 1, item.day());
                    row.setInt(at + 2, item.figures().views);
                    row.setInt(at + 3, item.figures().likes);
                    row.setInt(at + 4, item.figures().shares);
                    return at + 5;
                });
    }

    private static void setInteger(PreparedStatement row, int at, @Nullable Integer value) throws SQLException {
        if (value == null) {
            row.setNull(at, Types.INTEGER);
        } else {
            row.setInt(at, value);
        }
    }
}
