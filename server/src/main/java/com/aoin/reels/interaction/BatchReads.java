package com.aoin.reels.interaction;

import com.aoin.reels.catalog.Visibility;
import com.aoin.reels.interaction.Command.Follow;
import com.aoin.reels.interaction.Command.Like;
import com.aoin.reels.interaction.Command.OnMerchant;
import com.aoin.reels.interaction.Command.OnReel;
import com.aoin.reels.interaction.Command.Share;
import com.aoin.reels.interaction.Command.Unfollow;
import com.aoin.reels.interaction.Command.Unlike;
import com.aoin.reels.interaction.Command.View;
import com.aoin.reels.interaction.RecentViews.Row;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a batch is about. First of all it locks the totals of its users, in the order of their ids: from then on
 * these users' rows are this batch's own, on every node.
 */
final class BatchReads {
    private static final String FACTS = """
            SELECT r.reel_id, NOT (r.is_active AND r.approval_status = 'approved'),\s""" + Visibility.VISIBLE + """
            , m.user_id, r.duration_seconds, p.category_id
            FROM reels r
            """ + Visibility.JOINS + " WHERE r.deleted_at IS NULL AND r.reel_id IN (";
    private static final String TOTALS =
            "SELECT user_id, likes, views, follows, recent_views FROM user_totals WHERE user_id IN (";
    private static final String PAIR_OF_REEL = "(user_id = ? AND reel_id = ?)";

    private final Statements statements;
    private final Connection connection;
    private final int recentLimit;
    private final Map<Integer, Integer> recentSizes = new HashMap<>();

    private BatchReads(Connection connection, int recentLimit) {
        this.connection = connection;
        this.statements = new Statements(connection);
        this.recentLimit = recentLimit;
    }

    /** Locks and reads. */
    static BatchState read(Connection connection, List<Command> commands, int recentLimit) throws SQLException {
        return new BatchReads(connection, recentLimit).read(commands);
    }

    private BatchState read(List<Command> commands) throws SQLException {
        Map<Integer, Totals> totals = lockTotals(users(commands));
        BatchState state = new BatchState(now());
        state.totals.putAll(totals);
        readReels(commands, state);
        readMerchants(commands, state);
        readPairs("user_reel_likes", pairs(commands, Set.of(Like.class, Unlike.class)), state.likes);
        readPairs("user_reel_shares", pairs(commands, Set.of(Share.class)), state.shares);
        readFollows(commands, state);
        readViews(commands, state);
        readPreferences(commands, state);
        state.likesBefore.addAll(state.likes);
        state.followsBefore.addAll(state.follows);
        return state;
    }

    private static Set<Integer> users(List<Command> commands) {
        Set<Integer> users = new TreeSet<>();
        commands.forEach(command -> {
            Integer user = command.actor().userId();
            if (user != null) {
                users.add(user);
            }
        });
        return users;
    }

    private Map<Integer, Totals> lockTotals(Set<Integer> users) throws SQLException {
        Map<Integer, Totals> totals = new HashMap<>();
        lock(users, totals);
        Set<Integer> missing = new TreeSet<>(users);
        missing.removeAll(totals.keySet());
        if (!missing.isEmpty()) {
            statements.writeRows("INSERT IGNORE INTO user_totals (user_id) VALUES ", "(?)", missing, "", (row, at, id) -> {
                row.setInt(at, id);
                return at + 1;
            });
            lock(missing, totals);
        }
        return totals;
    }

    private void lock(Set<Integer> users, Map<Integer, Totals> totals) throws SQLException {
        statements.readIn(TOTALS, users, " ORDER BY user_id FOR UPDATE", row -> {
            totals.put(row.getInt(1), new Totals(row.getInt(2), row.getInt(3), row.getInt(4)));
            recentSizes.put(row.getInt(1), row.getInt(5));
        });
    }

    /** The database's clock, read under the locks, so that times of one user's commands never go back. */
    private LocalDateTime now() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT UTC_TIMESTAMP(6)")) {
            row.next();
            return time(row, 1);
        }
    }

    private void readReels(List<Command> commands, BatchState state) throws SQLException {
        Set<Integer> ids = new TreeSet<>();
        commands.forEach(command -> {
            if (command instanceof OnReel onReel) {
                ids.add(onReel.reelId());
            }
        });
        statements.readIn(FACTS, ids, "", row -> {
            int id = row.getInt(1);
            state.reels.put(
                    id,
                    new ReelFacts(
                            id,
                            row.getBoolean(2),
                            row.getBoolean(3),
                            row.getObject(4, Integer.class),
                            row.getInt(5),
                            row.getObject(6, Integer.class)));
        });
    }

    private void readMerchants(List<Command> commands, BatchState state) throws SQLException {
        Set<Integer> ids = new TreeSet<>();
        commands.forEach(command -> {
            if (command instanceof OnMerchant onMerchant) {
                ids.add(onMerchant.merchantId());
            }
        });
        String query = "SELECT merchant_id, is_active FROM merchant_profiles WHERE merchant_id IN (";
        statements.readIn(query, ids, "", row -> {
            state.merchants.add(row.getInt(1));
            if (row.getBoolean(2)) {
                state.activeMerchants.add(row.getInt(1));
            }
        });
    }

    private static Collection<Pair> pairs(List<Command> commands, Set<Class<? extends Command>> kinds) {
        Set<Pair> pairs = new TreeSet<>(Pair.ORDER);
        for (Command command : commands) {
            Integer user = command.actor().userId();
            boolean wanted = kinds.contains(command.getClass());
            if (wanted && user != null && command instanceof OnReel onReel) {
                pairs.add(new Pair(user, onReel.reelId()));
            }
        }
        return pairs;
    }

    private void readPairs(String table, Collection<Pair> pairs, Set<Pair> into) throws SQLException {
        statements.readEach(
                "SELECT user_id, reel_id FROM " + table + " WHERE ",
                PAIR_OF_REEL,
                pairs,
                Statements::bindPair,
                row -> into.add(new Pair(row.getInt(1), row.getInt(2))));
    }

    private void readFollows(List<Command> commands, BatchState state) throws SQLException {
        Set<Pair> pairs = new TreeSet<>(Pair.ORDER);
        for (Command command : commands) {
            Integer user = command.actor().userId();
            if (user != null && (command instanceof Follow || command instanceof Unfollow)) {
                pairs.add(new Pair(user, ((OnMerchant) command).merchantId()));
            }
        }
        statements.readEach(
                "SELECT user_id, merchant_id FROM user_merchant_follows WHERE ",
                "(user_id = ? AND merchant_id = ?)",
                pairs,
                Statements::bindPair,
                row -> state.follows.add(new Pair(row.getInt(1), row.getInt(2))));
    }

    /** The ledger, the windows' rows of the same reels, and the oldest rows of windows that may overflow. */
    private void readViews(List<Command> commands, BatchState state) throws SQLException {
        Collection<Pair> pairs = pairs(commands, Set.of(View.class));
        Map<Integer, Integer> viewsOf = new HashMap<>();
        for (Pair pair : pairs) {
            viewsOf.merge(pair.userId(), 1, Integer::sum);
            state.recent.computeIfAbsent(
                    pair.userId(), user -> new RecentViews(recentLimit, recentSizes.getOrDefault(user, 0)));
        }
        statements.readEach(
                """
                SELECT s.user_id, s.reel_id, s.longest_seconds, s.counted_views, s.first_viewed_at, s.last_viewed_at,
                       v.id, v.viewed_at, v.view_duration, v.created_at
                FROM user_seen_reels s
                LEFT JOIN user_reel_views v ON v.user_id = s.user_id AND v.reel_id = s.reel_id
                WHERE\s""",
                "(s.user_id = ? AND s.reel_id = ?)",
                pairs,
                Statements::bindPair,
                row -> {
                    Pair pair = new Pair(row.getInt(1), row.getInt(2));
                    state.seen.put(pair, new Seen(row.getInt(3), row.getInt(4), time(row, 5), time(row, 6)));
                    if (row.getObject(7) != null) {
                        window(state, pair.userId()).know(window(row, 7, pair.otherId()));
                    }
                });
        readOldest(viewsOf, state);
    }

    private void readOldest(Map<Integer, Integer> viewsOf, BatchState state) throws SQLException {
        List<int[]> wanted = new ArrayList<>();
        viewsOf.forEach((user, views) -> {
            int overflow = window(state, user).size() + views - recentLimit;
            if (overflow > 0) {
                wanted.add(new int[] {user, overflow + views});
            }
        });
        List<String> parts = new ArrayList<>();
        wanted.forEach(part -> parts.add("""
                (SELECT user_id, reel_id, id, viewed_at, view_duration, created_at FROM user_reel_views
                 WHERE user_id = ? ORDER BY viewed_at, reel_id LIMIT ?)
                """));
        statements.read(String.join(" UNION ALL ", parts), wanted, BatchReads::bindOldest, row -> {
            window(state, row.getInt(1)).know(window(row, 3, row.getInt(2)));
        });
    }

    private static int bindOldest(PreparedStatement statement, int position, int[] part) throws SQLException {
        statement.setInt(position, part[0]);
        statement.setInt(position + 1, part[1]);
        return position + 2;
    }

    private static RecentViews window(BatchState state, int user) {
        return Objects.requireNonNull(state.recent.get(user));
    }

    private static Row window(ResultSet row, int column, int reelId) throws SQLException {
        return new Row(
                row.getInt(column),
                reelId,
                time(row, column + 1),
                row.getObject(column + 2, Integer.class),
                time(row, column + 3));
    }

    private void readPreferences(List<Command> commands, BatchState state) throws SQLException {
        Set<Pair> pairs = new TreeSet<>(Pair.ORDER);
        for (Pair pair : pairs(commands, Set.of(Like.class, Unlike.class, View.class))) {
            ReelFacts reel = state.reels.get(pair.otherId());
            if (reel != null && reel.categoryId() != null) {
                pairs.add(new Pair(pair.userId(), reel.categoryId()));
            }
        }
        statements.readEach(
                """
                SELECT user_id, category_id, id, preference_score, interaction_count, last_interaction_at
                FROM user_category_preferences WHERE\s""",
                "(user_id = ? AND category_id = ?)",
                pairs,
                Statements::bindPair,
                row -> {
                    int hundredths = row.getBigDecimal(4)
                            .multiply(BigDecimal.valueOf(100))
                            .intValue();
                    LocalDateTime last = row.getObject(6) == null ? state.now : time(row, 6);
                    state.preferences.put(
                            new Pair(row.getInt(1), row.getInt(2)),
                            new Preference(row.getInt(3), hundredths, row.getInt(5), last));
                });
    }

    private static LocalDateTime time(ResultSet row, int column) throws SQLException {
        @Nullable LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return Objects.requireNonNull(time);
    }
}
