package com.aoin.reels.search;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.LockObtainFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a place for the index in the data directory: services that share the directory take a folder each. */
final class SearchFolder {
    private static final Logger LOG = LoggerFactory.getLogger(SearchFolder.class);
    private static final int MOST_SERVICES = 100;

    private SearchFolder() {}

    /**
     * Opens the index in the first folder that no other service uses. One that is damaged or of another version is
     * emptied, to be filled anew from the database.
     *
     * @param parent where the folders are
     * @throws IOException when the disk refuses
     */
    static SearchIndex open(Path parent) throws IOException {
        for (int number = 1; number <= MOST_SERVICES; number++) {
            Path folder = parent.resolve(Integer.toString(number));
            try {
                return openOrEmpty(folder);
            } catch (LockObtainFailedException e) {
                LOG.info("The search index in {} belongs to another service", folder);
            }
        }
        throw new IOException("More than " + MOST_SERVICES + " services keep their search index in " + parent);
    }

    private static SearchIndex openOrEmpty(Path folder) throws IOException {
        try {
            SearchIndex index = SearchIndex.open(folder);
            try {
                index.verify();
                return index;
            } catch (IOException e) {
                index.abandon();
                throw e;
            }
        } catch (LockObtainFailedException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The search index in {} cannot be used and is built anew: {}", folder, e.toString());
            return SearchIndex.create(folder);
        }
    }
}
