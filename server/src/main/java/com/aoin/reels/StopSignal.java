package com.aoin.reels;

import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM or SIGINT, heard by a shutdown hook that leaves the closing to the thread that listens, and ends the process
 * with status 0 once that thread has obeyed. (A JVM that is left to itself would report 143.)
 */
final class StopSignal {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread listener = Thread.currentThread();
    private final Thread hook = Thread.ofPlatform().name("shutdown").unstarted(this::stop);

    private volatile boolean coming;

    private StopSignal() {}

    static StopSignal listen() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    private void stop() {
        coming = true;
        // Cuts waiting short while the service starts, such as for a database. Before the latch: an interrupt that came
        // after it would hit the closing, and cut off the requests that it waits for.
        listener.interrupt();
        asked.countDown();
        try {
            done.await();
            Runtime.getRuntime().halt(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the signal came, with the thread no longer interrupted, so that closing can wait for things. */
    void await() {
        while (asked.getCount() > 0) {
            try {
                asked.await();
            } catch (InterruptedException e) {
                // The signal itself, or nothing: looked at again.
            }
        }
        Thread.interrupted();
    }

    boolean came() {
        return coming;
    }

    /** The process ends for another reason, with its own status. */
    void ignore() {
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    void obeyed() {
        done.countDown();
    }
}
