package com.aoin.reels.reel.index.table;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A merchant that has or had reels: whether it is active, and its reels. */
final class MerchantReels {
    private static final int OBJECT_BYTES = 32 + 16 + 48;

    final NewestFirst visible = new NewestFirst();
    final NewestFirst hidden = new NewestFirst();
    boolean active;

    long bytes() {
        return OBJECT_BYTES + visible.bytes() + hidden.bytes();
    }

    /** All of them by id. */
    static final class ById {
        private final Map<Integer, MerchantReels> merchants = new HashMap<>();

        @Nullable
        MerchantReels find(int merchantId) {
            return merchants.get(merchantId);
        }

        MerchantReels findOrAdd(int merchantId) {
            return merchants.computeIfAbsent(merchantId, id -> new MerchantReels());
        }

        int[] ids() {
            return merchants.keySet().stream()
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
        }

        int size() {
            return merchants.size();
        }

        long bytes() {
            return merchants.values().stream().mapToLong(MerchantReels::bytes).sum();
        }
    }
}
