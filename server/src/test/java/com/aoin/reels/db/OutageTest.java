package com.aoin.reels.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What passes by waiting for the database, and what does not. */
class OutageTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("lost", new SQLNonTransientConnectionException("lost", "08000", 1158), true),
                Arguments.of("shutting down", new SQLException("shutting down", "08S01", 1053), true),
                Arguments.of("no free connection", new SQLTransientConnectionException("pool", null, 0), true),
                Arguments.of("killed", new SQLTransientConnectionException("killed", "70100", 1927), true),
                Arguments.of("a trigger's refusal", new SQLTransientConnectionException("no", "45000", 1644), false),
                Arguments.of("access denied", new SQLNonTransientConnectionException("no", "28000", 1045), false),
                Arguments.of("no such database", new SQLNonTransientConnectionException("no", "42000", 1049), false),
                Arguments.of("a wrong statement", new SQLSyntaxErrorException("no", "42000", 1064), false));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("failures")
    void tellsThemApart(String name, SQLException failure, boolean unreachable) {
        assertThat(Outage.isUnreachable(failure)).as(name).isEqualTo(unreachable);
        assertThat(Outage.isUnreachable(new ConnectionException(failure))).isEqualTo(unreachable);
    }

    @Test
    void otherFailuresAreNone() {
        assertThat(Outage.isUnreachable(new IllegalStateException("other"))).isFalse();
    }

    @Test
    void aLostConnectionIsNotADatabaseThatGivesNone() {
        assertThat(Outage.hasNoConnection(new SQLTransientConnectionException("pool", null, 0)))
                .isTrue();
        assertThat(Outage.hasNoConnection(new SQLTransientConnectionException("killed", "70100", 1927)))
                .isFalse();
        assertThat(Outage.hasNoConnection(new SQLNonTransientConnectionException("lost", "08000", 1158)))
                .isFalse();
    }
}
