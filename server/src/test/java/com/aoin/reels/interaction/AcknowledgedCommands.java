package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.CounterCheck;
import com.aoin.reels.testing.TestingDatabase;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Users who like, view and share one reel after the other, each exactly once, and remember what they were told was
 * done. Whatever was killed meanwhile: the row of every such command has to be there.
 */
final class AcknowledgedCommands {
    static final int USERS = 12;
    private static final List<String> ACTIONS = List.of("like", "view", "share");

    private final int firstReel;
    private final int reels;
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger anonymousShares = new AtomicInteger();
    private final AtomicInteger anonymousAttempts = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private record Acknowledged(String action, int user, int reel) {}

    private AcknowledgedCommands(int firstReel, int reels) {
        this.firstReel = firstReel;
        this.reels = reels;
    }

    /** Starts the users, and one who shares a reel again and again without signing in. */
    static AcknowledgedCommands start(int firstReel, int reels, ApiClient anonymous, IntFunction<ApiClient> users) {
        AcknowledgedCommands load = new AcknowledgedCommands(firstReel, reels);
        for (int user = 1; user <= USERS; user++) {
            int id = user;
            ApiClient client = users.apply(user);
            load.threads.add(Thread.ofVirtual().start(() -> load.actAs(id, client)));
        }
        load.threads.add(Thread.ofVirtual().start(() -> load.shareOn(anonymous)));
        return load;
    }

    private void actAs(int user, ApiClient client) {
        for (int reel = firstReel; reel < firstReel + reels; reel++) {
            for (String action : ACTIONS) {
                if (stopped) {
                    return;
                }
                String body = action.equals("view") ? "{\"view_duration\":" + (1 + reel % 30) + "}" : "";
                if (isDone(client, "/api/reels/" + reel + "/" + action, body)) {
                    acknowledged.add(new Acknowledged(action, user, reel));
                }
            }
        }
    }

    private void shareOn(ApiClient anonymous) {
        while (!stopped) {
            anonymousAttempts.incrementAndGet();
            if (isDone(anonymous, "/api/reels/" + firstReel + "/share", "")) {
                anonymousShares.incrementAndGet();
            }
        }
    }

    private boolean isDone(ApiClient client, String path, String body) {
        try {
            ApiResponse answer = client.postJson(path, body);
            if (answer.status() == 503) {
                turnedAway.incrementAndGet();
                assertThat(answer.header("Retry-After")).isNotEmpty();
            } else if (answer.status() != 200) {
                unexpected.add(path + " -> " + answer.status() + " " + answer.text());
            }
            return answer.status() == 200;
        } catch (UncheckedIOException e) {
            // The service was killed; whether this was done is not known.
            return false;
        } catch (AssertionError e) {
            unexpected.add(path + ": " + e.getMessage());
            return false;
        }
    }

    int count() {
        return acknowledged.size();
    }

    /** How many commands were answered 503. */
    int turnedAway() {
        return turnedAway.get();
    }

    boolean isFinished() {
        return threads.subList(0, USERS).stream().noneMatch(Thread::isAlive);
    }

    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** After {@link #stop}: what was acknowledged is there, what was not is there once or not at all. */
    void assertAllThere(DatabaseAddress database) throws SQLException {
        assertThat(unexpected).isEmpty();
        try (Connection connection = TestingDatabase.connect(database)) {
            for (Acknowledged command : acknowledged) {
                assertThat(rows(connection, command)).as("%s", command).isEqualTo(1);
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT anonymous_shares FROM reels WHERE reel_id = " + firstReel)) {
                row.next();
                assertThat(row.getInt(1)).isBetween(anonymousShares.get(), anonymousAttempts.get());
            }
        }
        CounterCheck.assertExact(database, 50);
    }

    private static int rows(Connection connection, Acknowledged command) throws SQLException {
        String table = switch (command.action()) {
            case "like" -> "user_reel_likes";
            case "share" -> "user_reel_shares";
            default -> "user_seen_reels";
        };
        String query = "SELECT COUNT(*) FROM " + table + " WHERE user_id = ? AND reel_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setInt(1, command.user());
            statement.setInt(2, command.reel());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** A shop with the users and a product. */
    static void createShop(DatabaseAddress database) throws SQLException {
        try (Connection connection = TestingDatabase.connect(database);
                Statement statement = connection.createStatement()) {
            for (int user = 1; user <= USERS; user++) {
                statement.execute("INSERT INTO users (user_id) VALUES (" + user + ")");
            }
            statement.execute("INSERT INTO merchant_profiles VALUES (1, 1, 'Tech Store', TRUE)");
            statement.execute("INSERT INTO categories (category_id, category_name) VALUES (1, 'Phones')");
            statement.execute("INSERT INTO products (product_id, merchant_id, category_id, product_name,"
                    + " selling_price) VALUES (1, 1, 1, 'Phone', 1)");
            statement.execute("INSERT INTO product_stock VALUES (1, 1)");
        }
    }

    /** Reels of that product. */
    static void createReels(DatabaseAddress database, int first, int count) throws SQLException {
        try (Connection connection = TestingDatabase.connect(database);
                Statement statement = connection.createStatement()) {
            for (int reel = first; reel < first + count; reel++) {
                statement.execute("""
                        INSERT INTO reels (reel_id, merchant_id, product_id, video_url, video_public_id, description,
                          duration_seconds, file_size_bytes, video_format, resolution, created_at, updated_at)
                        VALUES (%d, 1, 1, '', 'reels/%1$d.mp4', 'A phone', 30, 1000, 'mp4', '1080x1920',
                          UTC_TIMESTAMP(), UTC_TIMESTAMP())
                        """.formatted(reel));
            }
        }
    }
}
