package com.aoin.reels;

import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.EmbeddedMariaDb;
import java.nio.file.Path;
import java.time.Duration;

/** Opens the database that the settings ask for: the one at a URL, or our own inside the data directory. */
final class Databases {
    private static final int CONNECTIONS = 20;
    private static final int COMMAND_CONNECTIONS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Databases() {}

    /** For the service, which waits for a database that is still starting. */
    static Database open(ReelsConfig config, Parts parts) {
        DatabaseAddress address = config.database();
        if (address == null) {
            address = parts.add(EmbeddedMariaDb.start(directory(config))).address();
        }
        return Database.connect(address, CONNECTIONS, PATIENCE);
    }

    /** For a command that may run beside a service: an embedded database that is running already is shared. */
    static Database openBeside(ReelsConfig config, Parts parts) {
        DatabaseAddress address = config.database();
        if (address == null) {
            address = EmbeddedMariaDb.running(directory(config))
                    .orElseGet(() ->
                            parts.add(EmbeddedMariaDb.start(directory(config))).address());
        }
        return Database.connect(address, COMMAND_CONNECTIONS, Duration.ZERO);
    }

    private static Path directory(ReelsConfig config) {
        return DataDirectory.prepare(config).resolve("mariadb");
    }
}
