package com.aoin.reels.catalog;

/** Why shoppers do not see a reel, in the order in which reasons are listed. */
public enum DisablingReason {
    REEL_DELETED,
    REEL_INACTIVE,
    REEL_PENDING,
    REEL_REJECTED,
    MERCHANT_INACTIVE,
    PRODUCT_DELETED,
    PRODUCT_INACTIVE,
    PRODUCT_PENDING,
    PRODUCT_REJECTED,
    PRODUCT_OUT_OF_STOCK;

    /** Set by moderation: such a reel does not exist for anyone but its owner and admins. */
    public boolean isModeration() {
        return this == REEL_INACTIVE || this == REEL_PENDING || this == REEL_REJECTED;
    }
}
