package com.aoin.reels.search;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.jspecify.annotations.Nullable;

/** Counts the reels that a query matches and the shelf shows, and keeps the best: by score, then the newer, then the higher id. */
final class BestCollector extends SimpleCollector {
    private static final Comparator<Hit> WORST_FIRST = Comparator.comparingDouble(Hit::score)
            .thenComparingLong(Hit::createdAt)
            .thenComparingInt(Hit::reelId);

    /** Reels that are weighed at once. */
    private static final int BATCH = 512;

    private final Shelf shelf;
    private final int limit;
    private final PriorityQueue<Hit> best;
    private final int[] waiting = new int[BATCH];
    private final float[] scores = new float[BATCH];
    private final float[] weights = new float[BATCH];
    private final long[] createdAt = new long[BATCH];
    private int waits;
    private NumericDocValues reelIds = DocValues.emptyNumeric();
    private @Nullable Scorable scorer;
    private int total;

    private record Hit(int reelId, float score, long createdAt) {}

    /** @param limit how many are kept, 1 or more */
    BestCollector(Shelf shelf, int limit) {
        this.shelf = shelf;
        this.limit = limit;
        this.best = new PriorityQueue<>(Math.min(limit, 256), WORST_FIRST);
    }

    Found found() {
        weigh();
        Deque<Integer> inOrder = new ArrayDeque<>(best.size());
        while (!best.isEmpty()) {
            inOrder.addFirst(best.remove().reelId);
        }
        return new Found(List.copyOf(inOrder), total);
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE;
    }

    @Override
    protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
        reelIds = DocValues.getNumeric(leaf.reader(), SearchIndex.REEL_ID);
    }

    @Override
    public void setScorer(Scorable scorer) {
        this.scorer = scorer;
    }

    @Override
    public void collect(int document) throws IOException {
        if (scorer != null && reelIds.advanceExact(document)) {
            waiting[waits] = (int) reelIds.longValue();
            scores[waits] = scorer.score();
            if (++waits == BATCH) {
                weigh();
            }
        }
    }

    private void weigh() {
        shelf.weigh(waiting, waits, weights, createdAt);
        for (int i = 0; i < waits; i++) {
            if (weights[i] != Shelf.ABSENT) {
                total++;
                take(new Hit(waiting[i], scores[i] * weights[i], createdAt[i]));
            }
        }
        waits = 0;
    }

    private void take(Hit hit) {
        if (best.size() < limit) {
            best.add(hit);
        } else if (WORST_FIRST.compare(hit, worst()) > 0) {
            best.remove();
            best.add(hit);
        }
    }

    private Hit worst() {
        return best.element();
    }
}
