package com.aoin.reels.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The statements that a service really sends, taken from the server's own log, and how the server would run them. */
public final class SentStatements {
    /**
     * What tasks in the background ask again and again about, on statements that were prepared before the log began, so
     * that their values are not in it. Those of a request have them, or fail here.
     */
    private static final Pattern IN_BACKGROUND =
            Pattern.compile("(?s)\\b(transcodes|resumable_uploads|uploads|media_files|engine_nodes)\\b.*\\?");

    private SentStatements() {}

    /**
     * Does work, such as starting a service, while the server logs. It tells the values of a prepared statement only when
     * it logged already as the statement was prepared.
     */
    public static void logged(DatabaseAddress database, Runnable work) {
        try (Connection connection = TestingDatabase.connect(database);
                Statement statement = connection.createStatement()) {
            log(statement, work);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Holds every statement that some work sends to a number of rows, and makes sure that the expected ones came. */
    public static void assertFrugal(TestingReels reels, int rows, Runnable work, String... expected)
            throws SQLException {
        try (Connection connection = TestingDatabase.connect(reels.database());
                Statement statement = connection.createStatement()) {
            List<String> sent = record(statement, work);
            for (String part : expected) {
                assertThat(sent).as("statements").anyMatch(sql -> sql.contains(part));
            }
            for (String sql : sent) {
                List<String> steps = new ArrayList<>();
                long looked = 1;
                try (ResultSet plan = statement.executeQuery("EXPLAIN " + sql)) {
                    while (plan.next()) {
                        String table = plan.getString("table");
                        String type = plan.getString("type");
                        steps.add(step(plan));
                        // "j" holds what was asked for, a few rows out of a text.
                        boolean derived = table == null || table.startsWith("<") || table.equals("j");
                        looked = Math.max(looked, derived ? 0 : plan.getLong("rows"));
                        assertThat(derived || !Set.of("ALL", "index").contains(type))
                                .as("%s: %s", sql, steps)
                                .isTrue();
                    }
                }
                assertThat(looked).as("%s: %s", sql, steps).isLessThanOrEqualTo(rows);
            }
        }
    }

    /** How the server would run a statement: each step's table, access, key and rows. */
    public static List<String> plan(TestingReels reels, String sql) {
        try (Connection connection = TestingDatabase.connect(reels.database());
                Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN " + sql)) {
            List<String> steps = new ArrayList<>();
            while (plan.next()) {
                steps.add(step(plan));
            }
            return steps;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String step(ResultSet plan) throws SQLException {
        return plan.getString("table") + " " + plan.getString("type") + " " + plan.getString("key") + " "
                + plan.getLong("rows");
    }

    /** The statements with a plan that the service sends meanwhile, as the server has understood them. */
    private static List<String> record(Statement statement, Runnable work) throws SQLException {
        log(statement, work);
        Set<String> sent = new LinkedHashSet<>();
        try (ResultSet rows = statement.executeQuery("""
                SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log
                WHERE command_type IN ('Query', 'Execute')
                  AND thread_id IN (SELECT id FROM information_schema.processlist WHERE db = DATABASE())
                """)) {
            while (rows.next()) {
                // Writes come several at once; a server's log may tell of them together or one by one.
                Arrays.stream(rows.getString(1).split(";\n"))
                        .map(String::strip)
                        .filter(sql -> sql.matches("(?is)\\(?(SELECT|UPDATE|DELETE|WITH)\\b.*\\b(FROM|SET)\\b.*"))
                        .filter(sql -> !IN_BACKGROUND.matcher(sql).find())
                        .forEach(sent::add);
            }
        }
        return List.copyOf(sent);
    }

    private static void log(Statement statement, Runnable work) throws SQLException {
        statement.execute("SET GLOBAL log_output = 'TABLE'");
        statement.execute("TRUNCATE TABLE mysql.general_log");
        statement.execute("SET GLOBAL general_log = ON");
        try {
            work.run();
        } finally {
            statement.execute("SET GLOBAL general_log = OFF");
            statement.execute("SET GLOBAL log_output = DEFAULT");
        }
    }
}
