package com.aoin.reels.feed.ranking;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a reel is in a recommended feed, in the order in which {@code tiers_used} names them. */
public enum Tier {
    FOLLOWED(0),
    CATEGORY(1),
    TRENDING(2),
    SIMILAR_USERS(3),
    CATEGORY_DIVERSITY(4),
    GENERAL(5);

    private final byte code;

    Tier(int code) {
        this.code = (byte) code;
    }

    /** As feeds are kept; a code never changes its meaning. */
    public byte code() {
        return code;
    }

    /** The one with a code; null when there is none. */
    public static @Nullable Tier of(byte code) {
        for (Tier tier : values()) {
            if (tier.code == code) {
                return tier;
            }
        }
        return null;
    }

    /** As the API spells it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
