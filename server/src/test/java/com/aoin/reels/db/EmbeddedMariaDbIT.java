package com.aoin.reels.db;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.TestingMariaDb;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What the embedded server must be set to, so that a commit that was answered survives a loss of power. */
class EmbeddedMariaDbIT {
    @Test
    void everyCommitReachesTheDiskAndNoPageIsTorn() throws SQLException {
        assertThat(variable("innodb_flush_log_at_trx_commit")).isEqualTo("1");
        assertThat(variable("innodb_doublewrite")).isEqualTo("ON");
        assertThat(variable("innodb_checksum_algorithm")).isNotEqualTo("none");
        assertThat(variable("innodb_flush_method")).isNotIn("nosync", "O_DSYNC_NOSYNC");
        if (variable("log_bin").equals("ON")) {
            assertThat(variable("sync_binlog")).isEqualTo("1");
        }
    }

    private static String variable(String name) throws SQLException {
        try (Connection connection =
                        TestingMariaDb.connect(TestingMariaDb.server().address());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW GLOBAL VARIABLES LIKE '" + name + "'")) {
            assertThat(rows.next()).as(name).isTrue();
            return rows.getString(2);
        }
    }
}
