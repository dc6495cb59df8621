package com.aoin.reels;

import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.EmbeddedMariaDb;
import java.time.Duration;

/** Opens the database that the settings ask for: the one at a URL, or our own inside the data directory. */
final class Databases {
    private static final int CONNECTIONS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Databases() {}

    static Database open(ReelsConfig config, Parts parts) {
        DatabaseAddress address = config.database();
        if (address == null) {
            EmbeddedMariaDb server =
                    parts.add(EmbeddedMariaDb.start(config.dataDirectory().resolve("mariadb")));
            address = server.address();
        }
        return Database.connect(address, CONNECTIONS, PATIENCE);
    }
}
