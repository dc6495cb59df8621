package com.aoin.reels.reel.index.follow;

import com.aoin.reels.reel.index.table.LiveReels;
import com.aoin.reels.reel.index.table.ReelRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads every reel into the index, in several runs of ids at once. */
final class IndexBuild {
    private static final int THREADS = 3;
    private static final int PARTS = 24;
    private static final int RUN = 5_000;

    private final IndexDao dao;
    private final LiveReels reels;

    IndexBuild(IndexDao dao, LiveReels reels) {
        this.dao = dao;
        this.reels = reels;
    }

    /** Ends when all are read. Reels with higher ids than there are now are left to the look for changes. */
    void run() throws InterruptedException {
        long highest = dao.highestId();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofVirtual().name("index-build-", 0).factory())) {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < PARTS; part++) {
                int after = (int) (highest * part / PARTS);
                int last = (int) (highest * (part + 1) / PARTS);
                parts.add(threads.submit(() -> read(after, last)));
            }
            try {
                for (Future<?> part : parts) {
                    part.get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private void read(int afterId, int lastId) {
        int after = afterId;
        while (after < lastId && !Thread.currentThread().isInterrupted()) {
            List<ReelRow> rows = dao.run(after, lastId, RUN);
            reels.load(rows);
            after = rows.size() < RUN ? lastId : rows.getLast().reelId();
        }
    }
}
