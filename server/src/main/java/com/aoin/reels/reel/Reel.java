package com.aoin.reels.reel;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.catalog.DisablingReason;
import com.aoin.reels.catalog.Product;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reel as it stands now, with its product and merchant.
 *
 * @param provider     the storage that has the video and the thumbnail
 * @param videoUrl     the canonical link, null where the storage is local
 * @param thumbnailUrl the canonical link, null where the storage is local or there is no thumbnail
 * @param product      null when the shop no longer has the row
 * @param merchantName null when the shop no longer has the merchant
 * @param ownerId      the merchant's user, null when the shop no longer has the merchant
 * @param reasons      why it is not visible; empty = it is
 */
public record Reel(
        int reelId,
        int merchantId,
        int productId,
        String provider,
        String videoKey,
        @Nullable String videoUrl,
        @Nullable String thumbnailKey,
        @Nullable String thumbnailUrl,
        String description,
        int durationSeconds,
        long fileSizeBytes,
        String videoFormat,
        String resolution,
        String processing,
        int views,
        int likes,
        int shares,
        boolean active,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Product product,
        @Nullable String merchantName,
        @Nullable Integer ownerId,
        List<DisablingReason> reasons) {

    public boolean isVisible() {
        return reasons.isEmpty();
    }

    public boolean isDeleted() {
        return reasons.contains(DisablingReason.REEL_DELETED);
    }

    /**
     * Whether this reel exists for the caller: a deleted one for nobody, one hidden by moderation for its owner and
     * admins.
     */
    public boolean existsFor(Caller caller) {
        if (isDeleted()) {
            return false;
        }
        return caller.isAdmin() || isOwnedBy(caller) || reasons.stream().noneMatch(DisablingReason::isModeration);
    }

    public boolean isOwnedBy(Caller caller) {
        Integer user = caller.user();
        return user != null && user.equals(ownerId);
    }
}
