package com.aoin.reels.upload;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** What the tests of uploads share: a shop, merchants who have posted nothing yet, and that after each test nothing is left. */
abstract class UploadTesting {
    /** Each merchant has ten attempts an hour, so each test takes a merchant of its own. */
    private static final AtomicInteger NEXT_MERCHANT = new AtomicInteger(1000);

    static TestingReels reels;
    static TestShop shop;

    int merchant;
    int product;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    /** Whatever a test did: no upload is left under way, and no file without a reel or a day of grace. */
    @AfterEach
    void nothingIsLeft() {
        Waiting.until(() -> reels.count("uploads WHERE state <> 'DONE'") == 0);
        Waiting.until(() -> reels.count("media_files WHERE delete_after <= UTC_TIMESTAMP()") == 0);
        // A transcoder may be at work there.
        Waiting.until(() -> reels.files("work").stream().allMatch(file -> file.endsWith("lock")));
        Waiting.until(() -> reels.files("media").equals(ofReels()));
    }

    private static List<String> ofReels() {
        return reels.rows("SELECT storage_key FROM media_files WHERE reel_id IS NOT NULL ORDER BY storage_key").stream()
                .map(row -> (String) row.getFirst())
                .toList();
    }

    /** A merchant with one product, who has posted nothing yet. */
    ApiClient newMerchant() {
        merchant = NEXT_MERCHANT.getAndIncrement();
        product = merchant * 10;
        shop.user(merchant, "user");
        shop.merchant(merchant, merchant, "Merchant " + merchant);
        shop.product(product, merchant, 1, "Product of " + merchant, 3);
        return reels.user(merchant);
    }

    MultipartForm form(String fileName, Path video) {
        return MultipartForm.of(product, "A fine product").file("video", fileName, video);
    }
}
