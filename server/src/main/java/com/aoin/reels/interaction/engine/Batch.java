package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.Command.Like;
import com.aoin.reels.interaction.engine.Command.OnReel;
import com.aoin.reels.interaction.engine.Command.Share;
import com.aoin.reels.interaction.engine.Command.Unlike;
import com.aoin.reels.interaction.engine.Outcome.Done;
import com.aoin.reels.reel.index.CounterChanges.Added;
import java.sql.Connection;
import java.sql.ResultSet;
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
    private final List<Command> commands;
    private final BatchState state;
    private final List<Outcome> outcomes;
    /** Of reels whose totals are told, as they were before the batch. */
    private final Map<Integer, Map<Counter, Integer>> totalsBefore = new HashMap<>();

    private Batch(List<Command> commands, BatchState state, List<Outcome> outcomes) {
        this.commands = commands;
        this.state = state;
        this.outcomes = outcomes;
    }

    /**
     * Reads, applies, writes and commits: mostly two ways to the server.
     *
     * @param beforeWriting run when all is read and decided; throws when it is too late to commit
     * @param recentLimit how many recent views of a user are kept
     * @param memory of the users of the batches before
     */
    static Applied apply(
            Connection connection, Runnable beforeWriting, List<Command> commands, int recentLimit, UserMemory memory)
            throws SQLException {
        Statements statements = new Statements(connection);
        BatchState state = BatchReads.read(statements, commands, recentLimit, memory);
        Rules rules = new Rules(state);
        Batch batch =
                new Batch(commands, state, commands.stream().map(rules::apply).toList());
        BatchWrites.write(statements, state);
        batch.askTotals(statements);
        List<Added> added = batch.added();
        boolean committed = false;
        try {
            memory.put(state);
            beforeWriting.run();
            statements.commit();
            statements.flush();
            committed = true;
        } finally {
            if (!committed) {
                memory.forget(state.remembered().keySet());
            }
        }
        return new Applied(batch.withTotals(), added);
    }

    /**
     * What came of a batch.
     *
     * @param outcomes of the commands, in their order
     * @param added    to the counters of reels
     */
    record Applied(List<Outcome> outcomes, List<Added> added) {}

    private List<Added> added() {
        List<Added> added = new ArrayList<>(state.deltas().size());
        state.deltas().forEach((reel, deltas) -> {
            ReelDeltas.Deltas sum = deltas.sum();
            if (sum.changeAnyOf(Counter.SHOWN)) {
                added.add(new Added(reel, sum.of(Counter.VIEWS), sum.of(Counter.LIKES), sum.of(Counter.SHARES)));
            }
        });
        return added;
    }

    /** Turns what the batch has added to a reel's likes or shares so far into the reel's total at that point. */
    private List<Outcome> withTotals() {
        List<Outcome> filled = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            Counter counter = counted(commands.get(i));
            Map<Counter, Integer> totals = totalsBefore.get(commands.get(i).targetId());
            filled.add(
                    counter != null && totals != null && outcomes.get(i) instanceof Done(int added)
                            ? new Done(Math.max(0, totals.getOrDefault(counter, 0) + added))
                            : outcomes.get(i));
        }
        return filled;
    }

    /** The totals after the batch, under the locks of its own update. */
    private void askTotals(Statements statements) {
        Set<Integer> ids = new TreeSet<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (commands.get(i) instanceof OnReel command
                    && counted(command) != null
                    && outcomes.get(i) instanceof Done) {
                ids.add(command.reelId());
            }
        }
        statements.askIn(
                "SELECT reel_id, likes_count, shares_count FROM reels WHERE reel_id IN ", ids, "", this::knowTotals);
    }

    private void knowTotals(ResultSet row) throws SQLException {
        int reel = row.getInt(1);
        ReelDeltas.Deltas added = state.deltas(reel).sum();
        Map<Counter, Integer> before = new EnumMap<>(Counter.class);
        before.put(Counter.LIKES, row.getInt(2) - added.of(Counter.LIKES));
        before.put(Counter.SHARES, row.getInt(3) - added.of(Counter.SHARES));
        totalsBefore.put(reel, before);
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
