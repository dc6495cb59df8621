package com.aoin.reels.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether shoppers see a reel. It is calculated from the reel, its product and its merchant whenever it is asked and
 * never stored, so stock that comes back brings the reel back. The rule stands twice, as SQL and as Java; a test holds
 * the two equal over all combinations.
 */
public final class Visibility {
    /** What a query must join to use {@link #VISIBLE}: reels as r; p, s and m may be missing. */
    public static final String JOINS = """
            LEFT JOIN products p ON p.product_id = r.product_id
            LEFT JOIN product_stock s ON s.product_id = r.product_id
            LEFT JOIN merchant_profiles m ON m.merchant_id = r.merchant_id
            """;

    /** The part of the reel, as far as it is not deleted. */
    public static final String REEL_SHOWABLE = "(r.is_active AND r.approval_status = 'approved')";

    /** The part of the merchant; NULL means no. */
    public static final String MERCHANT_ACTIVE = "(m.merchant_id IS NOT NULL AND m.is_active)";

    /**
     * The part of the product; NULL means no. A shop's own column may have any collation, so its status is compared
     * byte by byte.
     */
    public static final String PRODUCT_SELLABLE = """
            (p.product_id IS NOT NULL AND p.deleted_at IS NULL AND p.is_active
             AND CAST(p.approval_status AS BINARY) = 'approved' AND s.stock_qty > 0)""";

    /** True for exactly the rows without a disabling reason. */
    public static final String VISIBLE =
            "(r.deleted_at IS NULL AND " + REEL_SHOWABLE + " AND " + MERCHANT_ACTIVE + " AND " + PRODUCT_SELLABLE + ")";

    private Visibility() {}

    /** The reel's own part. Any other status than approved or rejected waits for approval. */
    public record ReelState(boolean deleted, boolean active, String approvalStatus) {}

    /** The product's part; a product without a stock row has none. */
    public record ProductState(boolean deleted, boolean active, String approvalStatus, int stock) {}

    /**
     * Every reason that applies, in order.
     *
     * @param product null when there is no such product: it counts as deleted, and nothing else is known of it
     */
    public static List<DisablingReason> reasons(
            ReelState reel, boolean merchantActive, @Nullable ProductState product) {
        if (merchantActive && isUsual(reel) && product != null && isUsual(product)) {
            return List.of();
        }
        List<DisablingReason> reasons = new ArrayList<>();
        addIf(reel.deleted(), DisablingReason.REEL_DELETED, reasons);
        addIf(!reel.active(), DisablingReason.REEL_INACTIVE, reasons);
        addStatus(reel.approvalStatus(), DisablingReason.REEL_PENDING, DisablingReason.REEL_REJECTED, reasons);
        addIf(!merchantActive, DisablingReason.MERCHANT_INACTIVE, reasons);
        addIf(product == null || product.deleted(), DisablingReason.PRODUCT_DELETED, reasons);
        if (product != null) {
            addIf(!product.active(), DisablingReason.PRODUCT_INACTIVE, reasons);
            addStatus(
                    product.approvalStatus(),
                    DisablingReason.PRODUCT_PENDING,
                    DisablingReason.PRODUCT_REJECTED,
                    reasons);
            addIf(product.stock() <= 0, DisablingReason.PRODUCT_OUT_OF_STOCK, reasons);
        }
        return List.copyOf(reasons);
    }

    private static boolean isUsual(ReelState reel) {
        return !reel.deleted() && reel.active() && "approved".equals(reel.approvalStatus());
    }

    private static boolean isUsual(ProductState product) {
        return !product.deleted()
                && product.active()
                && "approved".equals(product.approvalStatus())
                && product.stock() > 0;
    }

    private static void addIf(boolean applies, DisablingReason reason, List<DisablingReason> reasons) {
        if (applies) {
            reasons.add(reason);
        }
    }

    private static void addStatus(
            String status, DisablingReason pending, DisablingReason rejected, List<DisablingReason> reasons) {
        switch (status) {
            case "approved" -> {
                // Nothing against it.
            }
            case "rejected" -> reasons.add(rejected);
            default -> reasons.add(pending);
        }
    }
}
