package com.aoin.reels.interaction;

import com.aoin.reels.db.Database;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ViewerState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Reads what a viewer likes and follows among the reels of a page, in one query: plain JDBC, as behind every page. */
public final class ViewerStateDao implements ViewerState {
    private final Database database;

    public ViewerStateDao(Database database) {
        this.database = database;
    }

    @Override
    public Marks marks(int userId, Collection<Reel> page) {
        if (page.isEmpty()) {
            return new Marks(Set.of(), Set.of());
        }
        return database.readPlainly(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(query(page.size()))) {
                bind(statement, userId, page);
                try (ResultSet rows = statement.executeQuery()) {
                    return marks(rows);
                }
            }
        });
    }

    /** The same for all pages of a size, so that the server prepares it once. */
    private static String query(int size) {
        String ids = "(?" + ", ?".repeat(size - 1) + ")";
        return """
                SELECT TRUE, reel_id FROM user_reel_likes WHERE user_id = ? AND reel_id IN %1$s
                UNION ALL
                SELECT FALSE, merchant_id FROM user_merchant_follows WHERE user_id = ? AND merchant_id IN %1$s
                """.formatted(ids);
    }

    private static void bind(PreparedStatement statement, int userId, Collection<Reel> page) throws SQLException {
        int at = 1;
        statement.setInt(at++, userId);
        for (Reel reel : page) {
            statement.setInt(at++, reel.reelId());
        }
        statement.setInt(at++, userId);
        for (Reel reel : page) {
            statement.setInt(at++, reel.merchantId());
        }
    }

    private static Marks marks(ResultSet rows) throws SQLException {
        Set<Integer> liked = new HashSet<>();
        Set<Integer> followed = new HashSet<>();
        while (rows.next()) {
            (rows.getBoolean(1) ? liked : followed).add(rows.getInt(2));
        }
        return new Marks(liked, followed);
    }
}
