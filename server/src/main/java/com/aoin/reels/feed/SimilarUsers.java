package com.aoin.reels.feed;

import com.aoin.reels.feed.Shopper.Similar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who likes what a user likes, and what else they like. Bounded at every step, so that a reel with a million likes
 * costs no more than one with five hundred: the user's newest 100 likes, the newest 500 likers of each of these, the 50
 * users with the most in common, and of each of them the newest 500 likes. Every step reads an index alone.
 */
final class SimilarUsers {
    private static final int OWN_LIKES = 100;
    private static final int LIKERS = 500;
    private static final int IN_COMMON = 3;
    private static final int SIMILAR = 50;
    private static final int LIKES_OF_EACH = 500;
    /** Numbers of placeholders in use, so that few statements serve all users. */
    private static final int[] SIZES = {5, 10, 25, 50, 100};

    private static final String OWN = "SELECT reel_id FROM user_reel_likes WHERE user_id = ?"
            + " ORDER BY created_at DESC, id DESC LIMIT " + OWN_LIKES;
    private static final String LIKERS_OF_ONE = "(SELECT user_id FROM user_reel_likes WHERE reel_id = ?"
            + " ORDER BY created_at DESC, id DESC LIMIT " + LIKERS + ")";
    private static final String LIKES_OF_ONE = "(SELECT reel_id FROM user_reel_likes WHERE user_id = ?"
            + " ORDER BY created_at DESC, id DESC LIMIT " + LIKES_OF_EACH + ")";

    private final Connection connection;
    private final int userId;

    private SimilarUsers(Connection connection, int userId) {
        this.connection = connection;
        this.userId = userId;
    }

    static Similar of(Connection connection, int userId) throws SQLException {
        return new SimilarUsers(connection, userId).find();
    }

    private Similar find() throws SQLException {
        List<Integer> own = read(OWN, List.of(userId), 1);
        if (own.size() < IN_COMMON) {
            return new Similar(Map.of(), Set.copyOf(own));
        }
        Map<Integer, Integer> inCommon = new HashMap<>();
        for (int liker : readEach(LIKERS_OF_ONE, own)) {
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
        return new Similar(shares(similar), new HashSet<>(own));
    }

    private Map<Integer, Double> shares(List<Integer> similar) throws SQLException {
        if (similar.isEmpty()) {
            return Map.of();
        }
        Map<Integer, Integer> likes = new HashMap<>();
        for (int reel : readEach(LIKES_OF_ONE, similar)) {
            likes.merge(reel, 1, Integer::sum);
        }
        return likes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, reel -> reel.getValue() / (double) similar.size()));
    }

    /** The same query for each id, in one statement. */
    private List<Integer> readEach(String one, List<Integer> ids) throws SQLException {
        int size = ids.size();
        for (int candidate : SIZES) {
            if (candidate >= size) {
                size = candidate;
                break;
            }
        }
        return read(String.join(" UNION ALL ", Collections.nCopies(size, one)), ids, size);
    }

    /**
     * The ids that a query gives.
     *
     * @param size number of placeholders; those beyond the ids find nothing
     */
    private List<Integer> read(String query, List<Integer> ids, int size) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < size; i++) {
                statement.setInt(i + 1, i < ids.size() ? ids.get(i) : 0);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<Integer> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getInt(1));
                }
                return found;
            }
        }
    }
}
