package com.aoin.reels.interaction.engine;

import com.aoin.reels.catalog.Visibility;
import com.aoin.reels.interaction.engine.Command.Follow;
import com.aoin.reels.interaction.engine.Command.Like;
import com.aoin.reels.interaction.engine.Command.OnMerchant;
import com.aoin.reels.interaction.engine.Command.OnReel;
import com.aoin.reels.interaction.engine.Command.Share;
import com.aoin.reels.interaction.engine.Command.Unfollow;
import com.aoin.reels.interaction.engine.Command.Unlike;
import com.aoin.reels.interaction.engine.Command.View;
import com.aoin.reels.interaction.engine.Statements.RowReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what a batch is about. First of all it locks the totals of its users, in the order of their ids: from then on
 * these users' rows are this batch's own, on every node.
 */
final class BatchReads {
    private static final String FACTS =
            """
            SELECT r.reel_id, r.merchant_id, NOT (r.is_active AND r.approval_status = 'approved'),\s""" + Visibility.VISIBLE + """
            , m.user_id, r.duration_seconds, p.category_id
            FROM reels r
            """ + Visibility.JOINS + " WHERE r.deleted_at IS NULL AND r.reel_id IN ";
    /** By key also where the table is small: a scan would lock, and wait for, everybody. */
    private static final String TOTALS =
            "SELECT user_id, likes, views, follows, recent_views FROM user_totals FORCE INDEX (PRIMARY) WHERE user_id IN ";

    private final Statements statements;
    private final List<Command> commands;
    private final int recentLimit;

    /** A locked row of {@code user_totals}. */
    private record Locked(UserTotals totals, int recentViews) {}

    private BatchReads(Connection connection, List<Command> commands, int recentLimit) {
        this.statements = new Statements(connection);
        this.commands = commands;
        this.recentLimit = recentLimit;
    }

    /** Locks and reads. */
    static BatchState read(Connection connection, List<Command> commands, int recentLimit) throws SQLException {
        return new BatchReads(connection, commands, recentLimit).read();
    }

    private BatchState read() throws SQLException {
        Map<Integer, Locked> users = new TreeMap<>();
        BatchState state = lockUsers(users);
        state = addMissing(users) ? lockUsers(users) : state;
        for (Map.Entry<Integer, Locked> user : users.entrySet()) {
            state.know(user.getKey(), user.getValue().totals());
        }
        readMerchants(state);
        readRelation("user_reel_likes", "reel_id", pairs(Set.of(Like.class, Unlike.class)), state.likes());
        readRelation("user_reel_shares", "reel_id", pairs(Set.of(Share.class)), state.shares());
        readRelation(
                "user_merchant_follows", "merchant_id", pairs(Set.of(Follow.class, Unfollow.class)), state.follows());
        readViews(state, users);
        readPreferences(state);
        return state;
    }

    /**
     * Locks the totals and then reads the facts of the reels and the database's clock: under the locks, so that times
     * of one user never go back.
     */
    private BatchState lockUsers(Map<Integer, Locked> users) throws SQLException {
        List<String> queries = new ArrayList<>();
        List<RowReader> readers = new ArrayList<>();
        Set<Integer> ids = ids(command -> command.actor().userId());
        if (!ids.isEmpty()) {
            queries.add(Statements.in(TOTALS, ids, " ORDER BY user_id FOR UPDATE"));
            readers.add(row -> users.put(
                    row.getInt(1),
                    new Locked(new UserTotals(row.getInt(2), row.getInt(3), row.getInt(4)), row.getInt(5))));
        }
        List<LocalDateTime> clock = new ArrayList<>(1);
        queries.add("SELECT UTC_TIMESTAMP(6)");
        readers.add(row -> clock.add(Statements.time(row, 1)));
        List<ReelFacts> reels = new ArrayList<>();
        Set<Integer> reelIds = ids(command -> command instanceof OnReel onReel ? onReel.reelId() : null);
        if (!reelIds.isEmpty()) {
            queries.add(Statements.in(FACTS, reelIds, ""));
            readers.add(row -> reels.add(new ReelFacts(
                    row.getInt(1),
                    row.getInt(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getObject(5, Integer.class),
                    row.getInt(6),
                    row.getObject(7, Integer.class))));
        }
        statements.read(queries, readers);
        BatchState state = new BatchState(clock.getFirst());
        reels.forEach(state::know);
        return state;
    }

    /** Whether users had no row yet. */
    private boolean addMissing(Map<Integer, Locked> users) throws SQLException {
        Set<Integer> missing = ids(command -> command.actor().userId());
        missing.removeAll(users.keySet());
        statements.writeRows("INSERT IGNORE INTO user_totals (user_id) VALUES ", missing, "", Text::value);
        statements.flush();
        return !missing.isEmpty();
    }

    private void readViews(BatchState state, Map<Integer, Locked> users) throws SQLException {
        Collection<Pair> views = pairs(Set.of(View.class));
        for (Pair view : views) {
            int window = Objects.requireNonNull(users.get(view.userId())).recentViews();
            state.know(view.userId(), new RecentViews(recentLimit, window));
        }
        new ViewReads(statements, state, recentLimit).read(views);
    }

    private void readMerchants(BatchState state) throws SQLException {
        Set<Integer> ids = ids(command -> command instanceof OnMerchant onMerchant ? onMerchant.merchantId() : null);
        statements.readIn(
                "SELECT merchant_id, is_active FROM merchant_profiles WHERE merchant_id IN ",
                ids,
                "",
                row -> state.knowMerchant(row.getInt(1), row.getBoolean(2)));
    }

    private void readRelation(String table, String other, Collection<Pair> pairs, Relation into) throws SQLException {
        statements.readEach(
                "SELECT user_id, " + other + " FROM " + table + " WHERE ",
                pairs,
                Statements.pair(other),
                row -> into.know(new Pair(row.getInt(1), row.getInt(2))));
    }

    /** Those of views are read with the views. */
    private void readPreferences(BatchState state) throws SQLException {
        Set<Pair> pairs = new TreeSet<>(Pair.ORDER);
        for (Pair pair : pairs(Set.of(Like.class, Unlike.class))) {
            ReelFacts reel = state.reel(pair.otherId());
            if (reel != null && reel.categoryId() != null) {
                pairs.add(new Pair(pair.userId(), reel.categoryId()));
            }
        }
        statements.readEach(
                """
                SELECT user_id, category_id, id, preference_score, interaction_count, last_interaction_at
                FROM user_category_preferences WHERE\s""",
                pairs,
                Statements.pair("category_id"),
                row -> state.preferences()
                        .know(new Pair(row.getInt(1), row.getInt(2)), Preference.of(row, 3, state.now())));
    }

    private Set<Integer> ids(Function<Command, @org.jspecify.annotations.Nullable Integer> id) {
        return commands.stream().map(id).filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The pairs of users with reels or merchants that commands of some kinds are about, in order. */
    private Collection<Pair> pairs(Set<Class<? extends Command>> kinds) {
        return commands.stream()
                .filter(command -> kinds.contains(command.getClass()))
                .flatMap(BatchReads::pair)
                .collect(Collectors.toCollection(() -> new TreeSet<>(Pair.ORDER)));
    }

    private static Stream<Pair> pair(Command command) {
        Integer user = command.actor().userId();
        return user == null ? Stream.empty() : Stream.of(new Pair(user, command.targetId()));
    }
}
