package com.aoin.reels.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what someone typed into words: at blanks, where the script changes, and in Chinese and Japanese, which write
 * none, by dictionary.
 */
final class Words {
    private static final Analyzer SEGMENTS = SearchAnalyzer.segments();
    private static final Analyzer TERMS = SearchAnalyzer.forQueries();
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");
    private static final String EMOJI = "<EMOJI>";
    private static final Set<String> PAIRED = Set.of("<IDEOGRAPHIC>", "<HIRAGANA>", "<KATAKANA>", "<HANGUL>");
    /** Little words that hold a sentence together and tell no product from another. */
    private static final Pattern PARTICLE = Pattern.compile("\\p{IsHiragana}|[的之]");

    private Words() {}

    /**
     * A part of a chunk.
     *
     * @param whole  a word by itself, whatever stands beside it
     * @param paired its terms are pairs of characters
     */
    private record Segment(int start, int end, boolean whole, boolean paired) {}

    static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        List<Word> particles = new ArrayList<>();
        for (String chunk : BLANKS.splitAsStream(text).toList()) {
            for (Segment segment : segments(chunk)) {
                String part = chunk.substring(segment.start, segment.end);
                Word word = word(part, segment.paired);
                if (word != null) {
                    (PARTICLE.matcher(part).matches() ? particles : words).add(word);
                }
            }
        }
        return words.isEmpty() ? particles : words;
    }

    /** What stands between two blanks, cut further where it is written without them. */
    private static List<Segment> segments(String chunk) {
        List<Segment> segments = new ArrayList<>();
        try (TokenStream tokens = SEGMENTS.tokenStream("", chunk)) {
            OffsetAttribute place = tokens.addAttribute(OffsetAttribute.class);
            TypeAttribute type = tokens.addAttribute(TypeAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                boolean paired = PAIRED.contains(type.type());
                boolean whole = paired || type.type().equals(EMOJI);
                boolean goesOn = !whole && !segments.isEmpty() && !segments.getLast().whole;
                int start = goesOn ? segments.removeLast().start : place.startOffset();
                segments.add(new Segment(start, place.endOffset(), whole, paired));
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory", e);
        }
        return segments;
    }

    private static @Nullable Word word(String part, boolean paired) {
        List<String> terms = new ArrayList<>();
        String stem = null;
        try (TokenStream tokens = TERMS.tokenStream("", part)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            PositionIncrementAttribute step = tokens.addAttribute(PositionIncrementAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                if (step.getPositionIncrement() == 0) {
                    stem = term.toString();
                } else {
                    terms.add(term.toString());
                }
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory", e);
        }
        if (terms.isEmpty()) {
            return null;
        }
        boolean compound = terms.size() > 1;
        return new Word(terms, compound ? null : stem, compound && !paired ? String.join("", terms) : null);
    }
}
