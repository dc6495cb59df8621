package com.aoin.reels.reel.index;

import com.aoin.reels.http.ApiException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** How far the index has come: whether it is built, until when it has followed, and what in it is doubted. */
public final class Progress {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final CountDownLatch ready = new CountDownLatch(1);
    private final Queue<int[]> doubted = new ConcurrentLinkedQueue<>();
    private volatile long followedNanos = System.nanoTime();

    public boolean isReady() {
        return ready.getCount() == 0;
    }

    public void becomeReady() {
        ready.countDown();
    }

    /**
     * Waits a moment for an index that is still being built.
     *
     * @throws ApiException 503 when it takes longer
     */
    public void awaitReady() {
        if (isReady()) {
            return;
        }
        try {
            if (ready.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ApiException.unavailable("The service is starting, please try again", 2);
    }

    /** Everything committed before that moment has been read. */
    public void followed(long nanoTime) {
        followedNanos = nanoTime;
    }

    /** As {@link ReelIndex#hasFollowed}. */
    public boolean hasFollowed(long nanoTime) {
        return isReady() && followedNanos - nanoTime >= 0;
    }

    /** Seconds since everything committed by then was followed; while the index is built, since the start. */
    public double lagSeconds() {
        return (System.nanoTime() - followedNanos) / 1e9;
    }

    void doubt(int[] reelIds) {
        doubted.add(reelIds);
    }

    /** The reels that have been doubted since the last call. */
    public int[] takeDoubted() {
        IntStream.Builder taken = IntStream.builder();
        for (int[] reelIds = doubted.poll(); reelIds != null; reelIds = doubted.poll()) {
            for (int reelId : reelIds) {
                taken.add(reelId);
            }
        }
        return taken.build().distinct().toArray();
    }
}
