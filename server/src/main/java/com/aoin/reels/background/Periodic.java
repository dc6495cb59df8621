package com.aoin.reels.background;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that runs again and again on a thread of its own: after each interval, and soon after a call of
 * {@link #wake}. A run that fails is logged, and the next one comes as planned, also after an error of the virtual
 * machine: a disk that fails under a mapped file, say, may be well again.
 */
public final class Periodic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final Semaphore wakes = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /** A task that may be interrupted while it waits for something. */
    @FunctionalInterface
    public interface Task {
        void run() throws InterruptedException;
    }

    private Periodic(String name, Duration interval, Task task) {
        thread = Thread.ofVirtual().name(name).unstarted(() -> loop(name, interval, task));
    }

    /** Starts with a first run at once. */
    public static Periodic start(String name, Duration interval, Task task) {
        Periodic periodic = new Periodic(name, interval, task);
        periodic.thread.start();
        return periodic;
    }

    /** Has the task run soon; calls during a run lead to one more. */
    public void wake() {
        wakes.release();
    }

    private void loop(String name, Duration interval, Task task) {
        while (!closed) {
            try {
                wakes.drainPermits();
                task.run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                if (!closed) {
                    LOG.warn("{} failed; the next run is in {}", name, interval, e);
                }
            }
            try {
                if (wakes.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.trace("{} was woken", name);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Ends the task, interrupting it where it waits. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
