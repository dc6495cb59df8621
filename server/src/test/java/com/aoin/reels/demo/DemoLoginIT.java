package com.aoin.reels.demo;

import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import org.junit.jupiter.api.Test;

class DemoLoginIT {
    @Test
    void nobodySignsInWithoutAPasswordOutsideDemoMode() {
        try (TestingReels reels = TestingReels.start()) {
            TestShop.in(reels);
            reels.anonymous().postJson("/api/demo/login", "{\"user_id\":1}").expectError(404, "NOT_FOUND_ERROR", null);
            reels.admin(90).postJson("/api/demo/login", "{\"user_id\":1}").expectError(404, "NOT_FOUND_ERROR", null);
        }
    }
}
