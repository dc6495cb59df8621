package com.aoin.reels;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.auth.SharedSecret;
import com.aoin.reels.auth.TokenMint;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.EmbeddedMariaDb;
import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.ReelsProcess;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The service with a database of its own, as most people run it first: killed, started again, and stopped in order. */
class EmbeddedServiceIT {
    private static Path directory;
    private static Map<String, String> environment;

    @BeforeAll
    static void prepare() {
        directory = TestingReels.newDirectory();
        environment = new LinkedHashMap<>(
                TestingReels.builder().environment(TestingDatabase.embedded().address(), directory));
        environment.put("REELS_DB_URL", "");
        // Unpacks and installs the server once, which a busy machine may take longer for than the tests wait.
        EmbeddedMariaDb.start(directory.resolve("mariadb")).close();
    }

    @AfterAll
    static void clear() {
        TestingReels.delete(directory);
    }

    private static ReelsProcess serve() {
        ReelsProcess service = ReelsProcess.start(environment, "com.aoin.reels.Main", "serve");
        try {
            return service.awaitReady();
        } catch (AssertionError e) {
            service.close();
            throw e;
        }
    }

    private static long databaseProcess() throws IOException {
        return Long.parseLong(
                Files.readString(directory.resolve("mariadb/mariadbd.pid")).strip());
    }

    @Test
    void aKilledServiceStartsAgainWithWhatItHadAcknowledged() throws Exception {
        long survivor;
        try (ReelsProcess service = serve()) {
            execute("INSERT IGNORE INTO users (user_id) VALUES (4711)");
            service.process().destroyForcibly();
            service.awaitEnd();
            survivor = databaseProcess();
            assertThat(ProcessHandle.of(survivor)).isPresent();
        }
        try (ReelsProcess service = serve()) {
            assertThat(service.log()).contains("A database server (process " + survivor + ") outlived the last run");
            assertThat(ProcessHandle.of(survivor)).isEmpty();
            assertThat(count("users WHERE user_id = 4711")).isEqualTo(1);
            long database = databaseProcess();
            try (ReelsProcess beside = ReelsProcess.start(environment, "com.aoin.reels.Main", "migrate")) {
                assertThat(beside.awaitEnd()).isZero();
            }
            assertThat(service.isReady()).isTrue();
            service.process().destroy();
            assertThat(service.awaitEnd()).isZero();
            assertThat(ProcessHandle.of(database)).isEmpty();
        }
    }

    @Test
    void anUploadThatWasAdmittedBeforeTheSignalIsAnswered() throws Exception {
        try (ReelsProcess service = serve()) {
            shop();
            MultipartForm form =
                    MultipartForm.of(1, "The last one in").file("video", "clip.mp4", TestClips.phoneH264());
            byte[] body = form.stream().readAllBytes();
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), Integer.parseInt(environment.get("REELS_HTTP_PORT")))) {
                socket.getOutputStream().write(head(form).getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().write(body, 0, body.length / 2);
                Waiting.until(() -> count("uploads WHERE user_id = 1") == 1);
                service.process().destroy();
                Waiting.until(() -> !service.isReady());
                assertThat(service.process().isAlive()).isTrue();
                socket.getOutputStream().write(body, body.length / 2, body.length - body.length / 2);
                assertThat(firstLine(socket.getInputStream())).isEqualTo("HTTP/1.1 201 Created");
            }
            assertThat(service.awaitEnd()).isZero();
        }
        try (ReelsProcess service = serve()) {
            service.anonymous().get("/api/reels/1").expect(200);
            assertThat(service.log()).doesNotContain("outlived");
            service.process().destroy();
            assertThat(service.awaitEnd()).isZero();
        }
    }

    private static String head(MultipartForm form) {
        TokenSettings settings = new TokenSettings(SharedSecret.ofText(TestingReels.SECRET), null, null, null);
        String token = new TokenMint(settings, Clock.systemUTC()).mint(1, null, Duration.ofHours(1));
        return """
                POST /api/reels HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: %s\r
                Content-Length: %d\r
                \r
                """.formatted(token, form.contentType(), form.length());
    }

    private static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\r'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    private static void shop() {
        execute("INSERT INTO users (user_id) VALUES (1)");
        execute("INSERT INTO merchant_profiles (merchant_id, user_id, business_name) VALUES (1, 1, 'Tech Store')");
        execute("INSERT INTO categories (category_id, category_name) VALUES (1, 'Phones')");
        execute("INSERT INTO products (product_id, merchant_id, category_id, product_name, selling_price)"
                + " VALUES (1, 1, 1, 'Phone', 99.90)");
        execute("INSERT INTO product_stock (product_id, stock_qty) VALUES (1, 3)");
    }

    private static void execute(String statement) {
        try (Connection connection = TestingDatabase.connect(database());
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long count(String fromWhere) {
        try (Connection connection = TestingDatabase.connect(database());
                Statement sql = connection.createStatement();
                ResultSet result = sql.executeQuery("SELECT COUNT(*) FROM " + fromWhere)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DatabaseAddress database() {
        return EmbeddedMariaDb.running(directory.resolve("mariadb")).orElseThrow();
    }
}
