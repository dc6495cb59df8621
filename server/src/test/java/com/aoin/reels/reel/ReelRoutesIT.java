package com.aoin.reels.reel;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReelRoutesIT {
    private static TestingReels reels;
    private static TestShop shop;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    @Test
    void aReelIsReadAsPublished() {
        int id = shop.reel(11, "Look at this phone", "2026-03-01 10:00:00");
        var reel = reels.anonymous().get("/api/reels/" + id).expect(200).data();
        assertThat(reel.get("description").stringValue()).isEqualTo("Look at this phone");
        assertThat(reel.get("created_at").stringValue()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(reel.get("product").get("selling_price").decimalValue()).isEqualByComparingTo("9999.98");
        assertThat(reel.get("is_visible").booleanValue()).isTrue();
    }
}
