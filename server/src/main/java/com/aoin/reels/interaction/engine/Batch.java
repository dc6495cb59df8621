package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.Command.Like;
import com.aoin.reels.interaction.engine.Command.OnReel;
import com.aoin.reels.interaction.engine.Command.Share;
import com.aoin.reels.interaction.engine.Command.Unlike;
import com.aoin.reels.interaction.engine.Outcome.Done;
import com.aoin.reels.reel.index.CounterChanges.Added;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Several commands in one transaction, each with the outcome that it would have had alone, after those before it. */
final class Batch {
    private final Connection connection;
    private final List<Command> commands;

    private Batch(Connection connection, List<Command> commands) {
        this.connection = connection;
        this.commands = commands;
    }

    /**
     * Reads, applies and writes; the caller commits.
     *
     * @param recentLimit how many recent views of a user are kept
     */
    static Applied apply(Connection connection, List<Command> commands, int recentLimit) throws SQLException {
        BatchState state = BatchReads.read(connection, commands, recentLimit);
        Rules rules = new Rules(state);
        List<Outcome> outcomes = new ArrayList<>(commands.size());
        commands.forEach(command -> outcomes.add(rules.apply(command)));
        BatchWrites.write(connection, state);
        return new Applied(new Batch(connection, commands).withTotals(outcomes, state), added(state));
    }

    /**
     * What came of a batch.
     *
     * @param outcomes of the commands, in their order
     * @param added    to the counters of reels
     */
    record Applied(List<Outcome> outcomes, List<Added> added) {}

    private static List<Added> added(BatchState state) {
        List<Added> added = new ArrayList<>(state.deltas().size());
        state.deltas().forEach((reel, deltas) -> {
            ReelDeltas.Deltas sum = deltas.sum();
            if (sum.changeAnyOf(Counter.VIEWS, Counter.LIKES, Counter.SHARES)) {
                added.add(new Added(reel, sum.of(Counter.VIEWS), sum.of(Counter.LIKES), sum.of(Counter.SHARES)));
            }
        });
        return added;
    }

    /**
     * Turns what the batch has added to a reel's likes or shares so far into the reel's total at that point. The totals
     * after the batch are read under the locks of its own update.
     */
    private List<Outcome> withTotals(List<Outcome> outcomes, BatchState state) throws SQLException {
        Map<Integer, Map<Counter, Integer>> before = totalsBefore(outcomes, state);
        List<Outcome> filled = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            Counter counter = counted(commands.get(i));
            Map<Counter, Integer> totals = before.get(commands.get(i).targetId());
            filled.add(
                    counter != null && totals != null && outcomes.get(i) instanceof Done(int added)
                            ? new Done(Math.max(0, totals.getOrDefault(counter, 0) + added))
                            : outcomes.get(i));
        }
        return filled;
    }

    private Map<Integer, Map<Counter, Integer>> totalsBefore(List<Outcome> outcomes, BatchState state)
            throws SQLException {
        Set<Integer> ids = new TreeSet<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (commands.get(i) instanceof OnReel command
                    && counted(command) != null
                    && outcomes.get(i) instanceof Done) {
                ids.add(command.reelId());
            }
        }
        Map<Integer, Map<Counter, Integer>> totals = new HashMap<>();
        String query = "SELECT reel_id, likes_count, shares_count FROM reels WHERE reel_id IN ";
        new Statements(connection).readIn(query, ids, "", row -> {
            int reel = row.getInt(1);
            ReelDeltas.Deltas added = state.deltas(reel).sum();
            Map<Counter, Integer> before = new EnumMap<>(Counter.class);
            before.put(Counter.LIKES, row.getInt(2) - added.of(Counter.LIKES));
            before.put(Counter.SHARES, row.getInt(3) - added.of(Counter.SHARES));
            totals.put(reel, before);
        });
        return totals;
    }

    /** What the answer to a command tells of its reel; null when it tells nothing. */
    private static @Nullable Counter counted(Command command) {
        return switch (command) {
            case Like _, Unlike _ -> Counter.LIKES;
            case Share _ -> Counter.SHARES;
            default -> null;
        };
    }
}
