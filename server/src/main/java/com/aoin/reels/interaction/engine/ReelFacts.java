package com.aoin.reels.interaction.engine;

import org.jspecify.annotations.Nullable;

/**
 * What the rules must know of a reel that is not deleted.
 *
 * @param hidden  by moderation: it exists for its owner and admins only
 * @param visible whether shoppers see it now
 * @param categoryId of its product; null when it has none, or nobody's preference depends on it
 */
record ReelFacts(
        int reelId,
        int merchantId,
        boolean hidden,
        boolean visible,
        @Nullable Integer ownerId,
        int durationSeconds,
        @Nullable Integer categoryId) {

    ReelFacts in(@Nullable Integer category) {
        return new ReelFacts(reelId, merchantId, hidden, visible, ownerId, durationSeconds, category);
    }
}
