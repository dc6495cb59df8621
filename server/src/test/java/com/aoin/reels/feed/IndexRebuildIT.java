package com.aoin.reels.feed;

import static com.aoin.reels.feed.FeedShop.ids;
import static com.aoin.reels.feed.FeedShop.total;
import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that starts on a shop with reels answers what needs no index while it is built, and feeds once it is. */
class IndexRebuildIT {
    private static final String FOLLOWING = "/api/reels/feed/following";
    private static final List<String> LISTS = List.of(
            "/api/reels/public",
            "/api/reels/merchant/1",
            "/api/reels/search?q=phone",
            "/api/reels/feed/trending?time_window=30d",
            "/api/reels/feed/recommended");

    private final DatabaseAddress database = TestingDatabase.fresh();

    @BeforeEach
    void fill() {
        try (TestingReels reels = start()) {
            TestShop shop = TestShop.in(reels);
            for (int i = 1; i <= 4; i++) {
                shop.reel(11, "phone", "2026-03-0" + i + " 00:00:00");
            }
            shop.reel(21, "phone of another", "2026-03-05 00:00:00");
        }
    }

    @AfterEach
    void drop() {
        TestingDatabase.drop(database);
    }

    private TestingReels start() {
        return TestingReels.builder().database(database).start();
    }

    @Test
    void everythingElseIsAnsweredMeanwhileAndCountsAfterwards() throws SQLException {
        try (Connection connection = TestingDatabase.connect(database);
                Statement statement = connection.createStatement()) {
            // What the build asks first; nobody else does.
            statement.execute("LOCK TABLES reel_counter_news WRITE");
            try (TestingReels reels = start()) {
                ApiClient user = reels.user(1);
                ApiResponse refused =
                        user.get("/api/reels/feed/recommended").expectError(503, "TRANSACTION_ERROR", null);
                assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
                reels.anonymous().get("/health/live").expect(200);
                assertThat(reels.anonymous().get("/health/ready").status()).isEqualTo(503);

                answersWhatNeedsNoIndex(reels);
                statement.execute("UNLOCK TABLES");
                Waiting.until(() -> reels.anonymous().get("/health/ready").status() == 200);
                showsWhatWasWrittenMeanwhile(reels);
            }
        }
    }

    private static void answersWhatNeedsNoIndex(TestingReels reels) {
        ApiClient user = reels.user(1);
        ApiClient owner = reels.user(TestShop.MERCHANT_USER);
        assertThat(reels.anonymous()
                        .get("/api/reels/1")
                        .expect(200)
                        .data()
                        .get("is_visible")
                        .booleanValue())
                .isTrue();
        user.post("/api/reels/2/like").expect(200);
        user.post("/api/reels/1/view").expect(200);
        user.post("/api/merchants/1/follow").expect(201);
        user.get("/api/reels/user/stats").expect(200);
        owner.delete("/api/reels/3").expect(200);
        owner.putJson("/api/reels/4", "{\"description\":\"Described meanwhile\"}")
                .expect(200);
        reels.admin(TestShop.ADMIN_USER)
                .putJson("/api/admin/catalog/products/21/stock", "{\"stock_qty\":0}")
                .expect(200);
    }

    private static void showsWhatWasWrittenMeanwhile(TestingReels reels) {
        ApiClient user = reels.user(1);
        assertThat(ids(user.get(FOLLOWING))).containsExactly(4, 2, 1);
        assertThat(ids(user.get("/api/reels/feed/recommended"))).containsExactlyInAnyOrder(1, 2, 4);
        assertThat(total(reels.anonymous().get("/api/reels/public"))).isEqualTo(3);
        assertThat(ids(reels.anonymous().get("/api/reels/public?sort_by=likes")))
                .startsWith(2);
        assertThat(total(reels.anonymous().get("/api/reels/merchant/2"))).isZero();
        Waiting.until(() -> reels.anonymous().get("/api/reels/search?q=phone").status() == 200);
        Waiting.until(() ->
                ids(reels.anonymous().get("/api/reels/search?q=described")).equals(List.of(4)));
    }

    @Test
    void aBuildThatFailsIsBegunAgainUntilItSucceeds() {
        TestingReels.sql(database, "RENAME TABLE product_stock TO away");
        try (TestingReels reels = start()) {
            for (String list : LISTS) {
                assertThat(reels.user(1).get(list).status()).as(list).isEqualTo(503);
            }
            TestingReels.sql(database, "RENAME TABLE away TO product_stock");
            Waiting.until(() -> reels.anonymous().get("/health/ready").status() == 200);
            assertThat(total(reels.anonymous().get("/api/reels/public"))).isEqualTo(5);
        }
    }
}
