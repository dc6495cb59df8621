package com.aoin.reels.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.testing.TestingDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedMariaDbIT {
    private final DatabaseAddress address = TestingDatabase.embedded().address();
    private final Path directory = TestingDatabase.DIRECTORY;

    @ParameterizedTest
    @CsvSource({
        "innodb_flush_log_at_trx_commit, 1",
        "innodb_doublewrite, ON",
        "bind_address, 127.0.0.1",
        "skip_name_resolve, ON",
        "character_set_server, utf8mb4"
    })
    void commitsAreFlushedAndOnlyThisMachineIsServed(String variable, String value) throws SQLException {
        assertThat(texts("SELECT @@GLOBAL." + variable))
                .isIn(List.of(value), List.of(value.equals("ON") ? "1" : value));
    }

    /** What has to hold for acknowledged writes to survive a power failure. */
    @Test
    void nothingCommittedIsLostWhenThePowerFails() {
        try (Database database =
                Database.connect(address, new Database.Tuning(1, true, null), Duration.ofSeconds(10))) {
            assertThat(Durability.check(database)).isTrue();
            database.read(handle -> handle.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 2"));
            try {
                assertThat(Durability.check(database)).isFalse();
            } finally {
                database.read(handle -> handle.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1"));
            }
        }
    }

    @Test
    void everyUserNeedsAPassword() throws SQLException {
        assertThat(texts("SELECT CONCAT(User, '@', Host) FROM mysql.global_priv"
                        + " WHERE User = '' OR (COALESCE(JSON_VALUE(Priv, '$.authentication_string'), '') IN ('', 'invalid')"
                        + " AND COALESCE(JSON_VALUE(Priv, '$.account_locked'), '0') NOT IN ('1', 'true')"
                        + " AND COALESCE(JSON_VALUE(Priv, '$.is_role'), '0') NOT IN ('1', 'true'))"))
                .isEmpty();
        for (String user : List.of("root", "", "reels")) {
            assertThatThrownBy(() -> DriverManager.getConnection(address.url(), user, ""))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Access denied");
        }
    }

    @Test
    void theTestDatabaseOfTheInstallerIsGone() throws SQLException {
        assertThat(texts("SHOW DATABASES LIKE 'test'")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"password", "setup.sql"})
    void filesWithThePasswordAreTheOwnersOnly(String file) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                .isEqualTo("rw-------");
    }

    @Test
    void oneProcessAtATimeOwnsADirectoryAndOthersMayShareItsServer() {
        assertThatThrownBy(() -> EmbeddedMariaDb.start(directory))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessage("The embedded database in " + directory + " is in use by another Reels process");
        assertThat(EmbeddedMariaDb.running(directory)).contains(address);
        assertThat(EmbeddedMariaDb.running(directory.resolveSibling("no-such-directory")))
                .isEmpty();
    }

    private List<String> texts(String query) throws SQLException {
        try (Connection connection = TestingDatabase.connect(address);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (result.next()) {
                texts.add(result.getString(1));
            }
            return texts;
        }
    }
}
