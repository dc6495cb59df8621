package com.aoin.reels.interaction.engine;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a batch adds to one reel's counters and daily figures. */
final class ReelDeltas {
    private final Deltas sum = new Deltas();
    private final Map<LocalDate, Deltas> days = new TreeMap<>();

    /** A change for each counter. */
    static final class Deltas {
        private final Map<Counter, Integer> changes = new EnumMap<>(Counter.class);

        int of(Counter counter) {
            return changes.getOrDefault(counter, 0);
        }

        private void add(Counter counter, int change) {
            changes.merge(counter, change, Integer::sum);
        }

        boolean changeAnyOf(List<Counter> counters) {
            for (Counter counter : counters) {
                if (of(counter) != 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Adds to what is counted in all. */
    void add(Counter counter, int change) {
        sum.add(counter, change);
    }

    /** Adds to what is counted in all and by day. */
    void add(Counter counter, int change, LocalDate day) {
        sum.add(counter, change);
        days.computeIfAbsent(day, date -> new Deltas()).add(counter, change);
    }

    Deltas sum() {
        return sum;
    }

    Map<LocalDate, Deltas> days() {
        return days;
    }
}
