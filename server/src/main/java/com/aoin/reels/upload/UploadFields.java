package com.aoin.reels.upload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a form held, as it was sent and not yet checked.
 *
 * @param productId   null when the part is missing or empty
 * @param description null when the part is missing
 * @param video       null when the part is missing
 */
record UploadFields(
        @Nullable String productId,
        @Nullable String description,
        @Nullable ReceivedVideo video) {

    /**
     * Two requests are the same when this is: over the product, the description and the bytes of the video.
     *
     * @param digest that has seen the bytes of the video
     */
    String fingerprint(MessageDigest digest) {
        digest.update((byte) 0);
        digest.update(String.valueOf(productId).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(String.valueOf(description).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }
}
