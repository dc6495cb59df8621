package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.LargeShop;
import com.aoin.reels.testing.SentStatements;
import com.aoin.reels.testing.TestingReels;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How the database runs the statements of interactions where every table has a hundred thousand rows: the ones that the
 * service really sends, taken from the server's own log. None may look at more rows than it is about.
 */
class PlansIT {
    private static final int PER_USER = LargeShop.PER_USER;
    private static final int FIRST_USER = LargeShop.FIRST_USER;

    private static TestingReels reels;

    @BeforeAll
    static void fill() {
        reels = TestingReels.start();
        LargeShop.fill(reels);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    @Test
    void theTablesAreLarge() {
        for (String table : List.of(
                "reels",
                "user_reel_likes",
                "user_reel_shares",
                "user_reel_views",
                "user_seen_reels",
                "user_merchant_follows",
                "user_category_preferences",
                "reel_daily")) {
            assertThat(reels.count(table)).as(table).isGreaterThanOrEqualTo(LargeShop.REELS);
        }
    }

    @Test
    void oneInteractionLooksAtItsOwnRowsOnly() throws SQLException {
        int reel = 1000 + (FIRST_USER * 7) % 90000;
        var user = reels.user(FIRST_USER);
        SentStatements.assertFrugal(
                reels,
                4 * PER_USER,
                () -> {
                    user.post("/api/reels/" + (reel + 60) + "/like").expect(200);
                    user.post("/api/reels/" + (reel + 60) + "/unlike").expect(200);
                    user.post("/api/reels/" + reel + "/share").expect(200);
                    user.post("/api/reels/" + reel + "/view").expect(200);
                    user.post("/api/reels/" + (reel + 61) + "/view").expect(200);
                    user.post("/api/merchants/1/follow").expect(201);
                    user.post("/api/merchants/1/unfollow").expect(200);
                },
                "user_reel_likes",
                "user_reel_shares",
                "user_reel_views",
                "user_seen_reels",
                "user_merchant_follows",
                "user_category_preferences",
                "user_totals",
                "UPDATE reels");
    }

    @Test
    void aHundredViewsLookAtAFewRowsEach() throws SQLException {
        String views = IntStream.range(0, 100)
                .mapToObj(i -> "{\"reel_id\":%d}".formatted(2000 + 7 * i))
                .collect(Collectors.joining(","));
        SentStatements.assertFrugal(
                reels,
                100 * 4 + PER_USER,
                () -> reels.user(FIRST_USER + 1)
                        .postJson("/api/reels/views", "{\"views\":[" + views + "]}")
                        .expect(200),
                "user_reel_views",
                "user_seen_reels",
                "user_category_preferences",
                "UPDATE reels");
    }

    @Test
    void historiesLookAtTheirUsersRowsOnly() throws SQLException {
        var user = reels.user(FIRST_USER + 2);
        SentStatements.assertFrugal(
                reels,
                2 * PER_USER,
                () -> {
                    user.get("/api/reels/recently-viewed").expect(200);
                    user.get("/api/reels/recently-viewed?page=2&per_page=10").expect(200);
                    user.get("/api/reels/user/shared").expect(200);
                    user.get("/api/reels/user/stats").expect(200);
                    user.get("/api/merchants/following").expect(200);
                },
                "user_reel_views",
                "user_reel_shares",
                "user_totals",
                "user_merchant_follows",
                "user_reel_likes");
    }
}
