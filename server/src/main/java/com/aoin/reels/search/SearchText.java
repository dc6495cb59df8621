package com.aoin.reels.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The words of a reel that can be searched for. */
record SearchText(int reelId, String description, String productName, String merchantName) {
    /** Tells texts apart. */
    long fingerprint() {
        String text = productName + '\0' + merchantName + '\0' + description;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
