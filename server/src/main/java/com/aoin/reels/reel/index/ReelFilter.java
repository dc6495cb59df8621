package com.aoin.reels.reel.index;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which reels a list shows and in which order.
 *
 * @param from  created then or later
 * @param until created before
 */
public record ReelFilter(
        @Nullable Integer categoryId,
        @Nullable Integer merchantId,
        @Nullable Instant from,
        @Nullable Instant until,
        Sort sort) {

    /** Equal values stand newest first. */
    public enum Sort {
        NEWEST("r.created_at DESC, r.reel_id DESC"),
        LIKES("r.likes_count DESC, r.created_at DESC, r.reel_id DESC"),
        VIEWS("r.views_count DESC, r.created_at DESC, r.reel_id DESC"),
        SHARES("r.shares_count DESC, r.created_at DESC, r.reel_id DESC");

        private final String order;

        Sort(String order) {
            this.order = order;
        }

        public String order() {
            return order;
        }
    }

    /** Conditions to append after a WHERE, with the names of {@link #parameters()}. */
    public String conditions() {
        return (categoryId == null ? "" : " AND p.category_id = :category")
                + (merchantId == null ? "" : " AND r.merchant_id = :merchant")
                + (from == null ? "" : " AND r.created_at >= :from")
                + (until == null ? "" : " AND r.created_at < :until");
    }

    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        putIfSet(parameters, "category", categoryId);
        putIfSet(parameters, "merchant", merchantId);
        putIfSet(parameters, "from", from);
        putIfSet(parameters, "until", until);
        return parameters;
    }

    private static void putIfSet(Map<String, Object> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
