package com.aoin.reels.db;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the embedded server again when it dies, killed for want of memory, say. It comes back on the same port with
 * everything that was committed; until then requests are told to try again.
 */
final class MariaDbRevival implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MariaDbRevival.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final MariaDbServer server;
    private final Thread thread;
    private volatile boolean closed;

    private MariaDbRevival(MariaDbServer server) {
        this.server = server;
        this.thread = Thread.ofVirtual().name("database revival").unstarted(this::watch);
    }

    /** Watches over a server that runs. */
    static MariaDbRevival start(MariaDbServer server) {
        MariaDbRevival revival = new MariaDbRevival(server);
        revival.thread.start();
        return revival;
    }

    private void watch() {
        try {
            while (!closed) {
                server.awaitEnd();
                LOG.error("The embedded database died; starting it again");
                long start = System.nanoTime();
                revive();
                LOG.info("The embedded database is back after {}", Duration.ofNanos(System.nanoTime() - start));
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void revive() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            try {
                server.start();
                return;
            } catch (IOException | RuntimeException e) {
                LOG.error("The embedded database did not start; the next attempt is in {}", pause, e);
            }
            Thread.sleep(pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }

    /** Stops watching, so that the server can be stopped. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
