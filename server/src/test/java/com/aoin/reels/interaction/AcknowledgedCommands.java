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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Users who like, view and share one reel after the other and follow its merchant, each exactly once, take some of it
 * back, and remember what they were told was done. Whatever was killed meanwhile: the row of every such command has to be
 * there, or to be gone.
 */
final class AcknowledgedCommands {
    static final int USERS = 12;
    private static final String LIKE = "user_reel_likes WHERE user_id = ? AND reel_id = ?";
    private static final String VIEW = "user_seen_reels WHERE user_id = ? AND reel_id = ?";
    private static final String SHARE = "user_reel_shares WHERE user_id = ? AND reel_id = ?";
    private static final String FOLLOW = "user_merchant_follows WHERE user_id = ? AND merchant_id = ?";
    /** How many of the latest reels are viewed again with each report of several. */
    private static final int REPORTED = 3;

    private final int firstReel;
    private final int reels;
    /** How many of each row there have to be; of those that a command is about to remove it is not known. */
    private final Map<Row, Integer> expected = new ConcurrentHashMap<>();

    private final AtomicInteger acknowledged = new AtomicInteger();
    /** Every answer, to tell the story of a row that is not as it should be. */
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger anonymousShares = new AtomicInteger();
    private final AtomicInteger anonymousAttempts = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private record Row(String fromWhere, int user, int target) {}

    private record Answer(Instant at, int user, String path, String text) {}

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
            String onReel = "/api/reels/" + reel;
            String onMerchant = "/api/merchants/" + merchantOf(reel);
            Row like = new Row(LIKE, user, reel);
            Row view = new Row(VIEW, user, reel);
            Row follow = new Row(FOLLOW, user, merchantOf(reel));
            make(like, client, onReel + "/like", "");
            make(new Row(SHARE, user, reel), client, onReel + "/share", "");
            make(follow, client, onMerchant + "/follow", "");
            if (reel % 2 == 0) {
                make(view, client, onReel + "/view", "{\"view_duration\":" + (1 + reel % 30) + "}");
                remove(like, client, onReel + "/unlike");
                remove(follow, client, onMerchant + "/unfollow");
            } else {
                make(view, client, "/api/reels/views", report(reel));
            }
        }
    }

    private String report(int latest) {
        return IntStream.rangeClosed(Math.max(firstReel, latest - REPORTED + 1), latest)
                .mapToObj(reel -> "{\"reel_id\":%d,\"view_duration\":%d,\"viewed_at\":\"%s\"}"
                        .formatted(reel, 1 + latest % 30, Instant.now()))
                .collect(Collectors.joining(",", "{\"views\":[", "]}"));
    }

    private void make(Row row, ApiClient client, String path, String body) {
        if (isDone(row.user(), client, path, body)) {
            acknowledge(row, 1);
        }
    }

    /** What is perhaps not there cannot be taken back. */
    private void remove(Row row, ApiClient client, String path) {
        if (expected.remove(row) != null && isDone(row.user(), client, path, "")) {
            acknowledge(row, 0);
        }
    }

    private void acknowledge(Row row, int count) {
        expected.put(row, count);
        acknowledged.incrementAndGet();
    }

    private void shareOn(ApiClient anonymous) {
        while (!stopped) {
            anonymousAttempts.incrementAndGet();
            if (isDone(0, anonymous, "/api/reels/" + firstReel + "/share", "")) {
                anonymousShares.incrementAndGet();
            }
        }
    }

    private boolean isDone(int user, ApiClient client, String path, String body) {
        if (stopped) {
            return false;
        }
        try {
            ApiResponse answer = client.postJson(path, body);
            answers.add(new Answer(Instant.now(), user, path, answer.status() + " " + answer.text()));
            if (answer.status() == 503) {
                turnedAway.incrementAndGet();
                assertThat(answer.header("Retry-After")).isNotEmpty();
                return false;
            }
            // Of several views some may have come too late, which their own results tell.
            boolean whole = !answer.text().contains("TRANSACTION_ERROR");
            if (answer.status() >= 300 || (whole && answer.text().contains("\"code\""))) {
                unexpected.add(path + " -> " + answer.status() + " " + answer.text());
                return false;
            }
            return whole;
        } catch (UncheckedIOException e) {
            // The service was killed; whether this was done is not known.
            answers.add(new Answer(Instant.now(), user, path, e.getMessage()));
            return false;
        } catch (AssertionError e) {
            unexpected.add(path + ": " + e.getMessage());
            return false;
        }
    }

    int count() {
        return acknowledged.get();
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

    /** After {@link #stop}: all is as it was acknowledged last, and what was not is there once or not at all. */
    void assertAllThere(DatabaseAddress database) throws SQLException {
        assertThat(unexpected).isEmpty();
        try (Connection connection = TestingDatabase.connect(database)) {
            List<String> wrong = new ArrayList<>();
            for (Map.Entry<Row, Integer> row : expected.entrySet()) {
                int count = count(connection, row.getKey());
                if (count != row.getValue()) {
                    wrong.add("%s, but %d: %s".formatted(row, count, told(row.getKey())));
                }
            }
            assertThat(wrong).isEmpty();
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT anonymous_shares FROM reels WHERE reel_id = " + firstReel)) {
                row.next();
                assertThat(row.getInt(1)).isBetween(anonymousShares.get(), anonymousAttempts.get());
            }
        }
        CounterCheck.assertExact(database, 50);
    }

    /** What the user was answered about it, and to reports, which are of several reels. */
    private List<Answer> told(Row row) {
        return answers.stream()
                .filter(answer -> answer.user() == row.user())
                .filter(answer -> answer.path().contains("/" + row.target() + "/")
                        || answer.path().endsWith("/views"))
                .toList();
    }

    private static int count(Connection connection, Row row) throws SQLException {
        String query = "SELECT COUNT(*) FROM " + row.fromWhere();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setInt(1, row.user());
            statement.setInt(2, row.target());
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                return found.getInt(1);
            }
        }
    }

    /** Every reel has a merchant of its own to be followed, so that nobody was followed by the users before. */
    static int merchantOf(int reel) {
        return 1000 + reel;
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

    /** Reels of that product, and for each a merchant to follow. */
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
            statement.execute("INSERT INTO merchant_profiles SELECT " + merchantOf(0)
                    + " + reel_id, 1, 'Tech Store', TRUE FROM reels WHERE reel_id >= " + first);
        }
    }
}
