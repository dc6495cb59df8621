package com.aoin.reels.interaction.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Statements over many rows at once. One statement of many rows costs a fraction of as many statements; pairs are
 * written as {@code (a=1 AND b=2) OR …}, since a single row constructor in an {@code IN} scans the whole table.
 */
final class Statements {
    private final Connection connection;
    private final Text script = new Text();
    /** Of the questions in the script, in their order. */
    private final List<RowReader> readers = new ArrayList<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Takes the current row. */
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Writes what stands for one item. */
    interface Writer<T> {
        void write(Text text, T item);
    }

    /** Asks by a list of ids: {@code before (1, 2, …) after}. */
    void askIn(String before, Collection<Integer> ids, String after, RowReader reader) {
        if (!ids.isEmpty()) {
            ask(in(before, ids, after), reader);
        }
    }

    /** Asks by a list of items of the same condition: {@code before (…) OR (…)}. */
    <T> void askEach(String before, Collection<T> items, Writer<T> condition, RowReader reader) {
        if (!items.isEmpty()) {
            Text text = new Text().add(before);
            each(text, " OR ", items, condition);
            ask(text.toString(), reader);
        }
    }

    /** Asking waits for {@link #flush}. */
    void ask(String query, RowReader reader) {
        next().add(query);
        readers.add(reader);
    }

    /** {@code before (1, 2, …) after}. */
    static String in(String before, Collection<Integer> ids, String after) {
        Text text = new Text().add(before).add("(");
        ids.forEach(text::value);
        return text.add(")").add(after).toString();
    }

    /** {@code before (…), (…) after}: writes a row for each item. */
    <T> void writeRows(String before, Collection<T> items, String after, Writer<T> values) {
        if (!items.isEmpty()) {
            next().add(before);
            each(script, ", ", items, (text, item) -> {
                text.add("(");
                values.write(text, item);
                text.add(")");
            });
            script.add(after);
        }
    }

    /** {@code before (…) OR (…)}: writes where one of the conditions holds. */
    <T> void writeEach(String before, Collection<T> items, Writer<T> condition) {
        if (!items.isEmpty()) {
            next().add(before);
            each(script, " OR ", items, condition);
        }
    }

    /** {@code before (1, 2, …)}: writes by a list of ids. */
    void writeIn(String before, Collection<Integer> ids) {
        if (!ids.isEmpty()) {
            next().add(in(before, ids, ""));
        }
    }

    /** Writing waits for {@link #flush}. */
    private Text next() {
        return script.isEmpty() ? script : script.add(";\n");
    }

    private static <T> void each(Text text, String between, Collection<T> items, Writer<T> writer) {
        boolean first = true;
        for (T item : items) {
            text.add(first ? "" : between);
            first = false;
            writer.write(text, item);
        }
    }

    /** Everything so far is committed with it, and nothing of it unless all goes well. */
    void commit() {
        if (!script.isEmpty()) {
            next().add("COMMIT");
        }
    }

    /** Sends everything so far at once, to be done in its order: one way to the server instead of many. */
    void flush() throws SQLException {
        if (script.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            boolean isAnswer = statement.execute(script.toString());
            Iterator<RowReader> next = readers.iterator();
            // The failure of a later statement shows where its result would be.
            while (isAnswer || statement.getUpdateCount() != -1) {
                if (isAnswer) {
                    read(statement, next.next());
                }
                isAnswer = statement.getMoreResults();
            }
        }
        script.clear();
        readers.clear();
    }

    private static void read(Statement statement, RowReader reader) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    /** The condition of one pair. */
    static Writer<Pair> pair(String other) {
        return (text, pair) -> text.add("(user_id = ")
                .add(pair.userId())
                .add(" AND " + other + " = ")
                .add(pair.otherId())
                .add(")");
    }

    static LocalDateTime time(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, LocalDateTime.class));
    }
}
