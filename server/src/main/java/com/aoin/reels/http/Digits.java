package com.aoin.reels.http;

/** Numbers as clients write them. A pattern compiled for each request would cost more than the check. */
final class Digits {
    private Digits() {}

    /** Whether a text is between one and so many of the digits 0 to 9, and nothing else. */
    static boolean isNumber(String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
