package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.RecentViews.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what the views of a batch are about: the ledger, and the rows of the users' windows that may change. */
final class ViewReads {
    private final Statements statements;
    private final BatchState state;
    private final int recentLimit;

    ViewReads(Statements statements, BatchState state, int recentLimit) {
        this.statements = statements;
        this.state = state;
        this.recentLimit = recentLimit;
    }

    void read(Collection<Pair> views) throws SQLException {
        readSeen(views);
        readOldest(views);
    }

    private void readSeen(Collection<Pair> views) throws SQLException {
        statements.readEach("""
                SELECT s.user_id, s.reel_id, s.longest_seconds, s.counted_views, s.first_viewed_at, s.last_viewed_at,
                       v.id, v.viewed_at, v.view_duration, v.created_at
                FROM user_seen_reels s
                LEFT JOIN user_reel_views v ON v.user_id = s.user_id AND v.reel_id = s.reel_id
                WHERE\s""", "(s.user_id = ? AND s.reel_id = ?)", views, Statements::bindPair, row -> {
            Pair pair = new Pair(row.getInt(1), row.getInt(2));
            Seen seen = new Seen(row.getInt(3), row.getInt(4), Statements.time(row, 5), Statements.time(row, 6));
            state.seen().know(pair, seen);
            if (row.getObject(7) != null) {
                state.recent(pair.userId()).know(window(row, 7, pair.otherId()));
            }
        });
    }

    /** The oldest rows of a window. */
    private record Oldest(int userId, int rows) {}

    /**
     * Of each window that may overflow, as many of its oldest rows as can fall out. A row that this batch makes newer
     * leaves room for none, but it is one that was counted as if it came in.
     */
    private void readOldest(Collection<Pair> views) throws SQLException {
        Map<Integer, Integer> viewsOf = new TreeMap<>();
        views.forEach(view -> viewsOf.merge(view.userId(), 1, Integer::sum));
        List<Oldest> wanted = new ArrayList<>();
        viewsOf.forEach((user, count) -> {
            int overflow = state.recent(user).size() + count - recentLimit;
            if (overflow > 0) {
                wanted.add(new Oldest(user, overflow));
            }
        });
        String part = """
                (SELECT user_id, reel_id, id, viewed_at, view_duration, created_at FROM user_reel_views
                 WHERE user_id = ? ORDER BY viewed_at, reel_id LIMIT ?)
                """;
        statements.read(
                String.join(" UNION ALL ", Collections.nCopies(wanted.size(), part)),
                wanted,
                (statement, at, oldest) -> {
                    statement.setInt(at, oldest.userId());
                    statement.setInt(at + 1, oldest.rows());
                    return at + 2;
                },
                row -> state.recent(row.getInt(1)).know(window(row, 3, row.getInt(2))));
    }

    private static Row window(ResultSet row, int column, int reelId) throws SQLException {
        return new Row(
                row.getInt(column),
                reelId,
                Statements.time(row, column + 1),
                row.getObject(column + 2, Integer.class),
                Statements.time(row, column + 3));
    }
}
