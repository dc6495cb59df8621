package com.aoin.reels.http;

/** Ids as clients write them: 1 to 2147483647 in decimal. */
public final class Ids {
    private Ids() {}

    public static int parse(String field, String text) {
        if (Digits.isNumber(text, 10)) {
            long id = Long.parseLong(text);
            if (id >= 1 && id <= Integer.MAX_VALUE) {
                return (int) id;
            }
        }
        throw ApiException.invalid(field, field + " must be a whole number from 1 to 2147483647");
    }
}
