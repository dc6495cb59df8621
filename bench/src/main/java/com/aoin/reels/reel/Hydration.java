package com.aoin.reels.reel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The statement behind every page, with nothing around it: prepared once, every column read as the service reads it.
 * It stands in the package of {@link ReelDao}, so that it is the service's statement and not a copy that ages.
 */
public final class Hydration implements AutoCloseable {
    private final PreparedStatement statement;
    private final int size;

    public Hydration(Connection connection, int size) throws SQLException {
        this.statement = connection.prepareStatement(ReelDao.select(size));
        this.size = size;
    }

    /** Reads these reels; returns how many there were. */
    public int read(int[] ids) throws SQLException {
        for (int i = 0; i < size; i++) {
            statement.setInt(i + 1, ids[i]);
        }
        int count = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (ReelDao.reel(rows).reelId() > 0) {
                    count++;
                }
            }
        }
        return count;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
