package com.aoin.reels.search;

import java.io.Reader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.segmentation.DefaultICUTokenizerConfig;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;

/**
 * Cuts a text of any language into terms: words after Unicode's rules (of Thai and its neighbours by dictionary),
 * folded so that case, accents and width do not matter; Chinese, Japanese and Korean as overlapping pairs of
 * characters; emoji as themselves. Beside an inflected English word stands its stem. Nothing is a stop word: names of products
 * are short.
 */
final class SearchAnalyzer extends Analyzer {
    private static final int ALL_SCRIPTS =
            CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA | CJKBigramFilter.HANGUL;
    /** Unicode keeps "l'eau" and "snake_case" whole; who searches for "eau" or "case" expects to find them. */
    private static final NormalizeCharMap SEPARATORS = separators();
    /** Words that are held together by signs, such as "t-shirt" and "men's". */
    private static final Pattern COMPOUND =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:[\\p{Pd}'’ʼ_.&+/][\\p{L}\\p{M}\\p{N}]+)+");

    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final int MAX_COMPOUND = 40;

    private final boolean singles;

    private SearchAnalyzer(boolean singles) {
        this.singles = singles;
    }

    /** For what is indexed: single Chinese, Japanese and Korean characters can be found too. */
    static SearchAnalyzer forTexts() {
        return new SearchAnalyzer(true);
    }

    /** For what is asked: only a character that stands alone is looked up alone. */
    static SearchAnalyzer forQueries() {
        return new SearchAnalyzer(false);
    }

    /** For cutting what is asked into words, which is all it does. */
    static Analyzer segments() {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                return new TokenStreamComponents(new ICUTokenizer(new DefaultICUTokenizerConfig(true, true)));
            }
        };
    }

    private static NormalizeCharMap separators() {
        NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
        for (String sign : new String[] {"'", "’", "ʼ", "`", "_"}) {
            map.add(sign, " ");
        }
        return map.build();
    }

    /** The compounds of a text without their signs, "tshirt mens", for those who write them so; "" = none. */
    static String joined(String text) {
        StringBuilder joined = new StringBuilder();
        Matcher compound = COMPOUND.matcher(text);
        while (compound.find()) {
            if (compound.end() - compound.start() <= MAX_COMPOUND) {
                joined.append(SIGNS.matcher(compound.group()).replaceAll("")).append(' ');
            }
        }
        return joined.toString();
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new ICUTokenizer(new DefaultICUTokenizerConfig(false, true));
        TokenStream pairs = new CJKBigramFilter(new ICUFoldingFilter(words), ALL_SCRIPTS, singles);
        TokenStream stems = new KStemFilter(new KeywordRepeatFilter(pairs));
        return new TokenStreamComponents(words, new RemoveDuplicatesTokenFilter(stems));
    }

    @Override
    protected Reader initReader(String field, Reader reader) {
        return new MappingCharFilter(SEPARATORS, reader);
    }

    /** A compound's second form stands far away, so that no phrase runs into it. */
    @Override
    public int getPositionIncrementGap(String field) {
        return 100;
    }
}
