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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads what a batch is about, mostly on one way to the server. First of all it locks the totals of its users, in the order of
 * their ids: from then on these users' rows are this batch's own, on every node.
 */
final class BatchReads {
    private static final String FACTS = """
            SELECT UTC_TIMESTAMP(6), r.reel_id, r.merchant_id, NOT (r.is_active AND r.approval_status = 'approved'),\s""" + Visibility.VISIBLE + """
            , m.user_id, r.duration_seconds, p.category_id, r.deleted_at IS NOT NULL
            FROM reels r
            """ + Visibility.JOINS + " WHERE r.reel_id IN ";
    /**
     * By key also where the table is small: a scan would lock, and wait for, everybody. Rows of a subquery are not locked.
     * A shop's view of its users may have one twice.
     */
    private static final String TOTALS = """
            SELECT t.user_id, t.likes, t.views, t.follows, t.recent_views, t.version,
                   (SELECT COALESCE(u.role, '') FROM users u WHERE u.user_id = t.user_id LIMIT 1)
            FROM user_totals t FORCE INDEX (PRIMARY) WHERE t.user_id IN\s""";

    /** So many rows of the ledger are read at most to remember users; the others wait for a later batch. */
    private static final int MOST_ROWS = 10_000;

    private final Statements statements;
    private final List<Command> commands;
    private final ViewReads views;
    private final UserMemory memory;
    private final Set<Integer> users;
    /** Whose rows are remembered, or will be read as a whole to remember them. */
    private final Set<Integer> expected;

    private BatchReads(Statements statements, List<Command> commands, int recentLimit, UserMemory memory) {
        this.statements = statements;
        this.commands = commands;
        this.views = new ViewReads(
                statements, pairs(Set.of(View.class)), pairs(Set.of(Like.class, Unlike.class)), recentLimit);
        this.memory = memory;
        this.users = ids(command -> command.actor().userId());
        this.expected = users.stream().filter(memory::expects).collect(Collectors.toSet());
    }

    /** Locks and reads. */
    static BatchState read(Statements statements, List<Command> commands, int recentLimit, UserMemory memory)
            throws SQLException {
        return new BatchReads(statements, commands, recentLimit, memory).read();
    }

    private BatchState read() throws SQLException {
        BatchState state = readAll();
        if (addTotals(state)) {
            state = readAll();
        }
        if (!state.hasBegun()) {
            statements.ask("SELECT UTC_TIMESTAMP(6)", begin(state));
            statements.flush();
        }
        recall(state);
        return state;
    }

    /** Whether there are users here for the first time. */
    private boolean addTotals(BatchState state) throws SQLException {
        Set<Integer> missing = new TreeSet<>(users);
        missing.removeIf(state::knowsTotals);
        Set<Integer> fresh = new TreeSet<>();
        statements.askIn("SELECT user_id FROM users WHERE user_id IN ", missing, "", row -> fresh.add(row.getInt(1)));
        statements.flush();
        statements.writeRows("INSERT IGNORE INTO user_totals (user_id) VALUES ", fresh, "", Text::value);
        return !fresh.isEmpty();
    }

    /** Takes what is remembered; who was expected to be and is not is read now. */
    private void recall(BatchState state) throws SQLException {
        Set<Integer> remembered = new TreeSet<>();
        Set<Integer> whole = new TreeSet<>();
        Set<Integer> forgotten = new TreeSet<>();
        int rows = 0;
        for (Integer id : state.users()) {
            if (state.knowsUser(id)) {
                RememberedUser user = memory.take(id, state.versionBefore(id));
                state.know(id, user);
                if (expected.contains(id) && user.isComplete()) {
                    remembered.add(id);
                } else if (expected.contains(id)) {
                    rows += state.totals(id).views();
                    (user.isRegular() && rows <= MOST_ROWS ? whole : forgotten).add(id);
                }
            }
        }
        views.ask(state, forgotten::contains);
        views.askWhole(state, whole);
        statements.flush();
        whole.forEach(id -> state.remembered(id).complete());
        remembered.addAll(whole);
        views.tell(state, remembered::contains);
        views.readOldest(state, id -> !remembered.contains(id));
    }

    private BatchState readAll() throws SQLException {
        BatchState state = new BatchState();
        askTotals(state);
        askFacts(state);
        askRelation("user_reel_likes", "reel_id", pairs(Set.of(Like.class, Unlike.class)), state.likes());
        askRelation("user_reel_shares", "reel_id", pairs(Set.of(Share.class)), state.shares());
        askRelation(
                "user_merchant_follows", "merchant_id", pairs(Set.of(Follow.class, Unfollow.class)), state.follows());
        views.ask(state, user -> !expected.contains(user));
        statements.flush();
        return state;
    }

    private void askTotals(BatchState state) {
        statements.askIn(TOTALS, users, " ORDER BY t.user_id FOR UPDATE", row -> {
            int user = row.getInt(1);
            state.know(user, new UserTotals(row.getInt(2), row.getInt(3), row.getInt(4)), row.getLong(6));
            views.knowSize(state, user, row.getInt(5));
            String role = row.getString(7);
            if (role != null) {
                state.knowUser(user, "admin".equals(role));
            }
        });
    }

    /** The first column is the time, which is read under the locks, so that times of one user never go back. */
    private static RowReader begin(BatchState state) {
        return row -> {
            if (!state.hasBegun()) {
                state.begin(Statements.time(row, 1));
            }
        };
    }

    private void askFacts(BatchState state) {
        RowReader begin = begin(state);
        statements.askIn(FACTS, ids(command -> command instanceof OnReel onReel ? onReel.reelId() : null), "", row -> {
            begin.read(row);
            if (!row.getBoolean(9)) {
                state.know(facts(row));
            }
        });
        statements.askIn(
                "SELECT UTC_TIMESTAMP(6), merchant_id, is_active FROM merchant_profiles WHERE merchant_id IN ",
                ids(command -> command instanceof OnMerchant onMerchant ? onMerchant.merchantId() : null),
                "",
                row -> {
                    begin.read(row);
                    state.knowMerchant(row.getInt(2), row.getBoolean(3));
                });
    }

    private static ReelFacts facts(ResultSet row) throws SQLException {
        return new ReelFacts(
                row.getInt(2),
                row.getInt(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getObject(6, Integer.class),
                row.getInt(7),
                row.getObject(8, Integer.class));
    }

    private void askRelation(String table, String other, Collection<Pair> pairs, Relation into) {
        statements.askEach(
                "SELECT user_id, " + other + " FROM " + table + " WHERE ",
                pairs,
                Statements.pair(other),
                row -> into.know(new Pair(row.getInt(1), row.getInt(2))));
    }

    private Set<Integer> ids(Function<Command, @org.jspecify.annotations.Nullable Integer> id) {
        Set<Integer> ids = new TreeSet<>();
        for (Command command : commands) {
            Integer found = id.apply(command);
            if (found != null) {
                ids.add(found);
            }
        }
        return ids;
    }

    /** The pairs of users with reels or merchants that commands of some kinds are about, in order. */
    private Collection<Pair> pairs(Set<Class<? extends Command>> kinds) {
        Set<Pair> pairs = new TreeSet<>(Pair.ORDER);
        for (Command command : commands) {
            Integer user = command.actor().userId();
            if (user != null && kinds.contains(command.getClass())) {
                pairs.add(new Pair(user, command.targetId()));
            }
        }
        return pairs;
    }
}
