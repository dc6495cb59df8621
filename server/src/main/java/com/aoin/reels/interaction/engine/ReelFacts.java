package com.aoin.reels.interaction.engine;

import org.jspecify.annotations.Nullable;

/**
 * What the rules must know of a reel that is not deleted.
 *
 * @param hidden  by moderation: it exists for its owner and admins only
 * @param visible whether shoppers see it now
 */
record ReelFacts(
        int reelId,
        int merchantId,
        boolean hidden,
        boolean visible,
        @Nullable Integer ownerId,
        int durationSeconds,
        @Nullable Integer categoryId) {

    boolean existsFor(Command.Actor actor) {
        return !hidden
                || actor.admin()
                || (actor.userId() != null && actor.userId().equals(ownerId));
    }
}
