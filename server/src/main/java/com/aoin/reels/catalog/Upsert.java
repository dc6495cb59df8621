package com.aoin.reels.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows, or updates those whose key is there, in statements of many rows each. A column that a row does not set
 * keeps its value on update and takes the table's default on insert.
 */
final class Upsert {
    private static final int ROWS_PER_STATEMENT = 500;

    private Upsert() {}

    /**
     * Writes rows of one table.
     *
     * @param rows values by column, the key first
     */
    static void write(Connection connection, String table, List<SequencedMap<String, @Nullable Object>> rows)
            throws SQLException {
        Map<List<String>, List<SequencedMap<String, @Nullable Object>>> alike = new LinkedHashMap<>();
        for (SequencedMap<String, @Nullable Object> row : rows) {
            alike.computeIfAbsent(List.copyOf(row.keySet()), columns -> new ArrayList<>())
                    .add(row);
        }
        for (var group : alike.entrySet()) {
            writeAlike(connection, table, group.getKey(), group.getValue());
        }
    }

    private static void writeAlike(
            Connection connection,
            String table,
            List<String> columns,
            List<SequencedMap<String, @Nullable Object>> rows)
            throws SQLException {
        int whole = rows.size() - rows.size() % ROWS_PER_STATEMENT;
        if (whole > 0) {
            try (PreparedStatement statement =
                    connection.prepareStatement(statement(table, columns, ROWS_PER_STATEMENT))) {
                for (int from = 0; from < whole; from += ROWS_PER_STATEMENT) {
                    execute(statement, rows.subList(from, from + ROWS_PER_STATEMENT));
                }
            }
        }
        if (whole < rows.size()) {
            try (PreparedStatement statement =
                    connection.prepareStatement(statement(table, columns, rows.size() - whole))) {
                execute(statement, rows.subList(whole, rows.size()));
            }
        }
    }

    private static String statement(String table, List<String> columns, int rows) {
        String row = "(" + "?, ".repeat(columns.size() - 1) + "?)";
        // A row that sets nothing but its key still needs something to update.
        List<String> updated = columns.size() == 1 ? columns : columns.subList(1, columns.size());
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES "
                + (row + ", ").repeat(rows - 1) + row + " ON DUPLICATE KEY UPDATE "
                + updated.stream()
                        .map(column -> column + " = VALUES(" + column + ")")
                        .collect(Collectors.joining(", "));
    }

    private static void execute(PreparedStatement statement, List<SequencedMap<String, @Nullable Object>> rows)
            throws SQLException {
        int position = 1;
        for (SequencedMap<String, @Nullable Object> row : rows) {
            for (Object value : row.values()) {
                statement.setObject(position++, value instanceof Instant time ? utc(time) : value);
            }
        }
        statement.executeUpdate();
    }

    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
