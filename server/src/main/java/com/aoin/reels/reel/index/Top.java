package com.aoin.reels.reel.index;

import com.aoin.reels.reel.index.ReelIndex.Scored;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

/** The best of many reels by a score. */
final class Top {
    private static final Comparator<Scored> WORST_FIRST = Comparator.comparingDouble(Scored::score)
            .thenComparingLong(scored -> scored.reel().createdMicros())
            .thenComparingInt(scored -> scored.reel().reelId());

    private Top() {}

    /** The best of reels that come newest first, best first, of equal ones the newer and then the higher id first. */
    static List<Scored> of(
            Iterable<IndexedReel> newestFirst, int count, long sinceMicros, ToDoubleFunction<IndexedReel> score) {
        PriorityQueue<Scored> best = new PriorityQueue<>(Math.max(1, count), WORST_FIRST);
        for (IndexedReel reel : newestFirst) {
            if (reel.createdMicros() < sinceMicros) {
                break;
            }
            double value = score.applyAsDouble(reel);
            // Later ones are older, so of equal worth the one that is there stays.
            if (best.size() < count) {
                best.add(new Scored(reel, value));
            } else if (count > 0 && value > best.element().score()) {
                best.remove();
                best.add(new Scored(reel, value));
            }
        }
        return best.stream().sorted(WORST_FIRST.reversed()).toList();
    }
}
