package com.aoin.reels.moderation;

import org.jspecify.annotations.Nullable;

/** What an admin decides about a reel, with the reason where one is given. */
sealed interface Decision {
    /**
     * Shoppers see the reel again, whatever was decided before.
     *
     * @param description that the admin saw; null = whatever it is by now
     */
    record Approve(@Nullable String reason, @Nullable String description) implements Decision {}

    /** The reel is gone for all but its owner and admins; the owner has to know why. */
    record Reject(String reason) implements Decision {}

    /** The reel is gone for all but its owner and admins, its approval aside. */
    record Hide(@Nullable String reason) implements Decision {}

    @Nullable
    String reason();

    /** The name under which it is recorded. */
    default String action() {
        return switch (this) {
            case Approve _ -> "approve";
            case Reject _ -> "reject";
            case Hide _ -> "hide";
        };
    }
}
