package com.aoin.reels.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.LargeShop;
import com.aoin.reels.testing.SentStatements;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a feed asks the database for, where every table has a hundred thousand rows: a user's own rows and a page. */
class FeedPlansIT {
    private static final int USER = LargeShop.FIRST_USER;
    private static final int PAGE = 100;

    private static TestingReels reels;

    @BeforeAll
    static void fill() {
        reels = LargeShop.start(large ->
                large.sql("UPDATE reels SET created_at = UTC_TIMESTAMP(6) - INTERVAL reel_id % 20 * 60 + 1 MINUTE"
                        + " WHERE reel_id BETWEEN 50000 AND 52000"));
    }

    @AfterAll
    static void stop() {
        reels.close();
        TestingDatabase.drop(reels.database());
    }

    private static void get(ApiClient caller, String path) {
        assertThat(caller.get(path).expect(200).data().size()).as(path).isPositive();
    }

    @Test
    void aRecommendedFeedReadsItsShoppersRowsAndAPage() throws SQLException {
        SentStatements.assertFrugal(
                reels,
                2 * PAGE,
                () -> {
                    ApiClient user = reels.user(USER);
                    get(user, "/api/reels/feed/recommended");
                    get(user, "/api/reels/feed/recommended?page=2");
                    get(user, "/api/reels/feed/recommended?per_page=" + PAGE);
                    get(reels.user(1), "/api/reels/feed/recommended");
                },
                "FROM user_totals",
                "FROM user_merchant_follows WHERE",
                "FROM user_category_preferences",
                "FROM user_seen_reels",
                "FROM user_reel_likes WHERE user_id",
                "FROM user_reel_likes WHERE reel_id",
                "FROM reels r");
    }

    @Test
    void theOtherFeedsReadAPage() throws SQLException {
        SentStatements.assertFrugal(
                reels,
                2 * PAGE,
                () -> {
                    ApiClient user = reels.user(USER);
                    get(user, "/api/reels/feed/following?per_page=" + PAGE);
                    get(user, "/api/reels/feed/following?page=20");
                    for (String window : List.of("24h", "7d", "30d")) {
                        get(user, "/api/reels/feed/trending?per_page=" + PAGE + "&time_window=" + window);
                        get(reels.anonymous(), "/api/reels/feed/trending?page=2&time_window=" + window);
                    }
                },
                "FROM user_merchant_follows WHERE",
                "UNION ALL",
                "FROM reels r");
    }

    @Test
    void listsReadAPage() throws SQLException {
        SentStatements.assertFrugal(
                reels,
                2 * PAGE,
                () -> {
                    get(reels.anonymous(), "/api/reels/public?page=700&per_page=" + PAGE);
                    get(reels.anonymous(), "/api/reels/public?sort_by=likes&category_id=1005");
                    get(reels.user(USER), "/api/reels/merchant/1003?page=100&per_page=" + PAGE);
                },
                "FROM reels r");
    }
}
