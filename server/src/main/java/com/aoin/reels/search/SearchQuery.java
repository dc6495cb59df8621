package com.aoin.reels.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * What was asked, as a query over the fields. Every word must be found, each in any field, where it counts the most;
 * the last word may be the beginning of one. Signs of query languages mean nothing: they are cut away with all other
 * punctuation.
 */
final class SearchQuery {
    /** Another inflection of what was asked, beside the word itself. */
    private static final float OTHER_FORM = 0.9f;
    /** The beginning of a word, whatever word: less than any word that was asked as it stands. */
    private static final float BEGINNING = 0.4f;
    /** The words side by side in the product's name, beside all that they score one by one. */
    private static final float NEXT_TO_EACH_OTHER = 2;

    private SearchQuery() {}

    /** The query for a text that someone typed; one that holds no word at all finds nothing. */
    static Query of(String text) {
        List<Word> words = Words.of(text);
        if (words.isEmpty()) {
            return new MatchNoDocsQuery("no word was asked for");
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        Set<Query> distinct = new LinkedHashSet<>();
        for (int i = 0; i < words.size(); i++) {
            distinct.add(anywhere(words.get(i), i == words.size() - 1));
        }
        distinct.forEach(word -> query.add(word, Occur.MUST));
        if (words.size() > 1) {
            query.add(nextToEachOther(words), Occur.SHOULD);
        }
        return query.build();
    }

    private static Query anywhere(Word word, boolean last) {
        List<Query> ways = new ArrayList<>();
        for (SearchedField field : SearchedField.values()) {
            inField(field, word, last).forEach(way -> ways.add(weighed(way, field.weight())));
        }
        return new DisjunctionMaxQuery(ways, 0);
    }

    private static List<Query> inField(SearchedField field, Word word, boolean last) {
        List<Query> ways = new ArrayList<>();
        if (word.terms().size() == 1) {
            ways.add(new TermQuery(new Term(field.field(), word.terms().getFirst())));
        } else {
            ways.add(new PhraseQuery(field.field(), word.terms().toArray(String[]::new)));
        }
        if (word.stem() != null) {
            ways.add(weighed(new TermQuery(new Term(field.field(), word.stem())), OTHER_FORM));
        }
        if (word.joined() != null) {
            ways.add(new TermQuery(new Term(field.field(), word.joined())));
        }
        String beginning = word.joined() == null ? word.terms().getFirst() : word.joined();
        if (last && (word.joined() != null || word.terms().size() == 1)) {
            ways.add(weighed(new ConstantScoreQuery(new PrefixQuery(new Term(field.field(), beginning))), BEGINNING));
        }
        return ways;
    }

    private static Query nextToEachOther(List<Word> words) {
        List<String> terms =
                words.stream().flatMap(word -> word.terms().stream()).toList();
        return weighed(
                new PhraseQuery(1, SearchedField.PRODUCT.field(), terms.toArray(String[]::new)), NEXT_TO_EACH_OTHER);
    }

    private static Query weighed(Query query, float weight) {
        return weight == 1 ? query : new BoostQuery(query, weight);
    }
}
