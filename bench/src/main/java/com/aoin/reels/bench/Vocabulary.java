package com.aoin.reels.bench;

import java.util.SplittableRandom;

/**
 * Made-up words that come as often as those of a language do: every third is one of a few that hold sentences together,
 * the others fall off like {@code 1 / (n + 100)}, so that the commonest is in two or three texts of a hundred.
 */
final class Vocabulary {
    private static final int WORDS = 30_000;
    private static final int SHIFT = 100;
    private static final int LITTLE_WORDS = 20;
    private static final String[] SYLLABLES = {
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi",
        "yo", "zu"
    };

    private Vocabulary() {}

    /** A sentence of so many words. */
    static String sentence(SplittableRandom random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(random.nextInt(3) == 0 ? littleWord(random) : word(random));
        }
        return text.toString();
    }

    /** One of the words that hold sentences together. */
    static String littleWord(SplittableRandom random) {
        return SYLLABLES[random.nextInt(LITTLE_WORDS)] + "n";
    }

    /** Any other word, drawn as it would be met in a text. */
    static String word(SplittableRandom random) {
        double stretch = Math.log((double) (WORDS + SHIFT) / SHIFT);
        int rank = (int) (SHIFT * Math.exp(random.nextDouble() * stretch)) - SHIFT;
        // Scattered, so that words of like frequency do not begin alike.
        int code = (int) (rank * 7_919L % 64_000);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            word.append(SYLLABLES[code % SYLLABLES.length]);
            code /= SYLLABLES.length;
        }
        return word.toString();
    }
}
