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

/**
 * Reads what the views of a batch are about, in one statement: the ledger, the rows of the users' windows that may
 * change, and what the users think of the reels' categories.
 */
final class ViewReads {
    /** The oldest row is looked for only where the window is full. */
    private static final String VIEWS = """
            SELECT a.user_id, a.reel_id,
                   s.longest_seconds, s.counted_views, s.first_viewed_at, s.last_viewed_at,
                   v.id, v.reel_id, v.viewed_at, v.view_duration, v.created_at,
                   o.id, o.reel_id, o.viewed_at, o.view_duration, o.created_at,
                   a.category_id, p.id, p.preference_score, p.interaction_count, p.last_interaction_at
            FROM JSON_TABLE(?, '$[*]' COLUMNS (user_id INT PATH '$[0]', reel_id INT PATH '$[1]',
                                               category_id INT PATH '$[2]', is_full INT PATH '$[3]')) a
            LEFT JOIN user_seen_reels s ON s.user_id = a.user_id AND s.reel_id = a.reel_id
            LEFT JOIN user_reel_views v ON v.user_id = a.user_id AND v.reel_id = a.reel_id
            LEFT JOIN user_category_preferences p ON p.user_id = a.user_id AND p.category_id = a.category_id
            LEFT JOIN user_reel_views o ON o.id = IF(a.is_full = 0, NULL, (
              SELECT w.id FROM user_reel_views w
              WHERE w.user_id = a.user_id ORDER BY w.viewed_at, w.reel_id LIMIT 1))
            """;

    private final Statements statements;
    private final BatchState state;
    private final int recentLimit;

    ViewReads(Statements statements, BatchState state, int recentLimit) {
        this.statements = statements;
        this.state = state;
        this.recentLimit = recentLimit;
    }

    void read(Collection<Pair> views) throws SQLException {
        Map<Integer, Integer> viewsOf = new TreeMap<>();
        views.forEach(view -> viewsOf.merge(view.userId(), 1, Integer::sum));
        List<Oldest> wanted = new ArrayList<>();
        viewsOf.forEach((user, count) -> {
            int overflow = overflow(user, count);
            if (overflow > 1) {
                wanted.add(new Oldest(user, overflow));
            }
        });
        readEach(views, viewsOf);
        readOldest(wanted);
    }

    /** How many rows of a window can fall out when so many views come in. */
    private int overflow(int user, int views) {
        return Math.max(0, state.recent(user).size() + views - recentLimit);
    }

    private void readEach(Collection<Pair> views, Map<Integer, Integer> viewsOf) throws SQLException {
        StringBuilder asked = new StringBuilder("[");
        for (Pair view : views) {
            ReelFacts reel = state.reel(view.otherId());
            if (reel != null) {
                boolean full = overflow(view.userId(), viewsOf.getOrDefault(view.userId(), 0)) == 1;
                asked.append(asked.length() == 1 ? "[" : ",[")
                        .append(view.userId())
                        .append(',')
                        .append(view.otherId())
                        .append(',')
                        .append(reel.categoryId())
                        .append(full ? ",1]" : ",0]");
            }
        }
        if (asked.length() > 1) {
            statements.read(VIEWS, List.of(asked.append(']').toString()), Statements::bindText, this::know);
        }
    }

    private void know(ResultSet row) throws SQLException {
        int user = row.getInt(1);
        Pair pair = new Pair(user, row.getInt(2));
        if (row.getObject(3) != null) {
            state.seen()
                    .know(
                            pair,
                            new Seen(row.getInt(3), row.getInt(4), Statements.time(row, 5), Statements.time(row, 6)));
        }
        knowWindow(row, 7, user);
        knowWindow(row, 12, user);
        if (row.getObject(18) != null) {
            state.preferences().know(new Pair(user, row.getInt(17)), Preference.of(row, 18, state.now()));
        }
    }

    private void knowWindow(ResultSet row, int column, int user) throws SQLException {
        if (row.getObject(column) != null) {
            state.recent(user)
                    .know(new Row(
                            row.getInt(column),
                            row.getInt(column + 1),
                            Statements.time(row, column + 2),
                            row.getObject(column + 3, Integer.class),
                            Statements.time(row, column + 4)));
        }
    }

    /** The oldest rows of a window. */
    private record Oldest(int userId, int rows) {}

    /**
     * Of each window that several views come into, as many of its oldest rows as can fall out. A row that this batch
     * makes newer leaves room for none, but it is one that was counted as if it came in.
     */
    private void readOldest(List<Oldest> wanted) throws SQLException {
        String part = """
                (SELECT user_id, id, reel_id, viewed_at, view_duration, created_at FROM user_reel_views
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
                row -> knowWindow(row, 2, row.getInt(1)));
    }
}
