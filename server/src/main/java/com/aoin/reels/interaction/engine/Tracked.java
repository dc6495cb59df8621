package com.aoin.reels.interaction.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values of pairs as a batch finds them, and those that it changes. */
final class Tracked<V> {
    private final Map<Pair, V> values = new HashMap<>();
    private final Map<Pair, V> changed = new TreeMap<>(Pair.ORDER);

    /** Tells of a row in the database. */
    void know(Pair pair, V value) {
        values.put(pair, value);
    }

    @Nullable
    V get(Pair pair) {
        return values.get(pair);
    }

    void put(Pair pair, V value) {
        values.put(pair, value);
        changed.put(pair, value);
    }

    /** What is to be written, in the order of the pairs. */
    List<Map.Entry<Pair, V>> changed() {
        return List.copyOf(changed.entrySet());
    }
}
