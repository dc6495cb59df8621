package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.ReelDeltas.Deltas;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Adds to the counters of reels and to the daily figures of reels and merchants. */
final class CounterWrites {
    /** What is shown of a reel has not changed. */
    private static final String KEEPING_CHANGED_AT = ", changed_at = changed_at";

    private final Statements statements;
    private final BatchState state;

    CounterWrites(Statements statements, BatchState state) {
        this.statements = statements;
        this.state = state;
    }

    /** What all batches may add to comes last, so that they wait for each other briefly. */
    void write() {
        List<ReelDay> days = new ArrayList<>();
        MerchantDays merchants = new MerchantDays();
        for (Map.Entry<Integer, ReelDeltas> reel : state.deltas().entrySet()) {
            reel.getValue().days().forEach((day, deltas) -> {
                if (deltas.changeAnyOf(Counter.SHOWN)) {
                    days.add(new ReelDay(reel.getKey(), day, deltas));
                    merchants.add(merchantOf(reel.getKey()), day, deltas);
                }
            });
        }
        merchants.write(statements);
        writeCounters();
        writeDays(days);
    }

    private record ReelChange(int reelId, Deltas deltas) {}

    /** All counters of all reels in one update. */
    private void writeCounters() {
        List<ReelChange> changes = new ArrayList<>();
        state.deltas().forEach((reel, deltas) -> {
            if (deltas.sum().changeAnyOf(Counter.ALL)) {
                changes.add(new ReelChange(reel, deltas.sum()));
            }
        });
        List<String> assignments = new ArrayList<>();
        for (Counter counter : Counter.ALL) {
            String cases = cases(counter, changes);
            if (!cases.isEmpty()) {
                assignments.add(
                        "%1$s = GREATEST(0, %1$s + CASE reel_id%2$s ELSE 0 END)".formatted(counter.column(), cases));
            }
        }
        statements.writeIn(
                "UPDATE reels SET " + String.join(", ", assignments) + KEEPING_CHANGED_AT + " WHERE reel_id IN ",
                changes.stream().map(ReelChange::reelId).toList());
    }

    /** Ids and deltas are integers of ours, so they stand in the text. */
    private static String cases(Counter counter, List<ReelChange> changes) {
        StringBuilder cases = new StringBuilder();
        for (ReelChange change : changes) {
            int delta = change.deltas().of(counter);
            if (delta != 0) {
                cases.append(" WHEN ").append(change.reelId()).append(" THEN ").append(delta);
            }
        }
        return cases.toString();
    }

    private record ReelDay(int reelId, LocalDate day, Deltas deltas) {}

    private void writeDays(List<ReelDay> days) {
        statements.writeRows(
                "INSERT INTO reel_daily (reel_id, day, views, likes, shares) VALUES ",
                days,
                " ON DUPLICATE KEY UPDATE views = views + VALUES(views), likes = likes + VALUES(likes),"
                        + " shares = shares + VALUES(shares)",
                (row, item) -> row.value(item.reelId())
                        .value(item.day())
                        .value(item.deltas().of(Counter.VIEWS))
                        .value(item.deltas().of(Counter.LIKES))
                        .value(item.deltas().of(Counter.SHARES)));
    }

    private int merchantOf(int reelId) {
        return Objects.requireNonNull(state.reel(reelId)).merchantId();
    }
}
