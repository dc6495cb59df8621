package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A disk with less room than uploads have to leave: they are refused, everything else goes on. */
class FullDiskIT {
    private static TestingReels reels;
    private static TestShop shop;

    @BeforeAll
    static void start() {
        reels = TestingReels.builder().set("REELS_KEEP_FREE_MB", "100000000").start();
        shop = TestShop.in(reels);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    @Test
    void anUploadIsRefusedAndIsNoAttempt() {
        for (int i = 0; i < 12; i++) {
            ApiResponse refusal = reels.user(TestShop.MERCHANT_USER)
                    .upload(MultipartForm.of(11, "A phone").file("video", "phone.mp4", TestClips.h264(2, 180, 320)));
            refusal.expectError(503, "TRANSACTION_ERROR", null);
            assertThat(refusal.header("Retry-After")).isEqualTo("600");
        }
        assertThat(reels.count("uploads")).isZero();
        assertThat(reels.files("work")).allMatch(file -> file.endsWith("lock"));
    }

    @Test
    void aResumableUploadDoesNotBegin() {
        ApiResponse refusal =
                TestUpload.create(reels.user(TestShop.MERCHANT_USER), 1000, TestUpload.metadata("phone.mp4", 11));
        refusal.expectError(503, "TRANSACTION_ERROR", null);
        assertThat(refusal.header("Retry-After")).isEqualTo("600");
    }

    @Test
    void shoppersNoticeNothing() {
        int reel = shop.reel(11, "A phone", "2026-03-01 10:00:00");
        reels.user(TestShop.MERCHANT_USER)
                .postJson("/api/reels/" + reel + "/view", "{}")
                .expect(200);
    }
}
