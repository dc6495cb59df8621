package com.aoin.reels.upload;

import com.aoin.reels.http.ApiException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Has the videos of one merchant prepared one after another, in the order in which they came. Only few can be prepared
 * at a time on a node, and who sends ten at once should not take the place of everybody else.
 */
final class Turns {
    private final ConcurrentMap<Integer, Turn> turns = new ConcurrentHashMap<>();
    private final Duration patience;

    /** Who works or waits for one merchant; gone when nobody does. */
    private static final class Turn {
        private final Semaphore free = new Semaphore(1, true);
        private int users;
    }

    /** Work that takes its turn. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /**
     * Turns for all merchants.
     *
     * @param patience longest wait for one's turn
     */
    Turns(Duration patience) {
        this.patience = patience;
    }

    /**
     * Runs the work when the merchant's works before it are done.
     *
     * @throws ApiException 503 when they take too long
     */
    <T> T take(int merchantId, Work<T> work) throws InterruptedException {
        Turn turn = turns.compute(merchantId, (id, known) -> enter(known == null ? new Turn() : known));
        try {
            if (!turn.free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ApiException.unavailable("Your other videos are still being processed, please try again", 10);
            }
            try {
                return work.run();
            } finally {
                turn.free.release();
            }
        } finally {
            turns.computeIfPresent(merchantId, (id, known) -> leave(known) ? known : null);
        }
    }

    // Both run while the map holds the merchant's entry, so that one that is found is never thrown away.
    private static Turn enter(Turn turn) {
        turn.users++;
        return turn;
    }

    private static boolean leave(Turn turn) {
        turn.users--;
        return turn.users > 0;
    }

    /** Merchants whose videos are being prepared or wait. */
    int merchants() {
        return turns.size();
    }
}
