package com.aoin.reels.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.CounterCheck;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Following merchants through HTTP. */
class FollowRoutesIT {
    private static final AtomicInteger NEXT_USER = new AtomicInteger(1000);
    private static final AtomicInteger NEXT_MERCHANT = new AtomicInteger(2000);

    private static TestingReels reels;
    private static TestShop shop;

    private final ApiClient user = reels.user(NEXT_USER.getAndIncrement());
    private final int merchant = NEXT_MERCHANT.getAndIncrement();

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
        shop.users(1000, 1100);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    FollowRoutesIT() {
        shop.merchant(merchant, 3, "Merchant " + merchant);
    }

    @AfterEach
    void everyCounterIsExact() {
        CounterCheck.assertExact(reels.database(), 50);
    }

    private ApiResponse follow(ApiClient caller) {
        return caller.post("/api/merchants/" + merchant + "/follow");
    }

    private ApiResponse unfollow(ApiClient caller) {
        return caller.post("/api/merchants/" + merchant + "/unfollow");
    }

    private void isActive(boolean active) {
        reels.sql("UPDATE merchant_profiles SET is_active = ? WHERE merchant_id = ?", active, merchant);
    }

    private List<Integer> following(String query) {
        return user.get("/api/merchants/following" + query)
                .expect(200)
                .data()
                .valueStream()
                .map(entry -> entry.get("merchant_id").intValue())
                .toList();
    }

    @Test
    void aMerchantIsFollowedOnceAndUnfollowedOnce() {
        ApiResponse followed = follow(user).expect(201);
        assertThat(followed.json().get("message").stringValue()).isEqualTo("Merchant followed successfully");
        assertThat(followed.data().get("merchant_id").intValue()).isEqualTo(merchant);
        follow(user).expectError(400, "VALIDATION_ERROR", null).expectMessage("You already follow this merchant");
        assertThat(following("")).containsExactly(merchant);
        ApiResponse unfollowed = unfollow(user).expect(200);
        assertThat(unfollowed.json().get("message").stringValue()).isEqualTo("Merchant unfollowed successfully");
        unfollow(user).expectError(400, "VALIDATION_ERROR", null).expectMessage("You do not follow this merchant");
        assertThat(following("")).isEmpty();
    }

    @Test
    void reelsTellWhoIsFollowed() {
        int product = merchant * 10;
        shop.product(product, merchant, 1, "Thing", 3);
        int reel = shop.reel(product, "Thing", "2026-03-01 10:00:00");
        follow(user).expect(201);
        JsonNode shown = user.get("/api/reels/" + reel).expect(200).data();
        assertThat(shown.get("merchant").get("is_following").booleanValue()).isTrue();
        JsonNode anonymous =
                reels.anonymous().get("/api/reels/" + reel).expect(200).data();
        assertThat(anonymous.get("merchant").get("is_following").booleanValue()).isFalse();
    }

    @Test
    void anInactiveMerchantCannotBeFollowedButUnfollowed() {
        follow(user).expect(201);
        isActive(false);
        follow(reels.user(1)).expectError(404, "NOT_FOUND_ERROR", null).expectMessage("Merchant not found");
        unfollow(reels.user(1)).expectError(400, "VALIDATION_ERROR", null);
        assertThat(following("")).containsExactly(merchant);
        unfollow(user).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"follow", "unfollow"})
    void refusals(String action) {
        String path = "/api/merchants/" + merchant + "/" + action;
        reels.anonymous().post(path).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.bearing("nonsense").post(path).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(987_654).post(path).expectError(404, "NOT_FOUND_ERROR", null);
        reels.admin(777_777).post(path).expectError(404, "NOT_FOUND_ERROR", null);
        for (String id : List.of("abc", "0", "-1", "2147483648")) {
            user.post("/api/merchants/" + id + "/" + action).expectError(400, "VALIDATION_ERROR", "merchant_id");
        }
        user.post("/api/merchants/2147483647/" + action)
                .expectError(404, "NOT_FOUND_ERROR", null)
                .expectMessage("Merchant not found");
    }

    @Test
    void merchantsAndAdminsFollowLikeEveryone() {
        for (ApiClient caller : List.of(reels.user(TestShop.MERCHANT_USER), reels.user(TestShop.ADMIN_USER))) {
            follow(caller).expect(201);
            unfollow(caller).expect(200);
        }
    }

    @Test
    void theListIsPagedLatestFirst() {
        int second = NEXT_MERCHANT.getAndIncrement();
        int third = NEXT_MERCHANT.getAndIncrement();
        shop.merchant(second, 3, "Second");
        shop.merchant(third, 3, "Third");
        for (int id : List.of(merchant, second, third)) {
            user.post("/api/merchants/" + id + "/follow").expect(201);
        }
        assertThat(following("?per_page=2")).containsExactly(third, second);
        assertThat(following("?per_page=2&page=2")).containsExactly(merchant);
        assertThat(following("?per_page=2&page=3")).isEmpty();
        JsonNode answer =
                user.get("/api/merchants/following?per_page=2").expect(200).json();
        assertThat(answer.get("pagination").get("total").intValue()).isEqualTo(3);
        assertThat(answer.get("pagination").get("pages").intValue()).isEqualTo(2);
        assertThat(answer.get("data").get(0).get("business_name").stringValue()).isEqualTo("Third");
        reels.sql(
                "UPDATE user_merchant_follows SET followed_at = '2026-01-01' WHERE merchant_id IN (?, ?)",
                second,
                third);
        assertThat(following("")).containsExactly(merchant, third, second);
        user.get("/api/merchants/following?per_page=101").expectError(400, "VALIDATION_ERROR", "per_page");
        reels.anonymous().get("/api/merchants/following").expectError(401, "AUTHENTICATION_ERROR", null);
        reels.admin(777_777).get("/api/merchants/following").expectError(404, "NOT_FOUND_ERROR", null);
    }
}
