package com.aoin.reels;

import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.EmbeddedMariaDb;
import com.aoin.reels.interaction.engine.Engine;
import java.time.Duration;

/** Opens the database that the settings ask for: the one at a URL, or our own inside the data directory. */
final class Databases {
    private static final Database.Tuning REQUESTS = new Database.Tuning(20, true, null);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Databases() {}

    static DatabaseAddress address(ReelsConfig config, Parts parts) {
        DatabaseAddress address = config.database();
        return address != null
                ? address
                : parts.add(EmbeddedMariaDb.start(config.dataDirectory().resolve("mariadb")))
                        .address();
    }

    /** Connections for requests. */
    static Database forRequests(DatabaseAddress address) {
        return Database.connect(address, REQUESTS, PATIENCE);
    }

    /** Connections for the interactions engine alone. */
    static Database forEngine(DatabaseAddress address) {
        return Database.connect(address, Engine.tuning(), PATIENCE);
    }
}
