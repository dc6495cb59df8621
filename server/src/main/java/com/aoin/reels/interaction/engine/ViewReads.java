package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.RecentViews.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what the views of a batch are about, in one statement: the ledger, the rows of the users' windows that may
 * change, and what the users think of the reels' categories.
 */
final class ViewReads {
    /**
     * The oldest row is looked for only where the window is full, and once: without the limit the optimizer would look
     * for it anew in each join, and without the index named it would sort the window.
     */
    private static final String VIEWS = """
            SELECT a.user_id, a.reel_id,
                   s.longest_seconds, s.counted_views, s.first_viewed_at, s.last_viewed_at, s.last_reported_at,
                   v.id, v.reel_id, v.viewed_at, v.view_duration, v.created_at,
                   o.id, o.reel_id, o.viewed_at, o.view_duration, o.created_at,
                   a.category_id, p.id, p.preference_score, p.interaction_count, p.last_interaction_at
            FROM (
              SELECT j.user_id, j.reel_id, j.category_id, IF(j.is_full = 0, NULL, (
                SELECT w.id FROM user_reel_views w FORCE INDEX (idx_user_reel_views_recent)
                WHERE w.user_id = j.user_id ORDER BY w.viewed_at, w.reel_id LIMIT 1)) AS oldest
              FROM JSON_TABLE('""";

    private static final String JOINED = """
            ', '$[*]' COLUMNS (user_id INT PATH '$[0]', reel_id INT PATH '$[1]',
                               category_id INT PATH '$[2]', is_full INT PATH '$[3]')) j
              LIMIT 1000000) a
            LEFT JOIN user_seen_reels s ON s.user_id = a.user_id AND s.reel_id = a.reel_id
            LEFT JOIN user_reel_views v ON v.user_id = a.user_id AND v.reel_id = a.reel_id
            LEFT JOIN user_category_preferences p ON p.user_id = a.user_id AND p.category_id = a.category_id
            LEFT JOIN user_reel_views o ON o.id = a.oldest
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
        Text asked = new Text().add("[");
        for (Pair view : views) {
            ReelFacts reel = state.reel(view.otherId());
            if (reel != null) {
                boolean full = overflow(view.userId(), viewsOf.getOrDefault(view.userId(), 0)) == 1;
                // NULL would be no JSON, and there is no category 0.
                int category = reel.categoryId() == null ? 0 : reel.categoryId();
                asked.openList().value(view).value(category).value(full ? 1 : 0).add("]");
            }
        }
        String json = asked.add("]").toString();
        if (!json.equals("[]")) {
            statements.read(List.of(VIEWS + json + JOINED), List.of(this::know));
        }
    }

    private void know(ResultSet row) throws SQLException {
        int user = row.getInt(1);
        Pair pair = new Pair(user, row.getInt(2));
        if (row.getObject(3) != null) {
            state.seen().know(pair, Seen.of(row, 3));
        }
        knowWindow(row, 8, user);
        knowWindow(row, 13, user);
        if (row.getObject(19) != null) {
            state.preferences().know(new Pair(user, row.getInt(18)), Preference.of(row, 19, state.now()));
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
        List<String> parts = new ArrayList<>(wanted.size());
        for (Oldest oldest : wanted) {
            parts.add("""
                    SELECT user_id, id, reel_id, viewed_at, view_duration, created_at
                    FROM user_reel_views FORCE INDEX (idx_user_reel_views_recent)
                    WHERE user_id = %d ORDER BY viewed_at, reel_id LIMIT %d
                    """.formatted(oldest.userId(), oldest.rows()));
        }
        if (!parts.isEmpty()) {
            String query = "(" + String.join(") UNION ALL (", parts) + ")";
            statements.read(List.of(query), List.of(row -> knowWindow(row, 2, row.getInt(1))));
        }
    }
}
