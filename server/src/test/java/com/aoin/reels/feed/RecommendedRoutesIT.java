package com.aoin.reels.feed;

import static com.aoin.reels.feed.FeedShop.ids;
import static com.aoin.reels.feed.FeedShop.tiers;
import static com.aoin.reels.feed.FeedShop.total;
import static com.aoin.reels.feed.FeedShop.walk;
import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The recommended feed through HTTP: a shopper's way from the first visit to a personal feed, and what is kept of it. */
class RecommendedRoutesIT {
    private static final String RECOMMENDED = "/api/reels/feed/recommended";
    private static final AtomicInteger NEXT_USER = new AtomicInteger(1000);
    private static final int MERCHANTS = 20;
    private static final int CATEGORIES = 10;
    private static final List<Integer> MADE = new ArrayList<>();

    private static TestingReels reels;
    private static FeedShop shop;

    private final ApiClient user = reels.user(NEXT_USER.getAndIncrement());

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = FeedShop.in(reels, MERCHANTS + 1, CATEGORIES + 1);
        for (int i = 0; i < 200; i++) {
            MADE.add(shop.reel(1 + i % MERCHANTS, 1 + i / 3 % CATEGORIES, 30 + i));
        }
        for (int i = 150; i < 200; i++) {
            shop.counts(MADE.get(i), 200 - i, 0, 0);
        }
        shop.settle();
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    private static void like(ApiClient who, int reel) {
        who.post("/api/reels/" + reel + "/like").expect(200);
    }

    private static void view(ApiClient who, int reel) {
        who.post("/api/reels/" + reel + "/view").expect(200);
    }

    private static String generatedAt(ApiResponse page) {
        return page.json().get("feed_info").get("generated_at").stringValue();
    }

    private static long ofCategory(ApiResponse page, int category) {
        return page.data()
                .valueStream()
                .filter(reel -> reel.get("product").get("category_id").intValue() == category)
                .count();
    }

    private static long ofMerchant(ApiResponse page, int merchant) {
        return page.data()
                .valueStream()
                .filter(reel -> reel.get("merchant_id").intValue() == merchant)
                .count();
    }

    @Test
    void isForSignedInCallersOnly() {
        reels.anonymous().get(RECOMMENDED).expectError(401, "AUTHENTICATION_ERROR", null);
        user.get(RECOMMENDED + "?per_page=0").expectError(400, "VALIDATION_ERROR", "per_page");
        user.get(RECOMMENDED + "?page=x").expectError(400, "VALIDATION_ERROR", "page");
        reels.user(77).get(RECOMMENDED).expectError(404, "NOT_FOUND_ERROR", null);
    }

    @Test
    void aNewShopperGetsWhatIsTrendingAndSomethingOfEachCategory() {
        ApiResponse page = user.get(RECOMMENDED);
        assertThat(ids(page)).hasSize(20).doesNotHaveDuplicates();
        assertThat(tiers(page)).startsWith("trending", "category_diversity");
        assertThat(page.json().get("feed_info").get("feed_type").stringValue()).isEqualTo("recommended");
        assertThat(total(page)).isEqualTo(200);
    }

    @Test
    void theShoppersWayToAPersonalFeed() {
        assertThat(tiers(user.get(RECOMMENDED))).doesNotContain("category");
        int[] phones = MADE.stream()
                .filter(reel -> MADE.indexOf(reel) / 3 % CATEGORIES == 4)
                .mapToInt(Integer::intValue)
                .toArray();
        like(user, phones[0]);
        like(user, phones[1]);
        like(user, phones[2]);
        ApiResponse personal = user.get(RECOMMENDED);
        assertThat(tiers(personal)).startsWith("category", "trending");
        assertThat(ofCategory(personal, 5)).as("liked").isEqualTo(5);
        assertThat(personal.data().get(0).get("product").get("category_id").intValue())
                .isEqualTo(5);
        user.post("/api/merchants/7/follow").expect(201);
        ApiResponse following = user.get(RECOMMENDED);
        assertThat(tiers(following)).startsWith("followed");
        assertThat(ofMerchant(following, 7)).isEqualTo(3);
        user.post("/api/merchants/7/unfollow").expect(200);
        assertThat(tiers(user.get(RECOMMENDED))).doesNotContain("followed");
    }

    @Test
    void pagesRepeatNothingAndKeepTheCaps() {
        like(user, MADE.get(0));
        like(user, MADE.get(1));
        user.post("/api/merchants/3/follow").expect(201);
        for (int perPage : new int[] {1, 7, 20, 100}) {
            List<List<Integer>> pages = walk(user, RECOMMENDED + "?per_page=" + perPage);
            List<Integer> all = pages.stream().flatMap(List::stream).toList();
            assertThat(all).doesNotHaveDuplicates().hasSize(200);
            ApiResponse past = user.get(RECOMMENDED + "?per_page=" + perPage + "&page=" + (pages.size() + 1));
            assertThat(ids(past)).isEmpty();
            assertThat(tiers(past)).isEmpty();
            assertThat(past.json().get("pagination").get("pages").intValue()).isEqualTo(pages.size());
            assertThat(past.json().get("pagination").get("has_next").booleanValue())
                    .isFalse();
        }
        ApiResponse full = user.get(RECOMMENDED + "?per_page=100");
        for (int category = 1; category <= CATEGORIES; category++) {
            assertThat(ofCategory(full, category)).isLessThanOrEqualTo(5);
        }
        for (int merchant = 1; merchant <= MERCHANTS; merchant++) {
            assertThat(ofMerchant(full, merchant)).isLessThanOrEqualTo(3);
        }
        assertThat(ids(full)).hasSize(50);
        assertThat(user.get(RECOMMENDED + "?page=2147483647").expect(200).data())
                .isEmpty();
    }

    @Test
    void aLaterPageGoesOnInTheFeedOfPageOneWhateverHappens() {
        List<Integer> first = ids(user.get(RECOMMENDED));
        for (int reel : first) {
            view(user, reel);
        }
        List<Integer> second = ids(user.get(RECOMMENDED + "?page=2"));
        List<Integer> third = ids(user.get(RECOMMENDED + "?page=3"));
        assertThat(second).doesNotContainAnyElementsOf(first).hasSize(20);
        assertThat(third).doesNotContainAnyElementsOf(first).doesNotContainAnyElementsOf(second);
        List<List<Integer>> afresh = walk(user, RECOMMENDED);
        List<Integer> all = afresh.stream().flatMap(List::stream).toList();
        assertThat(all.subList(all.size() - 20, all.size()))
                .as("watched ones are last")
                .containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void pageOneIsKeptUntilTheUserDoesSomething() {
        ApiResponse first = user.get(RECOMMENDED);
        ApiResponse again = user.get(RECOMMENDED);
        assertThat(ids(again)).isEqualTo(ids(first));
        assertThat(generatedAt(again)).isEqualTo(generatedAt(first));
        view(user, ids(first).getFirst());
        ApiResponse afterwards = user.get(RECOMMENDED);
        assertThat(ids(afterwards)).doesNotContain(ids(first).getFirst());
    }

    @Test
    void whatDisappearsIsGoneAtOnceAndThePageIsFull() {
        int merchant = MERCHANTS + 1;
        List<Integer> own = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            own.add(shop.reel(merchant, CATEGORIES + 1, i));
        }
        shop.settle();
        user.post("/api/merchants/" + merchant + "/follow").expect(201);
        like(user, MADE.get(0));
        like(user, MADE.get(1));
        ApiResponse first = user.get(RECOMMENDED);
        assertThat(ids(first)).containsAll(own).hasSize(20);
        ApiClient seller = reels.user(10_000 + merchant);
        seller.delete("/api/reels/" + own.get(0)).expect(200);
        ApiResponse deleted = user.get(RECOMMENDED);
        assertThat(ids(deleted))
                .contains(own.get(1), own.get(2))
                .doesNotContain(own.get(0))
                .hasSize(20);
        reels.sql("UPDATE reels SET is_active = FALSE WHERE reel_id = ?", own.get(1));
        ApiResponse hidden = user.get(RECOMMENDED);
        assertThat(ids(hidden)).contains(own.get(2)).doesNotContain(own.get(1)).hasSize(20);
        shop.shop().stock(FeedShop.product(merchant, CATEGORIES + 1), 0);
        ApiResponse soldOut = user.get(RECOMMENDED);
        assertThat(ids(soldOut)).doesNotContainAnyElementsOf(own).hasSize(20);
        assertThat(tiers(soldOut)).doesNotContain("followed");
        assertThat(ids(user.get(RECOMMENDED + "?page=2"))).doesNotContainAnyElementsOf(ids(soldOut));
        Waiting.until(() -> total(user.get(RECOMMENDED)) == 200);
    }

    @Test
    void aMerchantIsNotShownTheirOwn() {
        ApiClient seller = reels.user(10_005);
        List<List<Integer>> pages = walk(seller, RECOMMENDED + "?per_page=50");
        assertThat(pages.stream().mapToInt(List::size).sum()).isEqualTo(190);
        assertThat(ofMerchant(seller.get(RECOMMENDED + "?per_page=100"), 5)).isZero();
    }

    @Test
    void whoIsTwoMerchantsIsShownTheReelsOfNeither() {
        reels.sql("UPDATE merchant_profiles SET user_id = ? WHERE merchant_id = ?", 10_008, 9);
        ApiClient seller = reels.user(10_008);
        seller.post("/api/merchants/9/follow").expect(201);
        like(seller, MADE.get(1));
        like(seller, MADE.get(2));
        List<List<Integer>> pages = walk(seller, RECOMMENDED + "?per_page=50");
        assertThat(pages.stream().mapToInt(List::size).sum()).isEqualTo(180);
        ApiResponse page = seller.get(RECOMMENDED + "?per_page=100");
        assertThat(ofMerchant(page, 8) + ofMerchant(page, 9)).isZero();
    }

    @Test
    void similarUsersShareWhatTheyLike() {
        List<Integer> common = List.of(MADE.get(10), MADE.get(40), MADE.get(70));
        int special = MADE.get(140);
        List<ApiClient> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(reels.user(NEXT_USER.getAndIncrement()));
        }
        for (ApiClient other : others) {
            common.forEach(reel -> like(other, reel));
            like(other, special);
        }
        common.forEach(reel -> like(user, reel));
        ApiResponse page = user.get(RECOMMENDED);
        assertThat(tiers(page)).contains("similar_users");
        assertThat(ids(page)).contains(special);
    }

    @Test
    void selectsFieldsAndMarksLikes() {
        like(user, MADE.get(3));
        view(user, MADE.get(3));
        view(user, MADE.get(4));
        JsonNode reel = user.get(RECOMMENDED + "?fields=reel_id,is_liked")
                .expect(200)
                .data()
                .get(0);
        assertThat(reel.propertyNames()).containsExactly("reel_id", "is_liked");
    }

    @Test
    void nobodyGetsTheFeedOfAnother() throws Exception {
        List<Integer> users = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            int id = NEXT_USER.getAndIncrement();
            users.add(id);
            reels.user(id).post("/api/merchants/" + (1 + i) + "/follow").expect(201);
            view(reels.user(id), MADE.get(i));
            view(reels.user(id), MADE.get(i + 20));
        }
        AtomicInteger turn = new AtomicInteger();
        List<Boolean> own = Concurrently.run(160, () -> {
            int at = turn.getAndIncrement() % users.size();
            ApiResponse page = reels.user(users.get(at)).get(RECOMMENDED);
            return page.data().get(0).get("merchant_id").intValue() == 1 + at;
        });
        assertThat(Set.copyOf(own)).containsExactly(true);
    }
}
