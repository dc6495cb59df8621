package com.aoin.reels.feed;

import com.aoin.reels.reel.index.IndexedReel;
import com.aoin.reels.reel.index.ReelIndex;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
 * users with the most in common, and of each of them the newest 500 likes, to draw from. What has been drawn is counted
 * over all their likes, however old, by key. Every step reads an index alone.
 *
 * <p>Where there are no more than the bound anyway, they are read by one join: to plan a hundred selects, each with a
 * limit of its own, takes longer than to run them.
 */
final class SimilarUsers {
    private static final int OWN_LIKES = 100;
    private static final int LIKERS = 500;
    private static final int IN_COMMON = 3;
    private static final int SIMILAR = 50;
    private static final int LIKES_OF_EACH = 500;
    /** Numbers of placeholders in use, so that few statements serve all users. */
    private static final int[] SIZES = {5, 10, 25, 50, 100};

    /** MySQL would rather sort all likes of a user. */
    private static final String BY_TIME = " FORCE INDEX (idx_user_reel_likes_of_user)";

    static final String OWN = "SELECT reel_id FROM user_reel_likes" + BY_TIME + " WHERE user_id = ?"
            + " ORDER BY created_at DESC, id DESC LIMIT " + OWN_LIKES;
    static final String LIKERS_OF_ONE = "(SELECT user_id FROM user_reel_likes WHERE reel_id = ?"
            + " ORDER BY created_at DESC, id DESC LIMIT " + LIKERS + ")";
    static final String LIKES_OF_ONE = "(SELECT user_id, reel_id FROM user_reel_likes" + BY_TIME + " WHERE user_id = ?"
            + " ORDER BY created_at DESC, id DESC LIMIT " + LIKES_OF_EACH + ")";
    static final String LIKERS_OF_FEW = """
            SELECT l.user_id
            FROM JSON_TABLE(?, '$[*]' COLUMNS (reel_id INT PATH '$')) j
            STRAIGHT_JOIN user_reel_likes l ON l.reel_id = j.reel_id
            """;
    /** Of users with few likes; the others are not in it. */
    static final String LIKES_OF_FEW = """
            SELECT l.user_id, l.reel_id
            FROM JSON_TABLE(?, '$[*]' COLUMNS (user_id INT PATH '$')) j
            STRAIGHT_JOIN user_totals t ON t.user_id = j.user_id AND t.likes < %d
            STRAIGHT_JOIN user_reel_likes l ON l.user_id = t.user_id
            """.formatted(LIKES_OF_EACH);
    /** In this order of tables each pair of user and reel is one look at the key of both. */
    static final String LIKES_AMONG = """
            SELECT l.reel_id, COUNT(*)
            FROM JSON_TABLE(?, '$[*]' COLUMNS (user_id INT PATH '$')) u
            STRAIGHT_JOIN JSON_TABLE(?, '$[*]' COLUMNS (reel_id INT PATH '$')) r
            STRAIGHT_JOIN user_reel_likes l ON l.user_id = u.user_id AND l.reel_id = r.reel_id
            GROUP BY l.reel_id
            """;

    private final Connection connection;
    private final ReelIndex index;
    private final int userId;

    private SimilarUsers(Connection connection, ReelIndex index, int userId) {
        this.connection = connection;
        this.index = index;
        this.userId = userId;
    }

    static SimilarLikes of(Connection connection, ReelIndex index, int userId) throws SQLException {
        return new SimilarUsers(connection, index, userId).find();
    }

    private SimilarLikes find() throws SQLException {
        List<Integer> own = read(OWN, List.of(userId), 1, row -> row.getInt(1));
        if (own.size() < IN_COMMON) {
            return new SimilarLikes(0, Set.copyOf(own));
        }
        Map<Integer, Integer> inCommon = new HashMap<>();
        for (int liker : likers(own)) {
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

    private List<Integer> likers(List<Integer> reels) throws SQLException {
        Set<Integer> ofFew = new HashSet<>();
        for (IndexedReel reel : index.findAll(ints(reels))) {
            if (reel.likes() < LIKERS) {
                ofFew.add(reel.reelId());
            }
        }
        List<Integer> likers = new ArrayList<>(readAll(LIKERS_OF_FEW, ofFew, row -> row.getInt(1)));
        List<Integer> ofMany =
                reels.stream().filter(reel -> !ofFew.contains(reel)).toList();
        likers.addAll(readEach(LIKERS_OF_ONE, ofMany, row -> row.getInt(1)));
        return likers;
    }

    private static int[] ints(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private record Like(int userId, int reelId) {
        static Like of(ResultSet row) throws SQLException {
            return new Like(row.getInt(1), row.getInt(2));
        }
    }

    private SimilarLikes likes(List<Integer> similar, SimilarLikes likes) throws SQLException {
        if (similar.isEmpty()) {
            return likes;
        }
        Map<Integer, List<Integer>> byUser = new HashMap<>();
        List<Like> found = new ArrayList<>(readAll(LIKES_OF_FEW, similar, Like::of));
        Set<Integer> few = found.stream().map(Like::userId).collect(Collectors.toSet());
        List<Integer> avid =
                similar.stream().filter(user -> !few.contains(user)).toList();
        found.addAll(readEach(LIKES_OF_ONE, avid, Like::of));
        for (Like like : found) {
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

    private <T> List<T> readAll(String query, Collection<Integer> ids, Row<T> row) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, ids.toString());
            return all(statement, row);
        }
    }

    /** The same query for each id, in one statement. */
    private <T> List<T> readEach(String one, List<Integer> ids, Row<T> row) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
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
            return all(statement, row);
        }
    }

    private static <T> List<T> all(PreparedStatement statement, Row<T> row) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(row.of(rows));
            }
            return found;
        }
    }
}
