package com.aoin.reels.upload;

import com.aoin.reels.background.Periodic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scan of uploads, whose daemon is looked after: every now and then, and after each failure, it is asked for a sign
 * of life, so that nobody who wants to know has to wait for it.
 */
final class VirusScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VirusScan.class);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final ClamAv daemon;
    private final Periodic watch;
    private volatile boolean up = true;

    VirusScan(ClamAv daemon) {
        this.daemon = daemon;
        this.watch = Periodic.start("watch of the virus scan", LOOK, this::look);
    }

    private void look() {
        boolean now = daemon.isReachable();
        if (now != up && !Thread.currentThread().isInterrupted()) {
            up = now;
            LOG.warn("The virus scan is {}", now ? "back" : "out of reach");
        }
    }

    /** As {@link ClamAv#isClean}. */
    boolean isClean(Path file) throws IOException {
        try {
            return daemon.isClean(file);
        } catch (IOException e) {
            watch.wake();
            throw e;
        }
    }

    /** As it was found last. */
    boolean isUp() {
        return up;
    }

    @Override
    public void close() {
        watch.close();
    }
}
