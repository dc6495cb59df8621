package com.aoin.reels.reel;

import com.aoin.reels.catalog.Visibility;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.reel.index.ReelFilter;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/**
 * The lists of reels. A public list is kept for a moment as the ids that were visible, in order; its page is read
 * again by primary key, so a reel that has vanished since is never shown, and the page is refilled from the ids that
 * follow. A list in use is read again before it expires, so that nobody waits for it. A write of this node
 * makes every kept list void at once.
 */
public final class ReelLists {
    /** Age from which a list that is asked for is read again, while the one at hand is still answered. */
    private static final Duration FRESH = Duration.ofMillis(1100);
    /** Age at which a list is no longer answered. */
    private static final Duration KEPT = Duration.ofMillis(1500);
    /** Ids kept over all lists: 16 MB. */
    private static final long MAX_KEPT_IDS = 4_000_000;

    private final Database database;
    private final ReelDao reels;
    private final AtomicLong version = new AtomicLong();
    private final LoadingCache<Key, int[]> visible = Caffeine.newBuilder()
            .executor(work -> Thread.ofVirtual().name("public list").start(work))
            .refreshAfterWrite(FRESH)
            .expireAfterWrite(KEPT)
            .maximumWeight(MAX_KEPT_IDS)
            .<Key, int[]>weigher((key, ids) -> ids.length + 10)
            .build(key -> visibleIds(key.filter()));

    private record Key(ReelFilter filter, long version) {}

    /** A page and the number of reels in the whole list. */
    public record Page(List<Reel> reels, long total) {}

    public ReelLists(Database database, ReelDao reels) {
        this.database = database;
        this.reels = reels;
    }

    /** To be called after this node has committed anything that a list shows or hides. */
    public void changed() {
        version.incrementAndGet();
    }

    /** Visible reels only. */
    public Page publicPage(ReelFilter filter, PageRequest page) {
        int[] ids = visible.get(new Key(filter, version.get()));
        List<Reel> shown = new ArrayList<>(page.perPage());
        long at = page.offset();
        int step = page.perPage();
        while (shown.size() < page.perPage() && at < ids.length) {
            int end = (int) Math.min(at + step, ids.length);
            reels.inOrder(Arrays.copyOfRange(ids, (int) at, end)).stream()
                    .filter(Reel::isVisible)
                    .limit(page.perPage() - shown.size())
                    .forEach(shown::add);
            at = end;
            // Where some have vanished, more may have: a sold-out shop should not cost a query for each of its reels.
            step = ReelDao.MAX_IDS;
        }
        return new Page(shown, ids.length);
    }

    private int[] visibleIds(ReelFilter filter) {
        String query = "SELECT r.reel_id FROM reels r " + Visibility.JOINS + " WHERE " + Visibility.VISIBLE
                + filter.conditions() + " ORDER BY " + filter.sort().order();
        return database.read(handle -> ids(handle.createQuery(query).bindMap(filter.parameters())));
    }

    /**
     * A merchant's own reels, never deleted ones.
     *
     * @param hiddenToo also those that shoppers do not see
     */
    public Page ownPage(ReelFilter filter, boolean hiddenToo, PageRequest page) {
        String where = " FROM reels r " + Visibility.JOINS + " WHERE r.deleted_at IS NULL"
                + (hiddenToo ? "" : " AND " + Visibility.VISIBLE) + filter.conditions();
        // One connection at a time: who holds one and waits for another may be waiting for others who do the same.
        long total = database.read(handle -> handle.createQuery("SELECT COUNT(*)" + where)
                .bindMap(filter.parameters())
                .mapTo(Long.class)
                .one());
        int[] ids = database.read(handle -> ids(handle.createQuery("SELECT r.reel_id" + where + " ORDER BY "
                        + filter.sort().order() + " LIMIT :limit OFFSET :offset")
                .bindMap(filter.parameters())
                .bind("limit", page.perPage())
                .bind("offset", page.offset())));
        return new Page(reels.inOrder(ids), total);
    }

    private static int[] ids(Query query) {
        try (Stream<Integer> ids = query.mapTo(Integer.class).stream()) {
            return ids.mapToInt(Integer::intValue).toArray();
        }
    }
}
