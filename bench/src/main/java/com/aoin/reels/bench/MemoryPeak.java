package com.aoin.reels.bench;

import java.io.IOException;

/** Watches the physical memory of a process every few milliseconds until closed, and keeps the highest value. */
final class MemoryPeak implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 4;

    private final JavaProcess process;
    private final Thread watcher;
    private volatile boolean stopping;
    private volatile long peak;

    MemoryPeak(JavaProcess process) {
        this.process = process;
        this.watcher = Thread.ofPlatform().name("memory").start(this::watch);
    }

    private void watch() {
        try {
            while (!stopping) {
                peak = Math.max(peak, process.residentBytes());
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("The memory of the process cannot be watched", e);
        }
    }

    /** The highest value so far in bytes. */
    long bytes() {
        return peak;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
