package com.aoin.reels;

import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.EmbeddedMariaDb;
import com.aoin.reels.interaction.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;

/** Opens the database that the settings ask for: the one at a URL, or our own inside the data directory. */
final class Databases {
    private static final Database.Tuning REQUESTS = new Database.Tuning(20, true, null);
    private static final Database.Tuning COMMAND = new Database.Tuning(2, true, null);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Databases() {}

    /** Where the service's database is; an embedded one is started. */
    static DatabaseAddress address(ReelsConfig config, Parts parts) {
        DatabaseAddress address = config.database();
        return address != null
                ? address
                : parts.add(EmbeddedMariaDb.start(directory(config))).address();
    }

    /** For requests; waits for a database that is still starting. */
    static Database forRequests(DatabaseAddress address) {
        return Database.connect(address, REQUESTS, PATIENCE);
    }

    /** For the interactions engine alone. */
    static Database forEngine(DatabaseAddress address) {
        return Database.connect(address, Engine.tuning(), PATIENCE);
    }

    /** For a command that may run beside a service: an embedded database that is running already is shared. */
    static Database openBeside(ReelsConfig config, Parts parts) {
        DatabaseAddress address = config.database();
        if (address == null) {
            address = EmbeddedMariaDb.running(directory(config))
                    .orElseGet(() ->
                            parts.add(EmbeddedMariaDb.start(directory(config))).address());
        }
        return Database.connect(address, COMMAND, Duration.ZERO);
    }

    private static Path directory(ReelsConfig config) {
        return DataDirectory.prepare(config).resolve("mariadb");
    }
}
