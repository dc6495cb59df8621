package com.aoin.reels.reel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that a {@code Range} header asks for. A header of another unit, of several ranges or that cannot
 * be read counts as none, as HTTP allows, and the whole file is sent.
 *
 * @param first inclusive
 * @param last  inclusive
 */
record ByteRange(long first, long last) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d*)-(\\d*)", Pattern.CASE_INSENSITIVE);
    /** More digits than any file's length has are as good as these. */
    private static final int MAX_DIGITS = 18;

    long length() {
        return last - first + 1;
    }

    boolean isEmpty() {
        return last < first;
    }

    /** Null = the whole file; an empty range = nothing of it can be had. */
    static @Nullable ByteRange parse(@Nullable String header, long size) {
        Matcher range = SINGLE.matcher(header == null ? "" : header.replace(" ", ""));
        if (!range.matches()) {
            return null;
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? null : suffix(number(last), size);
        }
        long from = number(first);
        long to = last.isEmpty() ? size - 1 : Math.min(number(last), size - 1);
        if (!last.isEmpty() && number(last) < from) {
            return null;
        }
        return new ByteRange(from, to);
    }

    private static long number(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 ? new ByteRange(size, size - 1) : new ByteRange(Math.max(0, size - length), size - 1);
    }
}
