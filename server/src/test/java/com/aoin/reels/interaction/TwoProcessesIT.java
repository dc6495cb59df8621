package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.Main;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.interaction.engine.Engine;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.CounterCheck;
import com.aoin.reels.testing.ReelsProcess;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Two services, each a process of its own, on one database at the same time: the same users view and share the same
 * reels and follow the same merchants through both, others share without signing in, and all that was acknowledged is
 * there and counted as if there were one service.
 */
class TwoProcessesIT {
    private static final int REELS = 60;
    private static final int CALLERS = 32;
    private static final int VIEWS = 40;
    private static final int MERCHANTS = 3;

    /**
     * What a caller was told was done.
     *
     * @param follows without those taken back
     */
    private record Told(int views, int anonymousShares, int follows) {}

    @Test
    void whatIsDoneThroughBothIsCountedOnce() throws Exception {
        DatabaseAddress database = TestingDatabase.fresh();
        Path directory = TestingReels.newDirectory();
        Path otherDirectory = TestingReels.newDirectory();
        try (ReelsProcess first = serve(database, directory);
                ReelsProcess second = serve(database, otherDirectory)) {
            first.awaitReady();
            second.awaitReady();
            AcknowledgedCommands.createShop(database);
            AcknowledgedCommands.createReels(database, 1, REELS);
            AtomicInteger turn = new AtomicInteger();
            List<Told> told = Concurrently.run(CALLERS, () -> {
                int caller = turn.getAndIncrement();
                int user = 1 + caller % AcknowledgedCommands.USERS;
                ReelsProcess service = caller % 2 == 0 ? first : second;
                return act(service.bearing(TestingReels.tokenOf(user)), service.anonymous());
            });
            CounterCheck.assertExact(database, 50);
            int acknowledged = told.stream().mapToInt(Told::views).sum();
            assertThat(acknowledged).isEqualTo(CALLERS * VIEWS);
            // Every view teaches something about the category, counted or not.
            assertThat(number(database, "SELECT SUM(interaction_count) FROM user_category_preferences"))
                    .isEqualTo(acknowledged);
            assertThat(number(database, "SELECT views_count FROM reels WHERE reel_id = 1"))
                    .isGreaterThanOrEqualTo(AcknowledgedCommands.USERS);
            assertThat(number(database, "SELECT SUM(anonymous_shares) FROM reels"))
                    .isEqualTo(told.stream().mapToInt(Told::anonymousShares).sum());
            assertThat(number(database, "SELECT COUNT(*) FROM user_merchant_follows"))
                    .isEqualTo(told.stream().mapToInt(Told::follows).sum());
            if (Engine.takesTurns()) {
                Waiting.until(() -> number(database, "SELECT COUNT(*) FROM engine_nodes WHERE commands > 0") == 2);
            }
        }
        TestingReels.delete(directory);
        TestingReels.delete(otherDirectory);
        TestingDatabase.drop(database);
    }

    private static ReelsProcess serve(DatabaseAddress database, Path directory) {
        return ReelsProcess.start(
                TestingReels.builder().environment(database, directory), Main.class.getName(), "serve");
    }

    /** Half of the views go to one reel, and every fifth is shared, once as who views it and once as nobody. */
    private static Told act(ApiClient user, ApiClient anonymous) {
        var random = ThreadLocalRandom.current();
        int shares = 0;
        int follows = 0;
        for (int i = 0; i < VIEWS; i++) {
            int reel = i % 2 == 0 ? 1 : 1 + random.nextInt(REELS);
            user.postJson("/api/reels/" + reel + "/view", "{\"view_duration\":" + (1 + random.nextInt(30)) + "}")
                    .expect(200);
            if (i % 5 == 0) {
                user.post("/api/reels/" + reel + "/share").expect(200);
                anonymous.post("/api/reels/" + reel + "/share").expect(200);
                shares++;
                follows += followOrNot(user, 1 + random.nextInt(MERCHANTS), random.nextBoolean());
            }
        }
        return new Told(VIEWS, shares, follows);
    }

    /** What that adds to the merchants whom the user follows; another caller may have done it before. */
    private static int followOrNot(ApiClient user, int reel, boolean follow) {
        int merchant = AcknowledgedCommands.merchantOf(reel);
        ApiResponse answer = user.post("/api/merchants/" + merchant + (follow ? "/follow" : "/unfollow"));
        if (answer.status() == 400) {
            return 0;
        }
        answer.expect(follow ? 201 : 200);
        return follow ? 1 : -1;
    }

    private static int number(DatabaseAddress database, String query) {
        try (Connection connection = TestingDatabase.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
