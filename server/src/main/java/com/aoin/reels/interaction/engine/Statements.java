package com.aoin.reels.interaction.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Statements over many rows at once. One statement of many rows costs a fraction of as many statements; pairs are
 * written as {@code (a=? AND b=?) OR …}, since a single row constructor in an {@code IN} scans the whole table.
 */
final class Statements {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    /** What a line of {@link #script} ends with. */
    private static final String NEXT = ";\n";

    private final Connection connection;
    private final StringBuilder script = new StringBuilder();
    private final List<Binding> bindings = new ArrayList<>();

    /** Binds the items of one statement from a position on, and tells the next position. */
    private interface Binding {
        int bind(PreparedStatement statement, int position) throws SQLException;
    }

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Takes the current row. */
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Binds one item from a position on, and tells the next position. */
    interface Binder<T> {
        int bind(PreparedStatement statement, int position, T item) throws SQLException;
    }

    /** {@code before ?, ?, … after}: reads by a list of ids. */
    void readIn(String before, Collection<Integer> ids, String after, RowReader reader) throws SQLException {
        read(before + placeholders(ids.size()) + after, ids, Statements::bindId, reader);
    }

    /** {@code before (…) OR (…)}: reads by a list of items of the same condition. */
    <T> void readEach(String before, String condition, Collection<T> items, Binder<T> binder, RowReader reader)
            throws SQLException {
        read(before + String.join(" OR ", Collections.nCopies(items.size(), condition)), items, binder, reader);
    }

    <T> void read(String sql, Collection<T> items, Binder<T> binder, RowReader reader) throws SQLException {
        if (items.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bindAll(statement, 1, items, binder);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    /** {@code before (…), (…) after}: writes a row for each item. */
    <T> void writeRows(String before, String row, Collection<T> items, String after, Binder<T> binder) {
        write(before + String.join(", ", Collections.nCopies(items.size(), row)) + after, items, binder);
    }

    /** {@code before (…) OR (…)}: writes where one of the conditions holds. */
    <T> void writeEach(String before, String condition, Collection<T> items, Binder<T> binder) {
        write(before + String.join(" OR ", Collections.nCopies(items.size(), condition)), items, binder);
    }

    void writeIn(String before, Collection<Integer> ids) {
        write(before + placeholders(ids.size()), ids, Statements::bindId);
    }

    /** Writing waits for {@link #flush}. */
    <T> void write(String sql, Collection<T> items, Binder<T> binder) {
        if (!items.isEmpty()) {
            script.append(script.isEmpty() ? "" : NEXT).append(sql);
            bindings.add((statement, position) -> bindAll(statement, position, items, binder));
        }
    }

    /** Sends everything written so far at once, to be done in its order: one way to the server instead of many. */
    void flush() throws SQLException {
        if (bindings.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(script.toString())) {
            int position = 1;
            for (Binding binding : bindings) {
                position = binding.bind(statement, position);
            }
            statement.execute();
            // The failure of a later statement shows where its result would be.
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {}
        }
        script.setLength(0);
        bindings.clear();
    }

    private static <T> int bindAll(PreparedStatement statement, int first, Collection<T> items, Binder<T> binder)
            throws SQLException {
        int position = first;
        for (T item : items) {
            position = binder.bind(statement, position, item);
        }
        return position;
    }

    private static int bindId(PreparedStatement statement, int position, Integer id) throws SQLException {
        statement.setInt(position, id);
        return position + 1;
    }

    static int bindText(PreparedStatement statement, int position, String text) throws SQLException {
        statement.setString(position, text);
        return position + 1;
    }

    static int bindPair(PreparedStatement statement, int position, Pair pair) throws SQLException {
        statement.setInt(position, pair.userId());
        statement.setInt(position + 1, pair.otherId());
        return position + 2;
    }

    /** {@code ?, ?, ?)}. */
    private static String placeholders(int count) {
        return String.join(", ", Collections.nCopies(count, "?")) + ")";
    }

    static void setInteger(PreparedStatement statement, int position, @Nullable Integer value) throws SQLException {
        if (value == null) {
            statement.setNull(position, Types.INTEGER);
        } else {
            statement.setInt(position, value);
        }
    }

    static LocalDateTime time(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, LocalDateTime.class));
    }

    /** A time as it stands in the text of a statement. */
    static String text(LocalDateTime time) {
        return TIME.format(time);
    }
}
