package com.aoin.reels.feed;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A shop with many merchants and categories: merchant m belongs to user 10,000 + m, and has product 100·m + c in category c. */
final class FeedShop {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final TestingReels reels;
    private final TestShop shop;

    private FeedShop(TestingReels reels, TestShop shop) {
        this.reels = reels;
        this.shop = shop;
    }

    /** Users 1000 to 1999, merchants 1 to so many, each with a product in each of the categories. */
    static FeedShop in(TestingReels reels, int merchants, int categories) {
        FeedShop feeds = new FeedShop(reels, TestShop.empty(reels));
        feeds.shop.users(1000, 1999);
        feeds.shop.users(10_001, 10_000 + merchants);
        IntStream.rangeClosed(1, categories).forEach(category -> feeds.shop.category(category, "Category " + category));
        for (int merchant = 1; merchant <= merchants; merchant++) {
            feeds.shop.merchant(merchant, 10_000 + merchant, "Merchant " + merchant);
            for (int category = 1; category <= categories; category++) {
                feeds.shop.product(product(merchant, category), merchant, category, "Product", 9);
            }
        }
        return feeds;
    }

    static int product(int merchant, int category) {
        return 100 * merchant + category;
    }

    TestShop shop() {
        return shop;
    }

    /** A reel of a merchant in a category, made so many hours ago; the feeds find it in a moment. */
    int reel(int merchant, int category, double hoursAgo) {
        LocalDateTime made = LocalDateTime.now(ZoneOffset.UTC).minusSeconds((long) (hoursAgo * 3600));
        return shop.reel(product(merchant, category), "A reel", TIME.format(made));
    }

    /** What others have done to a reel. */
    void counts(int reel, int likes, int shares, int views) {
        reels.sql(
                "UPDATE reels SET likes_count = ?, shares_count = ?, views_count = ? WHERE reel_id = ?",
                likes,
                shares,
                views,
                reel);
    }

    /** Waits until every visible reel is where lists are made from. */
    void settle() {
        settle(reels);
    }

    /** The same on another service with this database. */
    void settle(TestingReels service) {
        long visible =
                reels.count("reels r JOIN product_stock s ON s.product_id = r.product_id JOIN merchant_profiles m"
                        + " ON m.merchant_id = r.merchant_id WHERE r.deleted_at IS NULL AND r.is_active"
                        + " AND r.approval_status = 'approved' AND s.stock_qty > 0 AND m.is_active");
        ApiClient anyone = service.anonymous();
        Waiting.until(() -> total(anyone.get("/api/reels/public?per_page=1")) == visible
                && total(anyone.get("/api/reels/feed/trending?per_page=1&time_window=30d")) == visible);
    }

    static int total(ApiResponse page) {
        return page.json().get("pagination").get("total").intValue();
    }

    static List<Integer> ids(ApiResponse page) {
        return page.expect(200)
                .data()
                .valueStream()
                .map(reel -> reel.get("reel_id").intValue())
                .toList();
    }

    static List<String> tiers(ApiResponse page) {
        return page.json()
                .get("feed_info")
                .get("tiers_used")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    /** All pages of a feed, one after the other. */
    static List<List<Integer>> walk(ApiClient user, String path) {
        List<List<Integer>> pages = new ArrayList<>();
        String separator = path.contains("?") ? "&" : "?";
        boolean more = true;
        while (more) {
            ApiResponse page = user.get(path + separator + "page=" + (pages.size() + 1));
            pages.add(ids(page));
            more = page.json().get("pagination").get("has_next").booleanValue();
        }
        return pages;
    }
}
