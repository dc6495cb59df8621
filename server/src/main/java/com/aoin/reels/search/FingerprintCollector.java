package com.aoin.reels.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Takes every reel that a query matches, with the fingerprint of its text. */
final class FingerprintCollector extends SimpleCollector {
    private final Map<Integer, Long> found = new HashMap<>();
    private NumericDocValues reelIds = DocValues.emptyNumeric();
    private NumericDocValues fingerprints = DocValues.emptyNumeric();

    Map<Integer, Long> found() {
        return found;
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }

    @Override
    protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
        reelIds = DocValues.getNumeric(leaf.reader(), SearchIndex.REEL_ID);
        fingerprints = DocValues.getNumeric(leaf.reader(), SearchIndex.FINGERPRINT);
    }

    @Override
    public void collect(int document) throws IOException {
        if (reelIds.advanceExact(document) && fingerprints.advanceExact(document)) {
            found.put((int) reelIds.longValue(), fingerprints.longValue());
        }
    }
}
