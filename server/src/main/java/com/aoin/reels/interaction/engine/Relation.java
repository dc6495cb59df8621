package com.aoin.reels.interaction.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who likes or follows what: the pairs that a batch is about, as they were and as they become. */
final class Relation {
    private final Set<Pair> before = new HashSet<>();
    private final Set<Pair> now = new HashSet<>();
    private final Set<Pair> changed = new TreeSet<>(Pair.ORDER);

    /** Tells of a row in the database. */
    void know(Pair pair) {
        before.add(pair);
        now.add(pair);
    }

    /** False when it was there already. */
    boolean add(Pair pair) {
        return now.add(pair) && noteChange(pair);
    }

    /** False when it was not there. */
    boolean remove(Pair pair) {
        return now.remove(pair) && noteChange(pair);
    }

    boolean isNew(Pair pair) {
        return changed.contains(pair) && now.contains(pair);
    }

    private boolean noteChange(Pair pair) {
        changed.add(pair);
        return true;
    }

    /** Rows to be deleted, before {@link #inserted} is written: what was taken away and came back is a new row. */
    List<Pair> deleted() {
        return changed.stream().filter(before::contains).toList();
    }

    List<Pair> inserted() {
        return changed.stream().filter(now::contains).toList();
    }
}
