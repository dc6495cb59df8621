package com.aoin.reels.storage;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of an object in storage. It is made of ids and 160 random bits, so it cannot be guessed, and nothing of a
 * client's file name reaches a path.
 */
public final class StorageKey {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern FORM =
            Pattern.compile("reels/merchant_\\d{1,10}/product_\\d{1,10}/[0-9a-f]{40}\\.(mp4|mov|avi|mkv|jpg)");

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

    /** Whether a text from outside has the form of a key of ours; nothing else is looked up. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }
}
