package com.aoin.reels.feed;

import static com.aoin.reels.feed.FeedShop.ids;
import static com.aoin.reels.feed.FeedShop.total;
import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The trending feed through HTTP. */
class TrendingRoutesIT {
    private static final String TRENDING = "/api/reels/feed/trending";

    private static TestingReels reels;
    private static FeedShop shop;
    private static int fresh;
    private static int today;
    private static int thisWeek;
    private static int thisMonth;
    private static int unseen;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = FeedShop.in(reels, 6, 1);
        fresh = shop.reel(1, 1, 1);
        today = shop.reel(2, 1, 20);
        thisWeek = shop.reel(3, 1, 100);
        thisMonth = shop.reel(4, 1, 600);
        unseen = shop.reel(5, 1, 2);
        shop.counts(fresh, 1, 0, 0);
        shop.counts(today, 100, 0, 0);
        shop.counts(thisWeek, 1000, 0, 0);
        shop.counts(thisMonth, 100_000, 0, 0);
        Waiting.until(() -> total(reels.anonymous().get("/api/reels/public")) == 5
                && total(reels.anonymous().get(TRENDING + "?time_window=30d")) == 5);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    @Test
    void theBestOfADayUnlessAskedOtherwise() {
        // 200·0.8/21 = 7.6, 2·1.5/2 = 1.5, 0
        ApiResponse page = reels.anonymous().get(TRENDING);
        assertThat(ids(page)).containsExactly(today, fresh, unseen);
        JsonNode info = page.json().get("feed_info");
        assertThat(info.get("feed_type").stringValue()).isEqualTo("trending");
        assertThat(info.get("time_window").stringValue()).isEqualTo("24h");
        assertThat(info.get("generated_at").stringValue()).endsWith("Z");
        assertThat(total(page)).isEqualTo(3);
    }

    @Test
    void aLongerWindowHasOlderReelsToo() {
        // 2000·0.5/101 = 9.9, 200,000·0.2/601 = 66.6
        assertThat(ids(reels.anonymous().get(TRENDING + "?time_window=7d")))
                .containsExactly(thisWeek, today, fresh, unseen);
        assertThat(ids(reels.anonymous().get(TRENDING + "?time_window=30d")))
                .containsExactly(thisMonth, thisWeek, today, fresh, unseen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1h", "24H", "24", "day", "1d"})
    void thereIsNoOtherWindow(String window) {
        reels.anonymous().get(TRENDING + "?time_window=" + window).expectError(400, "VALIDATION_ERROR", "time_window");
    }

    @Test
    void pagesGoThroughTheList() {
        ApiResponse second = reels.anonymous().get(TRENDING + "?time_window=30d&per_page=2&page=2");
        assertThat(ids(second)).containsExactly(today, fresh);
        assertThat(second.json().get("pagination").get("pages").intValue()).isEqualTo(3);
        assertThat(ids(reels.anonymous().get(TRENDING + "?page=2147483647"))).isEmpty();
        reels.anonymous().get(TRENDING + "?page=0").expectError(400, "VALIDATION_ERROR", "page");
        reels.anonymous().get(TRENDING + "?per_page=101").expectError(400, "VALIDATION_ERROR", "per_page");
    }

    @Test
    void showsWhatTheCallerLikes() {
        reels.user(1000).post("/api/reels/" + unseen + "/like").expect(200);
        JsonNode mine = reels.user(1000).get(TRENDING + "?time_window=30d").data();
        assertThat(mine.valueStream().filter(reel -> reel.get("is_liked").booleanValue()))
                .extracting(reel -> reel.get("reel_id").intValue())
                .containsExactly(unseen);
        assertThat(reels.anonymous().get(TRENDING).data().valueStream())
                .noneMatch(reel -> reel.get("is_liked").booleanValue());
        reels.user(1000).post("/api/reels/" + unseen + "/unlike").expect(200);
        ApiResponse selected = reels.anonymous().get(TRENDING + "?fields=reel_id");
        assertThat(selected.data().get(0).propertyNames()).containsExactly("reel_id");
    }

    @Test
    void aBrokenTokenIsRefused() {
        reels.bearing("broken").get(TRENDING).expectError(401, "AUTHENTICATION_ERROR", null);
    }

    @Test
    void whatIsSoldOutIsGoneAtOnceAndBackInAMoment() {
        assertThat(ids(reels.anonymous().get(TRENDING))).contains(today);
        shop.shop().stock(FeedShop.product(2, 1), 0);
        assertThat(ids(reels.anonymous().get(TRENDING))).isEqualTo(List.of(fresh, unseen));
        Waiting.until(() -> total(reels.anonymous().get(TRENDING)) == 2);
        shop.shop().stock(FeedShop.product(2, 1), 9);
        Waiting.until(() -> ids(reels.anonymous().get(TRENDING)).equals(List.of(today, fresh, unseen)));
    }
}
