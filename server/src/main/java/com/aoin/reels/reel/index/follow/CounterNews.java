package com.aoin.reels.reel.index.follow;

import com.aoin.reels.db.Database;
import com.aoin.reels.reel.index.CounterChanges.Added;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Tells other nodes which reels' counters this one has changed, and hears it from them. A node writes one row with the
 * ids every few seconds, so a view costs nothing for it; whoever hears of an id reads its counters anew.
 */
final class CounterNews {
    private static final int IDS_PER_ROW = 50_000;
    /** Told again for so long; a node that heard nothing for longer is put right by the check. */
    private static final int KEPT_SECONDS = 600;

    private final Database database;
    private final String node;
    private final Set<Long> heard = new HashSet<>();
    private Set<Integer> counted = new HashSet<>();
    private boolean listening;

    /**
     * News of one node.
     *
     * @param node its name, unlike that of any other
     */
    CounterNews(Database database, String node) {
        this.database = database;
        this.node = node;
    }

    synchronized void count(List<Added> added) {
        added.forEach(one -> counted.add(one.reelId()));
    }

    private synchronized Set<Integer> takeCounted() {
        Set<Integer> taken = counted;
        counted = new HashSet<>();
        return taken;
    }

    private synchronized void giveBack(Set<Integer> ids) {
        counted.addAll(ids);
    }

    /** From now on what is told is heard; what was told before is in the rows that are read afterwards. */
    void begin() {
        heard.addAll(database.read(CounterNews::told));
        listening = true;
    }

    /** Tells of this node's reels, and returns the ids that this and other nodes have told of since the last time. */
    int[] exchange() {
        if (!listening) {
            begin();
        }
        Set<Integer> own = takeCounted();
        try {
            tell(own);
        } catch (RuntimeException e) {
            giveBack(own);
            throw e;
        }
        return database.read(this::hear).stream().mapToInt(Integer::intValue).toArray();
    }

    private void tell(Set<Integer> ids) {
        List<Integer> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += IDS_PER_ROW) {
            List<Integer> some = all.subList(from, Math.min(all.size(), from + IDS_PER_ROW));
            ByteBuffer bytes = ByteBuffer.allocate(4 * some.size());
            some.forEach(bytes::putInt);
            database.execute(handle -> handle.createUpdate("""
                            /* index */ INSERT INTO reel_counter_news (node, told_at, reel_ids)
                            VALUES (:node, UTC_TIMESTAMP(6), :ids)
                            """)
                    .bind("node", node)
                    .bind("ids", bytes.array())
                    .execute());
        }
        database.execute(
                handle -> handle.createUpdate("""
                        /* index */ DELETE FROM reel_counter_news WHERE told_at < UTC_TIMESTAMP(6) - INTERVAL :kept SECOND LIMIT 100
                        """).bind("kept", KEPT_SECONDS).execute());
    }

    private static List<Long> told(Handle handle) {
        return handle.createQuery("""
                        /* index */ SELECT news_id FROM reel_counter_news WHERE told_at >= UTC_TIMESTAMP(6) - INTERVAL :since SECOND
                        """)
                .bind("since", IndexReader.OVERLAP.toSeconds())
                .mapTo(Long.class)
                .list();
    }

    /** Every row once, however late it was committed: those of the overlap are looked at each time. */
    private Set<Integer> hear(Handle handle) {
        List<Long> told = told(handle);
        List<Long> unheard = new ArrayList<>(told);
        unheard.removeAll(heard);
        Set<Integer> ids = new HashSet<>();
        for (Long news : unheard) {
            handle.createQuery(Sql.MARK + "SELECT reel_ids FROM reel_counter_news WHERE news_id = :news")
                    .bind("news", news)
                    .mapTo(byte[].class)
                    .findOne()
                    .ifPresent(bytes -> addAll(ids, ByteBuffer.wrap(bytes)));
        }
        heard.retainAll(told);
        heard.addAll(told);
        return ids;
    }

    private static void addAll(Set<Integer> ids, ByteBuffer bytes) {
        while (bytes.remaining() >= 4) {
            ids.add(bytes.getInt());
        }
    }
}
