package com.aoin.reels.interaction.engine;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.reel.index.CounterChanges;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * The engine without its point: every command is a transaction of its own, on so many connections. It stands in the
 * package of {@link Engine}, so that rules and statements are the service's and not copies that age.
 */
public final class OneByOne {
    private static final int RECENT_VIEWS = 50;
    private static final int QUEUE = 10_000;

    private OneByOne() {}

    public static Engine engine(DatabaseAddress address, int connections, MeterRegistry registry) {
        Database.Tuning tuning =
                new Database.Tuning(connections, false, Engine.tuning().sessionStatement());
        Database database = Database.connect(address, tuning, Duration.ofSeconds(10));
        return new Engine(
                database,
                RECENT_VIEWS,
                registry,
                CounterChanges.UNHEARD,
                new OtherNodes(database, "one by one"),
                new Engine.Shape(QUEUE, QUEUE, connections, Duration.ofMillis(100), 1, 0));
    }
}
