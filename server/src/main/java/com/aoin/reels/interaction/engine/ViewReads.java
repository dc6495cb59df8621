package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.RecentViews.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the views of a batch are about, in one statement: the ledger, the rows of the users' windows that may
 * change, and what the users think of the reels' categories; that also of those who like.
 */
final class ViewReads {
    /**
     * In the order in which it stands, from the batch's pairs to their rows. The oldest row is looked for only where
     * the window is full and the reel comes into it anew, and found in its index alone: what else it holds is not
     * needed of a row that falls out. Without the index named the optimizer would sort the window.
     */
    private static final String VIEWS = """
            SELECT STRAIGHT_JOIN j.user_id, j.reel_id,
                   s.longest_seconds, s.counted_views, s.first_viewed_at, s.last_viewed_at, s.last_reported_at,
                   v.id, v.reel_id, v.viewed_at, v.view_duration, v.created_at,
                   c.category_id, p.id, p.preference_score, p.interaction_count, p.last_interaction_at,
                   IF(v.id IS NOT NULL OR t.recent_views + j.views <>\s""";

    private static final String OLDEST = """
            , NULL, (
                     SELECT CONCAT_WS(' ', w.id, w.reel_id, w.viewed_at)
                     FROM user_reel_views w FORCE INDEX (idx_user_reel_views_recent)
                     WHERE w.user_id = j.user_id ORDER BY w.viewed_at, w.reel_id LIMIT 1))
            FROM JSON_TABLE('""";

    private static final String JOINED = """
            ', '$[*]'
                   COLUMNS (user_id INT PATH '$[0]', reel_id INT PATH '$[1]', views INT PATH '$[2]')) j
            JOIN user_totals t ON t.user_id = j.user_id
            JOIN reels r ON r.reel_id = j.reel_id
            LEFT JOIN products c ON c.product_id = r.product_id
            LEFT JOIN user_seen_reels s ON s.user_id = j.user_id AND s.reel_id = j.reel_id
            LEFT JOIN user_reel_views v ON v.user_id = j.user_id AND v.reel_id = j.reel_id
            LEFT JOIN user_category_preferences p ON p.user_id = j.user_id AND p.category_id = c.category_id
            """;

    private final Statements statements;
    private final Collection<Pair> views;
    private final Collection<Pair> likes;
    private final int recentLimit;
    private final Map<Integer, Integer> viewsOf = new TreeMap<>();

    /**
     * Reads for these.
     *
     * @param views of users and reels
     * @param likes of users and reels, and what is no longer liked
     */
    ViewReads(Statements statements, Collection<Pair> views, Collection<Pair> likes, int recentLimit) {
        this.statements = statements;
        this.views = views;
        this.likes = likes;
        this.recentLimit = recentLimit;
        views.forEach(view -> viewsOf.merge(view.userId(), 1, Integer::sum));
    }

    /** Tells how many rows a user's window has. */
    void knowSize(BatchState state, int user, int rows) {
        if (viewsOf.containsKey(user)) {
            state.know(user, new RecentViews(recentLimit, rows));
        }
    }

    /** Asks for what some of the users are about to change. */
    void ask(BatchState state, Predicate<Integer> users) {
        Text asked = new Text().add("[");
        for (Pair view : views) {
            if (users.test(view.userId())) {
                ask(asked, view, viewsOf.getOrDefault(view.userId(), 0));
            }
        }
        for (Pair like : likes) {
            if (users.test(like.userId()) && !views.contains(like)) {
                ask(asked, like, 0);
            }
        }
        String json = asked.add("]").toString();
        if (!json.equals("[]")) {
            statements.ask(VIEWS + (recentLimit + 1) + OLDEST + json + JOINED, row -> know(state, row));
        }
    }

    private static void ask(Text asked, Pair pair, int views) {
        asked.openList().value(pair).value(views).add("]");
    }

    private void know(BatchState state, ResultSet row) throws SQLException {
        int user = row.getInt(1);
        Pair pair = new Pair(user, row.getInt(2));
        ReelFacts reel = state.reel(pair.otherId());
        if (reel != null) {
            // Read together with the preference for it, so that the shop may change it at any moment.
            state.know(reel.in(row.getObject(13, Integer.class)));
        }
        if (row.getObject(3) != null) {
            state.seen().know(pair, Seen.of(row, 3));
        }
        RecentViews window = state.recent().get(user);
        if (window != null) {
            knowRow(window, row);
            knowOldest(window, row.getString(18));
        }
        if (row.getObject(14) != null) {
            state.preferences().know(new Pair(user, row.getInt(13)), Preference.of(row, 14, state::now));
        }
    }

    private static void knowRow(RecentViews window, ResultSet row) throws SQLException {
        if (row.getObject(8) != null) {
            window.know(row(row, 8));
        }
    }

    private static Row row(ResultSet row, int column) throws SQLException {
        return new Row(
                row.getInt(column),
                row.getInt(column + 1),
                Statements.time(row, column + 2),
                row.getObject(column + 3, Integer.class),
                Statements.time(row, column + 4));
    }

    private static void knowOldest(RecentViews window, @Nullable String row) {
        if (row != null) {
            String[] parts = row.split(" ", 4);
            window.knowOld(
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    LocalDateTime.parse(parts[2] + "T" + parts[3]));
        }
    }

    /** Tells what is remembered of some of the users. */
    void tell(BatchState state, Predicate<Integer> users) {
        for (Pair view : views) {
            if (users.test(view.userId())) {
                tellView(state, state.remembered(view.userId()), view);
            }
        }
        for (Pair like : likes) {
            if (users.test(like.userId())) {
                tellPreference(state, state.remembered(like.userId()), like);
            }
        }
    }

    private void tellView(BatchState state, RememberedUser user, Pair view) {
        Seen seen = user.seen(view.otherId());
        if (seen != null) {
            state.seen().know(view, seen);
        }
        RecentViews window = state.recent(view.userId());
        Row row = user.row(view.otherId());
        int overflow = overflow(window, viewsOf.getOrDefault(view.userId(), 0));
        // A reel that is in the window already pushes none out, unless the limit was lowered.
        if (row == null || overflow > 1) {
            user.oldest(overflow)
                    .forEach(old -> window.knowOld(Objects.requireNonNull(old.id()), old.reelId(), old.viewedAt()));
        }
        if (row != null) {
            window.know(row);
        }
        tellPreference(state, user, view);
    }

    private static void tellPreference(BatchState state, RememberedUser user, Pair pair) {
        ReelFacts reel = state.reel(pair.otherId());
        Integer category = reel == null ? null : reel.categoryId();
        Preference preference = category == null ? null : user.preference(category);
        if (category != null && preference != null) {
            state.preferences().know(new Pair(pair.userId(), category), preference);
        }
    }

    /** How many of a window's oldest rows can fall out when so many views come. */
    private int overflow(RecentViews window, int count) {
        return window.size() + count - recentLimit;
    }

    /** Reads all rows of users, to remember them. */
    void askWhole(BatchState state, Collection<Integer> users) {
        statements.askIn(
                "SELECT user_id, id, reel_id, viewed_at, view_duration, created_at FROM user_reel_views WHERE user_id IN ",
                users,
                "",
                row -> state.remembered(row.getInt(1)).know(row(row, 2)));
        statements.askIn(
                "SELECT user_id, reel_id, longest_seconds, counted_views, first_viewed_at, last_viewed_at,"
                        + " last_reported_at FROM user_seen_reels WHERE user_id IN ",
                users,
                "",
                row -> state.remembered(row.getInt(1)).know(row.getInt(2), Seen.of(row, 3)));
        statements.askIn(
                "SELECT user_id, category_id, id, preference_score, interaction_count, last_interaction_at"
                        + " FROM user_category_preferences WHERE user_id IN ",
                users,
                "",
                row -> state.remembered(row.getInt(1)).know(row.getInt(2), Preference.of(row, 3, state::now)));
    }

    /**
     * Of each window that several views come into, as many of its oldest rows as can fall out. A row that this batch
     * makes newer leaves room for none, but it is one that was counted as if it came in.
     */
    void readOldest(BatchState state, Predicate<Integer> users) throws SQLException {
        List<String> parts = new ArrayList<>();
        viewsOf.forEach((user, count) -> {
            RecentViews window = state.recent().get(user);
            int overflow = window == null ? 0 : overflow(window, count);
            if (overflow > 1 && users.test(user)) {
                parts.add("""
                        SELECT user_id, id, reel_id, viewed_at
                        FROM user_reel_views FORCE INDEX (idx_user_reel_views_recent)
                        WHERE user_id = %d ORDER BY viewed_at, reel_id LIMIT %d
                        """.formatted(user, overflow));
            }
        });
        if (!parts.isEmpty()) {
            statements.ask(
                    "(" + String.join(") UNION ALL (", parts) + ")",
                    row -> state.recent(row.getInt(1)).knowOld(row.getInt(2), row.getInt(3), Statements.time(row, 4)));
            statements.flush();
        }
    }
}
