package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.Main;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.testing.ReelsProcess;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of the service under load, again and again: what it has acknowledged is there, and counted. */
class KillServiceIT {
    private static final int ROUNDS = Integer.getInteger("reels.kill.rounds", 3);
    private static final int REELS = 200;

    private final Random random = new Random(1);

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        DatabaseAddress database = TestingDatabase.fresh();
        Path directory = TestingReels.newDirectory();
        int acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> environment = TestingReels.builder().environment(database, directory);
            try (ReelsProcess service = ReelsProcess.start(environment, Main.class.getName(), "serve")) {
                service.awaitReady();
                if (round == 0) {
                    AcknowledgedCommands.createShop(database);
                }
                int first = 1 + round * REELS;
                AcknowledgedCommands.createReels(database, first, REELS);
                AcknowledgedCommands load = AcknowledgedCommands.start(
                        first, REELS, service.anonymous(), user -> service.bearing(TestingReels.tokenOf(user)));
                int until = 30 + random.nextInt(400);
                Waiting.until(() -> load.count() >= until);
                service.process().destroyForcibly().waitFor();
                load.stop();
                assertThat(load.isFinished()).isTrue();
                load.assertAllThere(database);
                acknowledged += load.count();
            }
        }
        assertThat(acknowledged).isGreaterThan(30 * ROUNDS);
        TestingReels.delete(directory);
        TestingDatabase.drop(database);
    }
}
