package com.aoin.reels.upload.resumable;

import com.aoin.reels.http.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client says about its file: keys with values in Base64, {@code filename Y2xpcC5tcDQ=,product_id NDI=}. */
public final class Metadata {
    private static final Pattern KEY = Pattern.compile("[!-~]+");

    private final Map<String, byte[]> values;

    private Metadata(Map<String, byte[]> values) {
        this.values = values;
    }

    /**
     * Reads the header.
     *
     * @throws ApiException VALIDATION_ERROR when it is malformed
     */
    public static Metadata parse(String header) {
        Map<String, byte[]> values = new HashMap<>();
        for (String pair : header.isBlank() ? new String[0] : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", 2);
            if (!KEY.matcher(parts[0]).matches()
                    || values.put(parts[0], decode(parts.length == 1 ? "" : parts[1])) != null) {
                throw malformed();
            }
        }
        return new Metadata(values);
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static ApiException malformed() {
        return ApiException.invalid(
                Tus.METADATA, Tus.METADATA + " must hold distinct keys in ASCII with values in Base64");
    }

    /**
     * The text of a key; null when it is missing or empty.
     *
     * @throws ApiException VALIDATION_ERROR when it is not UTF-8
     */
    public @Nullable String text(String key) {
        byte[] value = values.get(key);
        if (value == null || value.length == 0) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiException.invalid(key, key + " must be UTF-8 text");
        }
    }

    /**
     * The text of a key that must be there.
     *
     * @throws ApiException VALIDATION_ERROR when it is missing, empty or not UTF-8
     */
    public String requireText(String key) {
        String text = text(key);
        if (text == null) {
            throw ApiException.invalid(key, key + " is required in " + Tus.METADATA);
        }
        return text;
    }
}
