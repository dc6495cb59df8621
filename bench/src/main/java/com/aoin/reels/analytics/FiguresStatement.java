package com.aoin.reels.analytics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The service's own statement over all reels of a merchant, prepared once, for benchmarks to run alone. */
public final class FiguresStatement implements AutoCloseable {
    private final PreparedStatement statement;

    public FiguresStatement(Connection connection) throws SQLException {
        statement = connection.prepareStatement(AnalyticsDao.FIGURES);
    }

    /** Reads every row; how many there are. */
    public int read(int merchantId) throws SQLException {
        statement.setInt(1, merchantId);
        statement.setString(2, "0001-01-01");
        statement.setString(3, "9999-12-31");
        int count = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                count += rows.getInt(3) >= 0 ? 1 : 0;
            }
        }
        return count;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
