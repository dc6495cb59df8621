package com.aoin.reels.catalog;

import static com.aoin.reels.catalog.DisablingReason.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.catalog.Visibility.ProductState;
import com.aoin.reels.catalog.Visibility.ReelState;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisibilityTest {
    private static final ReelState GOOD_REEL = new ReelState(false, true, "approved");
    private static final ProductState GOOD_PRODUCT = new ProductState(false, true, "approved", 1);

    @Test
    void nothingAgainstIt() {
        assertThat(Visibility.reasons(GOOD_REEL, true, GOOD_PRODUCT)).isEmpty();
    }

    @Test
    void everyReasonAlone() {
        assertThat(Visibility.reasons(new ReelState(true, true, "approved"), true, GOOD_PRODUCT))
                .containsExactly(REEL_DELETED);
        assertThat(Visibility.reasons(new ReelState(false, false, "approved"), true, GOOD_PRODUCT))
                .containsExactly(REEL_INACTIVE);
        assertThat(Visibility.reasons(new ReelState(false, true, "pending"), true, GOOD_PRODUCT))
                .containsExactly(REEL_PENDING);
        assertThat(Visibility.reasons(new ReelState(false, true, "rejected"), true, GOOD_PRODUCT))
                .containsExactly(REEL_REJECTED);
        assertThat(Visibility.reasons(GOOD_REEL, false, GOOD_PRODUCT)).containsExactly(MERCHANT_INACTIVE);
        assertThat(Visibility.reasons(GOOD_REEL, true, null)).containsExactly(PRODUCT_DELETED);
        assertThat(product(true, true, "approved", 1)).containsExactly(PRODUCT_DELETED);
        assertThat(product(false, false, "approved", 1)).containsExactly(PRODUCT_INACTIVE);
        assertThat(product(false, true, "pending", 1)).containsExactly(PRODUCT_PENDING);
        assertThat(product(false, true, "rejected", 1)).containsExactly(PRODUCT_REJECTED);
        assertThat(product(false, true, "approved", 0)).containsExactly(PRODUCT_OUT_OF_STOCK);
        assertThat(product(false, true, "approved", -1)).containsExactly(PRODUCT_OUT_OF_STOCK);
    }

    private static List<DisablingReason> product(boolean deleted, boolean active, String status, int stock) {
        return Visibility.reasons(GOOD_REEL, true, new ProductState(deleted, active, status, stock));
    }

    @Test
    void allThatApplyInOrder() {
        assertThat(Visibility.reasons(
                        new ReelState(true, false, "rejected"), false, new ProductState(true, false, "pending", 0)))
                .containsExactly(
                        REEL_DELETED,
                        REEL_INACTIVE,
                        REEL_REJECTED,
                        MERCHANT_INACTIVE,
                        PRODUCT_DELETED,
                        PRODUCT_INACTIVE,
                        PRODUCT_PENDING,
                        PRODUCT_OUT_OF_STOCK);
        assertThat(DisablingReason.values())
                .containsExactly(
                        REEL_DELETED,
                        REEL_INACTIVE,
                        REEL_PENDING,
                        REEL_REJECTED,
                        MERCHANT_INACTIVE,
                        PRODUCT_DELETED,
                        PRODUCT_INACTIVE,
                        PRODUCT_PENDING,
                        PRODUCT_REJECTED,
                        PRODUCT_OUT_OF_STOCK);
    }

    @Test
    void anUnknownStatusWaitsForApproval() {
        assertThat(Visibility.reasons(new ReelState(false, true, "draft"), true, GOOD_PRODUCT))
                .containsExactly(REEL_PENDING);
        assertThat(product(false, true, "", 1)).containsExactly(PRODUCT_PENDING);
    }
}
