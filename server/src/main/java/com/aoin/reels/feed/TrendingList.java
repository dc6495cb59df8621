package com.aoin.reels.feed;

import com.aoin.reels.feed.ranking.TrendingScore;
import com.aoin.reels.reel.index.IndexedReel;
import com.aoin.reels.reel.index.ReelIndex;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The reels of a time window, best first, as of a moment. */
final class TrendingList {
    private final Instant madeAt;
    private final long version;
    private final int[] ids;
    private final int inDemand;

    private TrendingList(Instant madeAt, long version, int[] ids, int inDemand) {
        this.madeAt = madeAt;
        this.version = version;
        this.ids = ids;
        this.inDemand = inDemand;
    }

    /**
     * Ranks what the index has.
     *
     * @param version that the list is good for
     */
    static TrendingList make(ReelIndex index, TimeWindow window, Instant now, long version) {
        long nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        long since = ChronoUnit.MICROS.between(Instant.EPOCH, now.minus(window.length()));
        List<Scored> inDemand = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (IndexedReel reel : index.newest()) {
            if (reel.createdMicros() < since) {
                break;
            }
            double score = TrendingScore.of(reel, nowMicros);
            if (score > 0) {
                inDemand.add(new Scored(reel.reelId(), score));
            } else {
                others.add(reel.reelId());
            }
        }
        // Equals stay in the order in which they came, which is newest first.
        inDemand.sort(Comparator.comparingDouble(Scored::score).reversed());
        int[] ids = IntStream.concat(
                        inDemand.stream().mapToInt(Scored::reelId),
                        others.stream().mapToInt(Integer::intValue))
                .toArray();
        return new TrendingList(now, version, ids, inDemand.size());
    }

    private record Scored(int reelId, double score) {}

    Instant madeAt() {
        return madeAt;
    }

    /** Of what all users see. */
    long version() {
        return version;
    }

    int length() {
        return ids.length;
    }

    /** A part of it. */
    int[] ids(int from, int to) {
        return Arrays.copyOfRange(ids, from, to);
    }

    /** How many of them, at the head, anyone has viewed, liked or shared. */
    int inDemand() {
        return inDemand;
    }
}
