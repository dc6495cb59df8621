package com.aoin.reels.reel.index;

import com.aoin.reels.db.Database;
import com.aoin.reels.reel.index.ReelRow.MerchantState;
import com.aoin.reels.reel.index.ReelRow.ProductState;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the database into the index. Whatever is read is put there before anything else is read, so what was read
 * later is never overwritten by what was read before.
 */
final class IndexReader {
    /**
     * How far behind the last look changes are looked for again: a transaction that took so long to commit wrote its
     * time before that look. It covers {@link Database#LONGEST_TRANSACTION}, the commit itself, and clocks of several
     * database servers that are not quite the same.
     */
    static final Duration OVERLAP = Database.LONGEST_TRANSACTION.multipliedBy(3);

    /** What was written so lately may not have been followed yet. */
    private static final Duration JUST_NOW = Duration.ofSeconds(3);

    private static final int CHUNK = 500;

    private final IndexDao dao;
    private final ShopDao shop;
    private final ReelIndex index;
    private final ReentrantLock reading = new ReentrantLock();
    /** When the reels that were written to lately had been when they were last read. */
    private final Map<Integer, Long> seen = new HashMap<>();

    private @Nullable LocalDateTime readUntil;
    private boolean built;

    IndexReader(Database database, ReelIndex index) {
        this.dao = new IndexDao(database);
        this.shop = new ShopDao(database);
        this.index = index;
    }

    /** To be called before a reel is read to build the index; a build that is begun again goes on from the first. */
    void begin() {
        if (readUntil == null) {
            readUntil = dao.now();
        }
    }

    /** From now on the index has all that was committed before {@link #begin}. */
    void built() {
        reading.lock();
        try {
            index.listAll();
            built = true;
        } finally {
            reading.unlock();
        }
    }

    IndexDao dao() {
        return dao;
    }

    ShopDao shop() {
        return shop;
    }

    /**
     * Reads what has been written to since the last look.
     *
     * @return the reels that others had written to
     */
    int[] readChanges() {
        LocalDateTime last = readUntil;
        if (last == null) {
            throw new IllegalStateException("Nothing is built");
        }
        LocalDateTime now = dao.now();
        LocalDateTime since = last.minus(OVERLAP);
        Map<Integer, Long> changed = dao.changedSince(since);
        int[] due = due(changed);
        read(due, changed);
        reading.lock();
        try {
            long sinceMicros = Micros.of(since.toInstant(ZoneOffset.UTC));
            seen.values().removeIf(time -> time < sinceMicros);
        } finally {
            reading.unlock();
        }
        readUntil = now;
        return due;
    }

    private int[] due(Map<Integer, Long> changed) {
        reading.lock();
        try {
            return changed.entrySet().stream()
                    .filter(entry -> !entry.getValue().equals(seen.get(entry.getKey())))
                    .mapToInt(Map.Entry::getKey)
                    .toArray();
        } finally {
            reading.unlock();
        }
    }

    /** Reads reels anew; before the index is built it does nothing, since the build or the look after it reads them. */
    void read(int[] reelIds) {
        read(reelIds, Map.of());
    }

    private void read(int[] reelIds, Map<Integer, Long> changed) {
        for (int[] chunk : chunks(reelIds)) {
            reading.lock();
            try {
                if (!built) {
                    return;
                }
                List<ReelRow> rows = dao.reels(chunk);
                index.put(chunk, rows);
                for (int reelId : chunk) {
                    Long time = changed.get(reelId);
                    if (time != null) {
                        seen.put(reelId, time);
                    }
                }
                rows.forEach(row -> seen.put(row.reelId(), row.changedMicros()));
            } finally {
                reading.unlock();
            }
        }
    }

    /** Reads the counters of reels anew. */
    void readCounters(int[] reelIds) {
        for (int[] chunk : chunks(reelIds)) {
            readShop(() -> index.putCounters(dao.counters(chunk)));
        }
    }

    /** Reads suspects anew and tells how many of them were wrong indeed. */
    IndexCheck.Result putRight(int[] suspects) {
        long settled = Micros.of(dao.now()) - JUST_NOW.toNanos() / 1000;
        int content = 0;
        int counters = 0;
        for (int[] chunk : chunks(suspects)) {
            reading.lock();
            try {
                List<ReelRow> rows = dao.reels(chunk);
                for (ReelTable.Difference difference : index.differences(chunk, rows)) {
                    if (difference.row() == null || difference.row().changedMicros() < settled) {
                        content += difference.inContent() ? 1 : 0;
                        counters += difference.inContent() ? 0 : 1;
                    }
                }
                index.put(chunk, rows);
            } finally {
                reading.unlock();
            }
        }
        return new IndexCheck.Result(0, content, counters);
    }

    void readProducts(int[] productIds) {
        for (int[] chunk : chunks(productIds)) {
            readShop(() -> index.put(shop.products(chunk), List.<MerchantState>of()));
        }
    }

    void readMerchants(int[] merchantIds) {
        for (int[] chunk : chunks(merchantIds)) {
            readShop(() -> index.put(List.<ProductState>of(), shop.merchants(chunk)));
        }
    }

    private void readShop(Runnable work) {
        reading.lock();
        try {
            if (built) {
                work.run();
            }
        } finally {
            reading.unlock();
        }
    }

    private static List<int[]> chunks(int[] ids) {
        List<int[]> chunks = new ArrayList<>();
        for (int from = 0; from < ids.length; from += CHUNK) {
            chunks.add(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + CHUNK)));
        }
        return chunks;
    }
}
