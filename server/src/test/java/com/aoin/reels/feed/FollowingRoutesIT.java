package com.aoin.reels.feed;

import static com.aoin.reels.feed.FeedShop.ids;
import static com.aoin.reels.feed.FeedShop.total;
import static com.aoin.reels.feed.FeedShop.walk;
import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestingReels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The following feed through HTTP. */
class FollowingRoutesIT {
    private static final String FOLLOWING = "/api/reels/feed/following";

    private static TestingReels reels;
    private static FeedShop shop;
    private static final List<Integer> MADE = new ArrayList<>();

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = FeedShop.in(reels, 4, 1);
        // Newest first: merchants 1, 2, 3, 1, 2, 3, …
        for (int i = 0; i < 30; i++) {
            MADE.add(shop.reel(1 + i % 3, 1, 1 + i));
        }
        shop.settle();
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    private static void follow(ApiClient user, int merchant) {
        user.post("/api/merchants/" + merchant + "/follow").expect(201);
    }

    private static int followed(ApiResponse page) {
        return page.json().get("feed_info").get("followed_merchants_count").intValue();
    }

    @Test
    void isForSignedInCallersOnly() {
        reels.anonymous().get(FOLLOWING).expectError(401, "AUTHENTICATION_ERROR", null);
    }

    @Test
    void whoFollowsNobodyGetsNothing() {
        ApiResponse page = reels.user(1000).get(FOLLOWING);
        assertThat(ids(page)).isEmpty();
        assertThat(total(page)).isZero();
        JsonNode info = page.json().get("feed_info");
        assertThat(info.get("feed_type").stringValue()).isEqualTo("following");
        assertThat(info.get("followed_merchants_count").intValue()).isZero();
        assertThat(info.get("generated_at").isNull()).isTrue();
    }

    @Test
    void whatIsFollowedAppearsAtOnceNewestFirst() {
        ApiClient user = reels.user(1001);
        follow(user, 1);
        assertThat(total(user.get(FOLLOWING))).isEqualTo(10);
        follow(user, 3);
        follow(user, 4);
        ApiResponse page = user.get(FOLLOWING + "?per_page=5");
        assertThat(ids(page)).containsExactly(MADE.get(0), MADE.get(2), MADE.get(3), MADE.get(5), MADE.get(6));
        assertThat(followed(page)).isEqualTo(3);
        assertThat(total(page)).isEqualTo(20);
        assertThat(page.data().get(0).get("merchant").get("is_following").booleanValue())
                .isTrue();
        List<List<Integer>> pages = walk(user, FOLLOWING + "?per_page=7");
        assertThat(pages).hasSize(3);
        assertThat(pages.stream().flatMap(List::stream))
                .containsExactlyElementsOf(MADE.stream()
                        .filter(reel -> MADE.indexOf(reel) % 3 != 1)
                        .toList());
        user.post("/api/merchants/1/unfollow").expect(200);
        assertThat(total(user.get(FOLLOWING))).isEqualTo(10);
        assertThat(ids(user.get(FOLLOWING + "?page=99"))).isEmpty();
    }

    @Test
    void aNewOrAMissingReelShowsInTheNextAnswer() {
        ApiClient user = reels.user(1002);
        follow(user, 2);
        assertThat(ids(user.get(FOLLOWING))).startsWith(MADE.get(1), MADE.get(4));
        shop.shop().stock(FeedShop.product(2, 1), 0);
        assertThat(ids(user.get(FOLLOWING))).isEmpty();
        shop.shop().stock(FeedShop.product(2, 1), 9);
        shop.settle();
        assertThat(total(user.get(FOLLOWING))).isEqualTo(10);
    }
}
