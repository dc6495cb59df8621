package com.aoin.reels.storage;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The name of an object in storage. It is made of ids and 160 random bits, so it cannot be guessed, and nothing of a
 * client's file name reaches a path.
 */
public final class StorageKey {
    /** How long an object may be kept by whoever got it: for ever, since a key always names the same bytes. */
    public static final String CACHE_CONTROL = "public, max-age=31536000, immutable";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern FORM =
            Pattern.compile("reels/merchant_\\d{1,10}/product_\\d{1,10}/[0-9a-f]{40}\\.(mp4|mov|avi|mkv|jpg)");

    private static final Map<String, String> TYPES = Map.of(
            "mp4", "video/mp4",
            "mov", "video/quicktime",
            "avi", "video/x-msvideo",
            "mkv", "video/x-matroska",
            "jpg", "image/jpeg");

    private StorageKey() {}

    /**
     * A new key.
     *
     * @param extension lower case, without the dot
     */
    public static String make(int merchantId, int productId, String extension) {
        byte[] bytes = new byte[20];
        RANDOM.nextBytes(bytes);
        return "reels/merchant_%d/product_%d/%s.%s"
                .formatted(merchantId, productId, HexFormat.of().formatHex(bytes), extension);
    }

    /** What kind of file a key of ours stands for, from its extension. */
    static String extension(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** The media type of a key of ours. */
    public static String mediaType(String key) {
        return TYPES.getOrDefault(extension(key), "application/octet-stream");
    }

    /** Whether a text from outside has the form of a key of ours; nothing else is looked up. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }
}
