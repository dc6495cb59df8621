package com.aoin.reels.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One word of a query.
 *
 * @param terms       what must stand side by side: one term, the parts of "t-shirt", or the pairs of Chinese characters
 * @param stem the stem of an inflected word
 * @param joined      the parts of a compound written as one
 */
record Word(
        List<String> terms, @Nullable String stem, @Nullable String joined) {}
