package com.aoin.reels.reel.index;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Walks a list from its newest reel on. It reads a run of reels at a time under the index's lock, few at first since most
 * walks end early, and goes on below the last one, wherever that stands by then.
 */
final class Walk implements Iterator<IndexedReel> {
    private static final int FIRST_RUN = 32;
    private static final int LONGEST_RUN = 1024;

    private final ReelIndex index;
    private final Function<ReelTable, NewestFirst> list;
    private List<IndexedReel> run = List.of();
    private int at;
    private int length = FIRST_RUN;
    private long createdMicros = Long.MAX_VALUE;
    private int reelId = Integer.MAX_VALUE;
    private boolean ended;

    Walk(ReelIndex index, Function<ReelTable, NewestFirst> list) {
        this.index = index;
        this.list = list;
    }

    @Override
    public boolean hasNext() {
        if (at == run.size() && !ended) {
            run = index.readNow(this::read);
            at = 0;
            ended = run.size() < length;
            length = Math.min(LONGEST_RUN, length * 2);
        }
        return at < run.size();
    }

    private List<IndexedReel> read() {
        ReelTable table = index.table();
        NewestFirst reels = list.apply(table);
        int from = reels.placeBelow(table.reels, createdMicros, reelId);
        int until = Math.min(reels.size(), from + length);
        List<IndexedReel> read = new ArrayList<>(Math.max(0, until - from));
        for (int place = from; place < until; place++) {
            read.add(table.reel(reels.get(place)));
        }
        return read;
    }

    @Override
    public IndexedReel next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        IndexedReel reel = run.get(at++);
        createdMicros = reel.createdMicros();
        reelId = reel.reelId();
        return reel;
    }
}
