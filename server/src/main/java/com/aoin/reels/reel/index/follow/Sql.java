package com.aoin.reels.reel.index.follow;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Statements as text, since their lists of ids are ever new; ids are integers of ours, so they may stand in it. */
final class Sql {
    /** Begins every statement of the index, so that whoever looks at what the database does knows them. */
    static final String MARK = "/* index */ ";

    private Sql() {}

    /** Takes the rows of an answer. */
    interface Reader<R> {
        R read(ResultSet rows) throws SQLException;
    }

    static <R> R read(Connection connection, String query, Reader<R> reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(MARK + query)) {
            return reader.read(rows);
        }
    }

    /** The only row of an answer that has one. */
    static ResultSet one(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            throw new SQLException("There is no row");
        }
        return rows;
    }

    /** Ids as they stand between parentheses. */
    static String list(int[] ids) {
        return Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }
}
