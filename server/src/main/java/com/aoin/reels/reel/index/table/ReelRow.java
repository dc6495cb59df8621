package com.aoin.reels.reel.index.table;

/**
 * A reel that is not deleted, as it stands in the database, with what its product and merchant contribute.
 *
 * @param changedMicros when it was last written to, other than to count
 * @param showable   by itself: active and approved
 * @param categoryId of its product, 0 = none
 * @param sellable   by its product: there, active, approved, in stock
 */
public record ReelRow(
        int reelId,
        int merchantId,
        int productId,
        long createdMicros,
        long changedMicros,
        int views,
        int likes,
        int shares,
        boolean showable,
        int categoryId,
        boolean sellable,
        boolean merchantActive) {

    public ProductState product() {
        return new ProductState(productId, categoryId, sellable);
    }

    public MerchantState merchant() {
        return new MerchantState(merchantId, merchantActive);
    }

    /**
     * What a product contributes to its reels.
     *
     * @param categoryId 0 = none
     */
    public record ProductState(int productId, int categoryId, boolean sellable) {}

    /** What a merchant contributes to its reels. */
    public record MerchantState(int merchantId, boolean active) {}
}
