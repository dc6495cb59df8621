package com.aoin.reels.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * The words of every reel on disk, kept by Lucene. It knows words alone: which reels may be shown and how well they do
 * is asked of the {@link Shelf} while a search runs. What was written is found after {@link #show} and survives a
 * crash after {@link #commit}.
 */
final class SearchIndex implements AutoCloseable {
    /** Raised whenever texts are cut or kept differently: an index of another format is made anew. */
    static final int FORMAT = 1;

    static final String REEL_ID = "reel_id";
    private static final String KEY = "key";
    static final String FINGERPRINT = "fingerprint";
    private static final String FORMAT_NAME = "format";
    private static final double BUFFER_MB = 32;

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;

    private SearchIndex(Directory directory, IndexWriter writer) throws IOException {
        this.directory = directory;
        this.writer = writer;
        this.searchers = new SearcherManager(writer, new SearcherFactory());
    }

    /**
     * Opens the index in a folder, making an empty one where there is none.
     *
     * @throws LockObtainFailedException when another process uses it
     * @throws IOException               when it is damaged or of another format, as far as that can be told at once
     */
    static SearchIndex open(Path folder) throws IOException {
        return open(folder, OpenMode.CREATE_OR_APPEND);
    }

    /** Opens an empty index in a folder, whatever was in it. */
    static SearchIndex create(Path folder) throws IOException {
        return open(folder, OpenMode.CREATE);
    }

    private static SearchIndex open(Path folder, OpenMode mode) throws IOException {
        Directory directory = FSDirectory.open(folder);
        IndexWriter writer = null;
        try {
            if (mode != OpenMode.CREATE && DirectoryReader.indexExists(directory)) {
                requireFormat(directory);
            }
            IndexWriterConfig settings = new IndexWriterConfig(SearchAnalyzer.forTexts());
            settings.setOpenMode(mode).setRAMBufferSizeMB(BUFFER_MB).setCommitOnClose(true);
            writer = new IndexWriter(directory, settings);
            writer.setLiveCommitData(
                    Map.of(FORMAT_NAME, Integer.toString(FORMAT)).entrySet());
            return new SearchIndex(directory, writer);
        } catch (IOException | RuntimeException e) {
            if (writer != null) {
                writer.rollback();
            }
            directory.close();
            throw e;
        }
    }

    private static void requireFormat(Directory directory) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            String format = reader.getIndexCommit().getUserData().get(FORMAT_NAME);
            if (!Integer.toString(FORMAT).equals(format)) {
                throw new IOException("The search index has format " + format + " instead of " + FORMAT);
            }
        }
    }

    /** Reads every file once and compares checksums. */
    void verify() throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                leaf.reader().checkIntegrity();
            }
        } finally {
            searchers.release(searcher);
        }
    }

    void write(SearchText text) throws IOException {
        String key = Integer.toString(text.reelId());
        Document document = new Document();
        document.add(new StringField(KEY, key, Store.NO));
        document.add(new IntPoint(REEL_ID, text.reelId()));
        document.add(new NumericDocValuesField(REEL_ID, text.reelId()));
        document.add(new NumericDocValuesField(FINGERPRINT, text.fingerprint()));
        for (SearchedField field : SearchedField.values()) {
            String words = field.of(text);
            document.add(new TextField(field.field(), words, Store.NO));
            String joined = SearchAnalyzer.joined(words);
            if (!joined.isEmpty()) {
                document.add(new TextField(field.field(), joined, Store.NO));
            }
        }
        writer.updateDocument(new Term(KEY, key), document);
    }

    void remove(int reelId) throws IOException {
        writer.deleteDocuments(new Term(KEY, Integer.toString(reelId)));
    }

    /** Has searches that begin from now on find everything written before. */
    void show() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    void commit() throws IOException {
        writer.commit();
    }

    /** Whether it can be written; a full or failing disk closes it, and it must be opened again. */
    boolean isOpen() {
        return writer.isOpen();
    }

    /** How many reels it holds. */
    int size() {
        return writer.getDocStats().numDocs;
    }

    /** The reels with these ids that it holds, as of the last {@link #show}, each with its text's fingerprint. */
    Map<Integer, Long> fingerprints(int from, int to) throws IOException {
        return fingerprints(IntPoint.newRangeQuery(REEL_ID, from, to));
    }

    /** As the other, of these reels. */
    Map<Integer, Long> fingerprints(int[] reelIds) throws IOException {
        return fingerprints(IntPoint.newSetQuery(REEL_ID, reelIds));
    }

    private Map<Integer, Long> fingerprints(Query query) throws IOException {
        FingerprintCollector fingerprints = new FingerprintCollector();
        run(query, fingerprints);
        return fingerprints.found();
    }

    /** The best reels that the query finds and the shelf shows, and how many there are. */
    Found search(Query query, Shelf shelf, int limit) throws IOException {
        BestCollector best = new BestCollector(shelf, limit);
        run(query, best);
        return best.found();
    }

    private void run(Query query, Collector collector) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            searcher.search(query, new Alone(collector));
        } finally {
            searchers.release(searcher);
        }
    }

    /** One collector for a search that runs on one thread. */
    private record Alone(Collector collector) implements CollectorManager<Collector, Collector> {
        @Override
        public Collector newCollector() {
            return collector;
        }

        @Override
        public Collector reduce(Collection<Collector> collectors) {
            return collector;
        }
    }

    /** Closes without writing anything more. */
    void abandon() throws IOException {
        searchers.close();
        writer.rollback();
        directory.close();
    }

    /** Writes everything to disk and closes. */
    @Override
    public void close() throws IOException {
        searchers.close();
        writer.close();
        directory.close();
    }
}
