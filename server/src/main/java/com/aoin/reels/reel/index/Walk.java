package com.aoin.reels.reel.index;

import com.aoin.reels.reel.index.table.LiveReels;
import com.aoin.reels.reel.index.table.NewestFirst;
import com.aoin.reels.reel.index.table.ReelTable;
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

    private final LiveReels reels;
    private final Function<ReelTable, NewestFirst> list;
    private List<IndexedReel> run = List.of();
    private int at;
    private int length = FIRST_RUN;
    private long createdMicros = Long.MAX_VALUE;
    private int reelId = Integer.MAX_VALUE;
    private boolean ended;

    Walk(LiveReels reels, Function<ReelTable, NewestFirst> list) {
        this.reels = reels;
        this.list = list;
    }

    @Override
    public boolean hasNext() {
        if (at == run.size() && !ended) {
            run = reels.read(this::read);
            at = 0;
            ended = run.size() < length;
            length = Math.min(LONGEST_RUN, length * 2);
        }
        return at < run.size();
    }

    private List<IndexedReel> read(ReelTable table) {
        NewestFirst slots = list.apply(table);
        int from = slots.placeBelow(table.reels, createdMicros, reelId);
        int until = Math.min(slots.size(), from + length);
        List<IndexedReel> read = new ArrayList<>(Math.max(0, until - from));
        for (int place = from; place < until; place++) {
            read.add(IndexedReel.at(slots.get(place), table));
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
