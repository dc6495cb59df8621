package com.aoin.reels.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.testing.TestingDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the database finds what similar users like, among 100,000 likes: each by an index that holds all that is asked. */
class SimilarUsersPlanIT {
    private static final DatabaseAddress ADDRESS = TestingDatabase.fresh();

    private static Database database;

    @BeforeAll
    static void fill() {
        database = Database.connect(ADDRESS, new Database.Tuning(2, true, null), Duration.ofSeconds(30));
        Migrations.apply(database, CatalogMode.OWN);
        database.execute(handle -> {
            handle.execute("SET SESSION foreign_key_checks = 0");
            handle.execute("CREATE TABLE digits (d INT)");
            handle.execute("INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
            handle.execute("""
                    INSERT INTO user_reel_likes (user_id, reel_id, created_at)
                    SELECT 1 + a.d + 10 * b.d, 1 + c.d + 10 * d.d + 100 * e.d, '2026-01-01' + INTERVAL c.d * 10 + d.d HOUR
                    FROM digits a, digits b, digits c, digits d, digits e
                    """);
            handle.execute("SET SESSION foreign_key_checks = 1");
        });
        database.read(handle ->
                handle.createQuery("ANALYZE TABLE user_reel_likes").mapToMap().list());
    }

    @AfterAll
    static void drop() {
        database.close();
        TestingDatabase.drop(ADDRESS);
    }

    /** By table, how it is read, by which index, and what else is done. */
    private static Map<String, String> plan(String sql, Object... arguments) {
        return database.readPlainly(connection -> plan(connection, sql, arguments));
    }

    private static Map<String, String> plan(Connection connection, String sql, Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("EXPLAIN " + sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            Map<String, String> plan = new LinkedHashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.put(
                            rows.getString("table"),
                            "%s %s %s"
                                    .formatted(rows.getString("type"), rows.getString("key"), rows.getString("Extra")));
                }
            }
            return plan;
        }
    }

    @Test
    void theNewestLikesAreReadInOrder() {
        for (String query : List.of(SimilarUsers.OWN, SimilarUsers.LIKES_OF_ONE)) {
            assertInOrder(query, "idx_user_reel_likes_of_user");
        }
        assertInOrder(SimilarUsers.LIKERS_OF_ONE, "idx_user_reel_likes_of_reel");
    }

    private static void assertInOrder(String query, String index) {
        assertThat(plan(query, 7).get("user_reel_likes"))
                .matches("(ref|range) " + index + " .*Using index.*")
                .doesNotContain("filesort");
    }

    @Test
    void likesOfTheLessLikedAndLessAvidAreReadByTheirIndexAlone() {
        String ids = IntStream.rangeClosed(1, 100).boxed().toList().toString();
        assertThat(plan(SimilarUsers.LIKERS_OF_FEW, ids).get("l"))
                .matches("ref idx_user_reel_likes_of_reel.*Using index.*");
        assertThat(plan(SimilarUsers.LIKES_OF_FEW, ids).get("l")).matches("ref \\w+ .*Using index.*");
    }

    @Test
    void likesOfWhatWasDrawnAreFoundByKey() throws SQLException {
        String users = IntStream.rangeClosed(1, 50).boxed().toList().toString();
        String reels = IntStream.rangeClosed(1, 500).boxed().toList().toString();
        assertThat(plan(SimilarUsers.LIKES_AMONG, users, reels).get("l")).startsWith("eq_ref uq_user_reel_likes");
        Map<Integer, Integer> likes = database.readPlainly(
                connection -> SimilarUsers.likesAmong(connection, Set.of(1, 2, 99, 5000), new int[] {3, 999, 1001}));
        assertThat(likes).isEqualTo(Map.of(3, 3, 999, 3));
    }
}
