package com.aoin.reels.reel.index.follow;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.reel.index.Progress;
import com.aoin.reels.reel.index.table.IntList;
import com.aoin.reels.reel.index.table.LiveReels;
import com.aoin.reels.reel.index.table.ReelRow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Compares the whole index with the database and puts right what differs. A reel that differs is looked at again once
 * everything committed by then has been followed: what was on its way is no fault.
 */
final class IndexCheck {
    private static final int RUN = 1_000;
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LiveReels reels;
    private final Progress progress;
    private final IndexReader reader;
    private final Consumer<int[]> told;
    private final ReentrantLock running = new ReentrantLock();
    private volatile Result last = new Result(0, 0, 0);

    /**
     * What a comparison found.
     *
     * @param checked  reels in the database
     * @param content  reels that the index lacked, had although they were gone, or knew wrong
     * @param counters reels right but for their counters, those that are being counted right now included
     */
    record Result(int checked, int content, int counters) {
        Result of(int all) {
            return new Result(all, content, counters);
        }
    }

    /**
     * A check of an index.
     *
     * @param told which reels have been put right
     */
    IndexCheck(LiveReels reels, Progress progress, IndexReader reader, Consumer<int[]> told) {
        this.reels = reels;
        this.progress = progress;
        this.reader = reader;
        this.told = told;
    }

    /**
     * Compares everything.
     *
     * @param pause after each thousand reels
     * @throws ApiException 503 while another comparison is under way or the index is being built
     */
    Result run(Duration pause) throws InterruptedException {
        if (!running.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw ApiException.unavailable("The index is being checked already, please try again", 10);
        }
        try {
            progress.awaitReady();
            IntList suspects = new IntList();
            int checked = suspects(suspects, pause);
            awaitFollowed(System.nanoTime());
            Result result = reader.putRight(suspects.toArray(), told).of(checked);
            last = result;
            return result;
        } finally {
            running.unlock();
        }
    }

    private int suspects(IntList suspects, Duration pause) throws InterruptedException {
        int checked = 0;
        int after = 0;
        while (true) {
            List<ReelRow> rows = reader.dao().run(after, Integer.MAX_VALUE, RUN);
            boolean end = rows.size() < RUN;
            int until = end ? Integer.MAX_VALUE : rows.getLast().reelId();
            reels.differences(after, until, rows).forEach(difference -> suspects.add(difference.reelId()));
            checked += rows.size();
            if (end) {
                return checked;
            }
            after = until;
            Thread.sleep(pause);
        }
    }

    private void awaitFollowed(long nanoTime) throws InterruptedException {
        while (!progress.hasFollowed(nanoTime)) {
            if (System.nanoTime() - nanoTime > PATIENCE.toNanos()) {
                throw ApiException.unavailable("The index does not follow the database right now", 10);
            }
            Thread.sleep(STEP);
        }
    }

    Result last() {
        return last;
    }
}
