package com.aoin.reels.feed;

import static com.aoin.reels.feed.FeedShop.ids;
import static com.aoin.reels.feed.FeedShop.total;
import static com.aoin.reels.feed.FeedShop.walk;
import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestingReels;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The feeds of user 1, who follows 5,000 merchants with three reels each, and of user 2, who follows all but 100. */
class FollowingThousandsIT {
    private static final int MERCHANTS = 5_000;
    private static final int REELS = 3 * MERCHANTS;
    private static TestingReels reels;

    @BeforeAll
    static void fill() {
        reels = TestingReels.start();
        reels.sql("CREATE TABLE digits (d INT)");
        reels.sql("INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
        reels.sql("CREATE TABLE ids (id INT PRIMARY KEY)");
        reels.sql("INSERT INTO ids SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * d.d"
                + " FROM digits a, digits b, digits c, digits d WHERE d.d < " + MERCHANTS / 1000);
        reels.sql("INSERT INTO users (user_id, role) VALUES (1, 'user'), (2, 'user'), (3, 'user')");
        reels.sql("INSERT INTO merchant_profiles SELECT id, 3, CONCAT('Merchant ', id), TRUE FROM ids");
        reels.sql("INSERT INTO categories (category_id, category_name) SELECT id, 'C' FROM ids WHERE id <= 50");
        reels.sql("INSERT INTO products (product_id, merchant_id, category_id, product_name, selling_price)"
                + " SELECT id, id, 1 + id % 50, 'P', 1 FROM ids");
        reels.sql("INSERT INTO product_stock SELECT id, 5 FROM ids");
        for (int i = 0; i < 3; i++) {
            // Times without an order among merchants, and none twice.
            reels.sql("INSERT INTO reels (reel_id, merchant_id, product_id, video_url, video_public_id, description,"
                    + " duration_seconds, file_size_bytes, video_format, resolution, created_at, updated_at)"
                    + " SELECT 3 * id - " + i + ", id, id, '', 'reels/merchant_1/product_1/x.mp4', 'A reel', 30, 1000,"
                    + " 'mp4', '720x1280', UTC_TIMESTAMP(6) - INTERVAL 1 + (3 * id - " + i + ") * 7919 % 15013 MINUTE,"
                    + " UTC_TIMESTAMP(6) FROM ids");
        }
        reels.sql("INSERT INTO user_merchant_follows (user_id, merchant_id, followed_at)"
                + " SELECT user_id, id, UTC_TIMESTAMP(6) FROM ids JOIN users"
                + " WHERE user_id = 1 OR user_id = 2 AND id > 100");
        reels.sql("INSERT INTO user_totals (user_id, likes, views, follows, recent_views)"
                + " VALUES (1, 0, 0, 5000, 0), (2, 0, 0, 4900, 0)");
        reels.settle();
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    private static List<Object> newest(int user, int offset, int count) {
        return reels.rows("""
                        SELECT r.reel_id FROM reels r
                        JOIN user_merchant_follows f ON f.merchant_id = r.merchant_id AND f.user_id = ?
                        ORDER BY r.created_at DESC, r.reel_id DESC LIMIT ? OFFSET ?
                        """, user, count, offset).stream().map(List::getFirst).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 75, 150})
    void followingHasThemAllNewestFirst(int page) {
        ApiResponse answer = reels.user(1)
                .get("/api/reels/feed/following?per_page=100&page=" + page)
                .expect(200);
        assertThat(ids(answer)).isEqualTo(newest(1, 100 * (page - 1), 100));
        assertThat(total(answer)).isEqualTo(REELS);
        assertThat(answer.json().at("/feed_info/followed_merchants_count").intValue())
                .isEqualTo(MERCHANTS);
        assertThat(answer.data()
                        .valueStream()
                        .allMatch(reel -> reel.at("/merchant/is_following").booleanValue()))
                .isTrue();
    }

    @Test
    void whomOneDoesNotFollowStaysOut() {
        ApiClient user = reels.user(2);
        ApiResponse answer =
                user.get("/api/reels/feed/following?per_page=100&page=147").expect(200);
        assertThat(ids(answer)).isEqualTo(newest(2, 14_600, 100));
        assertThat(total(answer)).isEqualTo(REELS - 300);
        user.post("/api/merchants/200/unfollow").expect(200);
        assertThat(total(user.get("/api/reels/feed/following"))).isEqualTo(REELS - 303);
        user.post("/api/merchants/200/follow").expect(201);
        assertThat(total(user.get("/api/reels/feed/following"))).isEqualTo(REELS - 300);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20, 100})
    void recommendedStaysWithinItsCaps(int perPage) {
        ApiClient user = reels.user(1);
        String feed = "/api/reels/feed/recommended?per_page=" + perPage;
        ApiResponse first = user.get(feed).expect(200);
        assertThat(first.json().at("/feed_info/tiers_used").toString()).contains("followed");
        assertThat(total(first)).isEqualTo(500);
        Set<Integer> seen = new HashSet<>();
        List<List<Integer>> pages = walk(user, feed);
        assertThat(pages).hasSize(500 / perPage);
        pages.forEach(page -> assertThat(page).allMatch(seen::add));
        assertThat(most(first, reel -> reel.at("/merchant/merchant_id"))).isLessThanOrEqualTo(3);
        assertThat(most(first, reel -> reel.at("/product/category_id"))).isLessThanOrEqualTo(5);
    }

    private static long most(ApiResponse page, Function<JsonNode, JsonNode> group) {
        Map<JsonNode, Long> counts =
                page.data().valueStream().collect(Collectors.groupingBy(group, Collectors.counting()));
        return counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** What is followed is four tenths of the feed at least, and it is the newest of it. */
    @Test
    void theNewestFollowedReelsAreRecommended() {
        List<Integer> page =
                ids(reels.user(2).get("/api/reels/feed/recommended?per_page=10").expect(200));
        assertThat(page)
                .containsAll(newest(2, 0, 4).stream().map(Integer.class::cast).toList());
    }
}
