package com.aoin.reels.interaction;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.CounterCheck;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A service for the tests of a class, each of which has a user of its own, and every counter held after each. */
abstract class ViewerFixture {
    private static final AtomicInteger NEXT_USER = new AtomicInteger(1000);
    private static final int USERS = 200;

    static TestingReels reels;
    static TestShop shop;

    final int userId = nextUser();
    final ApiClient user = reels.user(userId);

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
        shop.users(NEXT_USER.get(), NEXT_USER.get() + USERS);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    @AfterEach
    void everyCounterIsExact() {
        CounterCheck.assertExact(reels.database(), 50);
    }

    static int nextUser() {
        return NEXT_USER.getAndIncrement();
    }

    static int newReel() {
        return shop.reel(11, "A phone", "2026-03-01 10:00:00");
    }
}
