package com.aoin.reels.reel.index.follow;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** When the reels that were written to lately had been when they were last read. For one thread at a time. */
final class SeenTimes {
    private final Map<Integer, Long> times = new HashMap<>();
    private long since;

    /** From now on only what was written to since then is looked for, in microseconds; the rest is forgotten. */
    void forgetBefore(long sinceMicros) {
        since = sinceMicros;
        times.values().removeIf(time -> time < sinceMicros);
    }

    /**
     * The reels that a look for changes finds, and no longer finds once they have been seen.
     *
     * @param written when each was written to
     */
    IntStream unseen(Map<Integer, Long> written) {
        return written.entrySet().stream()
                .filter(entry -> entry.getValue() >= since && !entry.getValue().equals(times.get(entry.getKey())))
                .mapToInt(Map.Entry::getKey);
    }

    void see(Map<Integer, Long> written) {
        times.putAll(written);
    }
}
