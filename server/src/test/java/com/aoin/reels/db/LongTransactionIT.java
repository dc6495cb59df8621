package com.aoin.reels.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.testing.TestingDatabase;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction that takes too long leaves nothing behind, since whoever follows changes would no longer look for it. */
class LongTransactionIT {
    private static final Duration LONGEST = Duration.ofMillis(400);

    private final DatabaseAddress address = TestingDatabase.fresh();
    private Database database;

    @BeforeEach
    void connect() {
        database = Database.connect(address, new Database.Tuning(2, true, null), Duration.ofSeconds(30), LONGEST);
        database.executeLong(handle -> handle.execute("CREATE TABLE written (what VARCHAR(20))"));
    }

    @AfterEach
    void drop() {
        database.close();
        TestingDatabase.drop(address);
    }

    private static void write(Handle handle, String what, boolean slowly) {
        handle.execute("INSERT INTO written VALUES (?)", what);
        if (slowly) {
            double seconds = 2.0 * LONGEST.toMillis() / 1000;
            handle.createQuery("SELECT SLEEP(" + seconds + ")")
                    .mapTo(Integer.class)
                    .one();
        }
    }

    private List<String> written() {
        return database.read(handle -> handle.createQuery("SELECT what FROM written ORDER BY what")
                .mapTo(String.class)
                .list());
    }

    @Test
    void itIsRolledBack() {
        assertThatThrownBy(() -> database.execute(handle -> write(handle, "executed", true)))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .hasMessageContaining("took too long");
        assertThatThrownBy(() -> database.transaction(handle -> {
                    write(handle, "transacted", true);
                    return "done";
                }))
                .isInstanceOf(UnableToExecuteStatementException.class);
        assertThat(written()).isEmpty();
    }

    @Test
    void theNextOneOnTheSameConnectionsIsCommitted() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> database.execute(handle -> write(handle, "late", true)))
                    .isInstanceOf(UnableToExecuteStatementException.class);
        }
        String in = "in time";
        database.execute(handle -> write(handle, in, false));
        assertThat(database.<String, RuntimeException>transaction(handle -> {
                    write(handle, in, false);
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(written()).containsExactly(in, in);
    }

    @Test
    void itIsRolledBackWhereConnectionsCommitByHand() {
        try (Database byHand =
                Database.connect(address, new Database.Tuning(1, false, null), Duration.ofSeconds(30), LONGEST)) {
            assertThatThrownBy(() -> byHand.transactionPlainly((connection, inTime) -> {
                        try (var statement = connection.createStatement()) {
                            statement.execute("INSERT INTO written VALUES ('plainly')");
                            statement.execute("SELECT SLEEP(1)");
                            inTime.run();
                            return statement.execute("COMMIT");
                        }
                    }))
                    .isInstanceOf(UnableToExecuteStatementException.class);
        }
        assertThat(written()).isEmpty();
    }

    @Test
    void whatMayTakeLongIsCommitted() {
        database.executeLong(handle -> write(handle, "long", true));
        assertThat(written()).containsExactly("long");
    }
}
