package com.aoin.reels.db;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Passes on what a server says until it ends: errors at once, warnings once it is ready (those before are of what we know:
 * entries of the installer for host names, say), and everything lately when it has not become ready.
 */
final class MariaDbLog implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(MariaDbLog.class);
    private static final String READY = ": ready for connections.";
    private static final int LATELY = 50;

    private final Process server;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Queue<String> lately = new ArrayDeque<>();

    MariaDbLog(Process server) {
        this.server = server;
    }

    /** Completes when it takes connections. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    @Override
    public void run() {
        // Before the server itself can speak, what loads it may.
        Level level = Level.ERROR;
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                level = level(line, level);
                LOG.atLevel(level).log(line);
                if (line.contains(READY)) {
                    ready.complete(null);
                } else if (!ready.isDone()) {
                    remember(line);
                }
            }
        } catch (IOException e) {
            LOG.debug("The embedded database is no longer heard", e);
        }
        if (!ready.isDone()) {
            LOG.error("The last that the embedded database said:\n{}", String.join("\n", lately));
        }
    }

    /** A line without a level belongs to the one before it. */
    private Level level(String line, Level before) {
        if (line.contains("[ERROR]") || line.contains("Assertion failure")) {
            return Level.ERROR;
        }
        if (line.contains("[Warning]")) {
            return ready.isDone() ? Level.WARN : Level.DEBUG;
        }
        return line.contains("[Note]") ? Level.DEBUG : before;
    }

    private void remember(String line) {
        lately.add(line);
        if (lately.size() > LATELY) {
            lately.remove();
        }
    }
}
