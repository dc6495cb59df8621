package com.aoin.reels.feed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who likes what a user likes, and what else they like. Bounded at every step, so that a reel with a million likes
 * costs no more than one with five hundred: the user's newest 100 likes, the newest 500 likers of each of these, the 50
 * users with the most in common, and of each of them the newest 500 likes, to draw from. What has been drawn is counted
 * over all their likes, however old, by key. Every step reads an index alone.
 */
final class SimilarUsers {
    private static final int OWN_LIKES = 100;
    private static final int LIKERS = 500;
    private static final int IN_COMMON = 3;
    private static final int SIMILAR = 50;
    private static final int LIKES_OF_EACH = 500;
    /** Numbers of placeholders in use, so that few statements serve all users. */
    private static final int[] SIZES = {5, 10, 25, 50, 100};

    static final String OWN = "SELECT reel_id FROM user_reel_likes WHERE user_id = ?"
            + " ORDER BY created_at DESC, id DESC LIMIT " + OWN_LIKES;
    static final String LIKERS_OF_ONE = "(SELECT user_id FROM user_reel_likes WHERE reel_id = ?"
            + " ORDER BY created_at DESC, id DESC LIMIT " + LIKERS + ")";
    static final String LIKES_OF_ONE = "(SELECT user_id, reel_id FROM user_reel_likes WHERE user_id = ?"
            + " ORDER BY created_at DESC, id DESC LIMIT " + LIKES_OF_EACH + ")";
    /** In this order of tables each pair of user and reel is one look at the key of both. */
    static final String LIKES_AMONG = """
            SELECT l.reel_id, COUNT(*)
            FROM JSON_TABLE(?, '$[*]' COLUMNS (user_id INT PATH '$')) u
            STRAIGHT_JOIN JSON_TABLE(?, '$[*]' COLUMNS (reel_id INT PATH '$')) r
            STRAIGHT_JOIN user_reel_likes l ON l.user_id = u.user_id AND l.reel_id = r.reel_id
            GROUP BY l.reel_id
            """;

    private final Connection connection;
    private final int userId;

    private SimilarUsers(Connection connection, int userId) {
        this.connection = connection;
        this.userId = userId;
    }

    static SimilarLikes of(Connection connection, int userId) throws SQLException {
        return new SimilarUsers(connection, userId).find();
    }

    private SimilarLikes find() throws SQLException {
        List<Integer> own = read(OWN, List.of(userId), 1, row -> row.getInt(1));
        if (own.size() < IN_COMMON) {
            return new SimilarLikes(0, Set.copyOf(own));
        }
        Map<Integer, Integer> inCommon = new HashMap<>();
        for (int liker : readEach(LIKERS_OF_ONE, own, row -> row.getInt(1))) {
            inCommon.merge(liker, 1, Integer::sum);
        }
        inCommon.remove(userId);
        List<Integer> similar = inCommon.entrySet().stream()
                .filter(user -> user.getValue() >= IN_COMMON)
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SIMILAR)
                .map(Map.Entry::getKey)
                .toList();
        return likes(similar, new SimilarLikes(similar.size(), new HashSet<>(own)));
    }

    private record Like(int userId, int reelId) {}

    private SimilarLikes likes(List<Integer> similar, SimilarLikes likes) throws SQLException {
        if (similar.isEmpty()) {
            return likes;
        }
        Map<Integer, List<Integer>> byUser = new HashMap<>();
        for (Like like : readEach(LIKES_OF_ONE, similar, row -> new Like(row.getInt(1), row.getInt(2)))) {
            byUser.computeIfAbsent(like.userId(), user -> new ArrayList<>()).add(like.reelId());
        }
        byUser.forEach((user, reels) -> {
            if (reels.size() < LIKES_OF_EACH) {
                likes.addWhole(reels);
            } else {
                likes.addNewest(user, reels);
            }
        });
        return likes;
    }

    /** How many of the users like each of the reels that any of them likes. */
    static Map<Integer, Integer> likesAmong(Connection connection, Set<Integer> users, int[] reels)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LIKES_AMONG)) {
            statement.setString(1, users.toString());
            statement.setString(2, Arrays.toString(reels));
            try (ResultSet rows = statement.executeQuery()) {
                Map<Integer, Integer> likes = new HashMap<>();
                while (rows.next()) {
                    likes.put(rows.getInt(1), rows.getInt(2));
                }
                return likes;
            }
        }
    }

    /** What a row says. */
    @FunctionalInterface
    private interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** The same query for each id, in one statement. */
    private <T> List<T> readEach(String one, List<Integer> ids, Row<T> row) throws SQLException {
        int size = ids.size();
        for (int candidate : SIZES) {
            if (candidate >= size) {
                size = candidate;
                break;
            }
        }
        return read(String.join(" UNION ALL ", Collections.nCopies(size, one)), ids, size, row);
    }

    /**
     * What a query gives.
     *
     * @param size number of placeholders; those beyond the ids find nothing
     */
    private <T> List<T> read(String query, List<Integer> ids, int size, Row<T> row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < size; i++) {
                statement.setInt(i + 1, i < ids.size() ? ids.get(i) : 0);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(row.of(rows));
                }
                return found;
            }
        }
    }
}
