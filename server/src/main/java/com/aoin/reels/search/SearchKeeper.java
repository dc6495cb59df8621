package com.aoin.reels.search;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.reel.ReelChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the text index in step with the database. A change that it hears of can be found before the change is
 * answered; the index also tells of names that the shop or other nodes have changed. A comparison of everything, at the
 * start and every hour, brings what it could not hear of: what happened while the service was down.
 */
final class SearchKeeper implements ReelChanges.Follower, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SearchKeeper.class);
    /** Reels of one statement, and of one turn with the index. */
    private static final int BATCH = 500;

    private static final long COMPARED_EVERY_NANOS = Duration.ofHours(1).toNanos();

    private final Path folder;
    private final SearchTextDao texts;
    private final BooleanSupplier hearing;
    /** Who holds it reads texts and writes them, so that an older text never replaces a newer one. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Whether something was written that searches, and fingerprints, do not show yet. */
    private boolean unshown;

    private volatile SearchIndex index;
    private volatile boolean complete;
    private volatile boolean closed;
    private volatile boolean compared;
    private long comparedAt;

    /**
     * Opens the index; {@link #tend} then fills it.
     *
     * @param hearing whether every change from now on is told of; what was compared before is compared again then
     * @throws UncheckedIOException when the disk refuses
     */
    SearchKeeper(Path folder, SearchTextDao texts, BooleanSupplier hearing) {
        this.folder = folder;
        this.texts = texts;
        this.hearing = hearing;
        this.index = open(folder);
        // One that was there can answer while it is compared; an empty one would claim that there is nothing.
        this.complete = index.size() > 0;
    }

    private static SearchIndex open(Path folder) {
        try {
            return SearchFolder.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The search index cannot be kept in " + folder, e);
        }
    }

    /**
     * The best reels that the query finds and the shelf shows.
     *
     * @throws ApiException 503 while the index is built for the first time
     */
    Found search(Query query, Shelf shelf, int limit) {
        while (complete) {
            SearchIndex asked = index;
            try {
                return asked.search(query, shelf, limit);
            } catch (AlreadyClosedException e) {
                // Opened anew meanwhile, so the other one is to be asked.
                if (asked == index) {
                    throw ApiException.unavailable("The search index is closed, please try again", 5);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The search index cannot be read", e);
            }
        }
        throw ApiException.unavailable("The search index is being built, please try again", 5);
    }

    /** How many reels can be found, visible or not. */
    int size() {
        return index.size();
    }

    @Override
    public void changed(int[] reelIds) {
        try {
            for (int from = 0; from < reelIds.length; from += BATCH) {
                int to = Math.min(from + BATCH, reelIds.length);
                update(Arrays.copyOfRange(reelIds, from, to));
            }
        } catch (IOException | RuntimeException e) {
            // The change itself is committed; the next comparison makes up for it, and comes soon.
            compared = false;
            LOG.warn("The search index could not follow a change", e);
        }
    }

    private void update(int[] reelIds) throws IOException {
        turn.lock();
        try {
            if (closed) {
                return;
            }
            if (unshown) {
                show();
            }
            List<Integer> ids = Arrays.stream(reelIds).boxed().toList();
            if (mend(texts.find(ids), index.fingerprints(reelIds)) > 0) {
                show();
            }
        } finally {
            turn.unlock();
        }
    }

    /** Writes texts that the index does not know so, removes what it knows beside them, and tells how many that was. */
    private int mend(List<SearchText> rows, Map<Integer, Long> known) throws IOException {
        int mended = 0;
        for (SearchText row : rows) {
            Long fingerprint = known.remove(row.reelId());
            if (fingerprint == null || fingerprint != row.fingerprint()) {
                index.write(row);
                mended++;
            }
        }
        for (int gone : known.keySet()) {
            index.remove(gone);
        }
        return mended + known.size();
    }

    private void show() throws IOException {
        index.show();
        unshown = false;
    }

    /** To be called every few seconds: writes to disk what is new, compares when it is time, opens a broken index anew. */
    void tend() {
        try {
            if (!index.isOpen()) {
                reopen();
            }
            if (!compared || System.nanoTime() - comparedAt >= COMPARED_EVERY_NANOS) {
                compared = hearing.getAsBoolean();
                comparedAt = System.nanoTime();
                compare();
            }
        } catch (IOException | RuntimeException e) {
            compared = false;
            LOG.warn("The search index could not be compared with the database", e);
        }
        commit();
    }

    /** While the disk refuses, the broken one goes on answering from what it had. */
    private void reopen() throws IOException {
        turn.lock();
        try {
            if (!closed) {
                SearchIndex broken = index;
                SearchIndex opened = open(folder);
                complete = opened.size() > 0;
                compared = false;
                index = opened;
                broken.abandon();
            }
        } finally {
            turn.unlock();
        }
    }

    private void compare() throws IOException {
        int mended = 0;
        int at = 0;
        while (at < Integer.MAX_VALUE && !closed) {
            Step step = compareAfter(at);
            mended += step.mended;
            at = step.last;
        }
        showAll();
        if (mended > 0) {
            LOG.info("The search index took in {} reels", mended);
        }
    }

    private void showAll() throws IOException {
        turn.lock();
        try {
            if (!closed) {
                show();
                complete = true;
            }
        } finally {
            turn.unlock();
        }
    }

    /** A batch compared: up to which id, and how many differed. */
    private record Step(int last, int mended) {}

    private Step compareAfter(int after) throws IOException {
        turn.lock();
        try {
            if (closed) {
                return new Step(Integer.MAX_VALUE, 0);
            }
            List<SearchText> rows = texts.after(after, BATCH);
            int last = rows.size() < BATCH ? Integer.MAX_VALUE : rows.getLast().reelId();
            int mended = mend(rows, index.fingerprints(after + 1, last));
            unshown |= mended > 0;
            return new Step(last, mended);
        } finally {
            turn.unlock();
        }
    }

    /** What cannot be written to disk now can be found all the same, and is written the next time. */
    private void commit() {
        turn.lock();
        try {
            if (complete && !closed && index.isOpen()) {
                index.commit();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The search index could not be written to disk", e);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Writes the index to disk. Nothing touches it afterwards, so whoever tends it may be interrupted: an interrupt in
     * the middle of a write would close its files.
     */
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            if (complete) {
                index.close();
            } else {
                index.abandon();
            }
        } catch (IOException e) {
            LOG.warn("The search index could not be written; the next start makes up for it", e);
        } finally {
            turn.unlock();
        }
    }
}
