package com.aoin.reels.reel;

import com.aoin.reels.http.ApiException;

/** The text beside a reel: 1 to 5000 code points after trimming. */
public final class Description {
    public static final int MAX_LENGTH = 5000;
    private static final String FIELD = "description";

    private Description() {}

    /**
     * The trimmed text.
     *
     * @throws ApiException VALIDATION_ERROR when nothing is left of it, or too much
     */
    public static String check(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            throw ApiException.invalid(FIELD, "description must not be empty");
        }
        if (trimmed.codePointCount(0, trimmed.length()) > MAX_LENGTH) {
            throw ApiException.invalid(FIELD, "description must not be longer than " + MAX_LENGTH + " characters");
        }
        return trimmed;
    }
}
