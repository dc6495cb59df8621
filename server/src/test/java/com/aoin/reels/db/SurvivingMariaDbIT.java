package com.aoin.reels.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.testing.TestingDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SurvivingMariaDbIT {
    @TempDir
    Path directory;

    private static Connection connect(EmbeddedMariaDb server) throws SQLException {
        DatabaseAddress address = server.address();
        return DriverManager.getConnection(
                address.url(), address.user(), address.password().text());
    }

    /** A service that keeps a database until it is killed. */
    public static final class Service {
        private Service() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedMariaDb server = EmbeddedMariaDb.start(Path.of(arguments[0]));
            try (var connection = connect(server);
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (id INT PRIMARY KEY)");
                statement.execute("INSERT INTO kept VALUES (7)");
            }
            Files.createFile(Path.of(arguments[0], "serves"));
            System.in.read();
        }
    }

    @Test
    void aServerThatOutlivedItsKilledServiceIsEndedAndItsDataKept() throws Exception {
        TestingDatabase.embedded();
        Files.createSymbolicLink(directory.resolve("base"), TestingDatabase.DIRECTORY.resolve("base"));
        Process service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Service.class.getName(),
                        directory.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Instant end = Instant.now().plusSeconds(60);
            while (!Files.exists(directory.resolve("serves"))) {
                assertThat(service.isAlive() && Instant.now().isBefore(end)).isTrue();
                LockSupport.parkNanos(20_000_000);
            }
            assertThatThrownBy(() -> EmbeddedMariaDb.start(directory))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("is in use by another Reels process");
        } finally {
            service.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        long survivor = Long.parseLong(
                Files.readString(directory.resolve("mariadbd.pid")).strip());
        assertThat(ProcessHandle.of(survivor)).isPresent();
        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(directory);
                var connection = connect(server);
                var rows = connection.createStatement().executeQuery("SELECT id FROM kept")) {
            assertThat(ProcessHandle.of(survivor).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(7);
        }
    }

    /** The limit is what a server that replays its log may take, so a test that waits for it fails. */
    @Test
    @Timeout(120)
    void aServerThatEndsBeforeItIsReadyIsNotWaitedFor() throws Exception {
        TestingDatabase.embedded();
        Files.createSymbolicLink(directory.resolve("base"), TestingDatabase.DIRECTORY.resolve("base"));
        EmbeddedMariaDb.start(directory).close();
        Path tables = directory.resolve("data/ibdata1");
        Path aside = Files.move(tables, directory.resolve("aside"));
        Files.write(tables, new byte[1000]);
        assertThatThrownBy(() -> EmbeddedMariaDb.start(directory))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("did not start: it ended with status 1;");
        Files.move(aside, tables, StandardCopyOption.REPLACE_EXISTING);
        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(directory);
                var connection = connect(server)) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }
}
