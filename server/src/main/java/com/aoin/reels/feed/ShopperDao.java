package com.aoin.reels.feed;

import com.aoin.reels.db.Database;
import com.aoin.reels.db.GroupedReads;
import com.aoin.reels.feed.Shopper.Totals;
import com.aoin.reels.feed.ranking.Preference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads what a feed is made from: one user's own rows, each by one index. Plain JDBC, like all on the way of a page. */
final class ShopperDao {
    private static final String OWN = "SELECT merchant_id FROM merchant_profiles WHERE user_id = ?";
    private static final String PREFERENCES = """
            SELECT category_id, preference_score, last_interaction_at
            FROM user_category_preferences WHERE user_id = ?
            """;
    private static final String FOLLOWED = "SELECT merchant_id FROM user_merchant_follows WHERE user_id = ?";
    private static final String WATCHED = "SELECT reel_id FROM user_seen_reels WHERE user_id = ? ORDER BY reel_id";

    private final Database database;
    private final GroupedReads<Integer, Totals> totals = new GroupedReads<>(this::select);

    ShopperDao(Database database) {
        this.database = database;
    }

    /** Read for every page of the recommended feed, so together with those of others. */
    Totals totals(int userId) {
        return Objects.requireNonNull(totals.get(userId));
    }

    /** The last row bears the time, also where nobody has done anything. */
    private Map<Integer, Totals> select(List<Integer> users) {
        String query = "SELECT user_id, likes, views, follows, version, UTC_TIMESTAMP(6)"
                + " FROM user_totals WHERE user_id IN (" + String.join(", ", Collections.nCopies(users.size(), "?"))
                + ") UNION ALL SELECT 0, 0, 0, 0, 0, UTC_TIMESTAMP(6)";
        return database.readPlainly(connection -> {
            Map<Integer, Totals> found = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                for (int i = 0; i < users.size(); i++) {
                    statement.setInt(i + 1, users.get(i));
                }
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.put(row.getInt(1), totals(row));
                    }
                }
            }
            Totals none = Objects.requireNonNull(found.get(0));
            users.forEach(user -> found.putIfAbsent(user, none));
            return found;
        });
    }

    private static Totals totals(ResultSet row) throws SQLException {
        Instant now =
                Objects.requireNonNull(row.getObject(6, LocalDateTime.class)).toInstant(ZoneOffset.UTC);
        return new Totals(row.getInt(2), row.getInt(3), row.getInt(4), row.getLong(5), now);
    }

    Set<Integer> followed(int userId) {
        return database.readPlainly(connection -> followed(connection, userId));
    }

    static Set<Integer> followed(Connection connection, int userId) throws SQLException {
        return merchants(userId, FOLLOWED, connection);
    }

    /** The merchants that a user is, active or not. */
    static Set<Integer> own(Connection connection, int userId) throws SQLException {
        return merchants(userId, OWN, connection);
    }

    private static Set<Integer> merchants(int userId, String query, Connection connection) throws SQLException {
        try (PreparedStatement statement = of(userId, query, connection);
                ResultSet rows = statement.executeQuery()) {
            Set<Integer> merchants = new HashSet<>();
            while (rows.next()) {
                merchants.add(rows.getInt(1));
            }
            return merchants;
        }
    }

    static List<Preference> preferences(Connection connection, int userId) throws SQLException {
        try (PreparedStatement statement = of(userId, PREFERENCES, connection);
                ResultSet rows = statement.executeQuery()) {
            List<Preference> preferences = new ArrayList<>();
            while (rows.next()) {
                LocalDateTime last = rows.getObject(3, LocalDateTime.class);
                if (last != null) {
                    preferences.add(new Preference(rows.getInt(1), rows.getDouble(2), last.toInstant(ZoneOffset.UTC)));
                }
            }
            return preferences;
        }
    }

    static SortedIds watched(Connection connection, int userId) throws SQLException {
        try (PreparedStatement statement = of(userId, WATCHED, connection);
                ResultSet rows = statement.executeQuery()) {
            SortedIds ids = new SortedIds();
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
            return ids;
        }
    }

    private static PreparedStatement of(int userId, String query, Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        statement.setInt(1, userId);
        return statement;
    }
}
