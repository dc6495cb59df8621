package com.aoin.reels.reel.index.follow;

import com.aoin.reels.db.Database;
import com.aoin.reels.reel.index.CounterChanges.Added;
import com.aoin.reels.reel.index.table.Differences.Difference;
import com.aoin.reels.reel.index.table.LiveReels;
import com.aoin.reels.reel.index.table.Micros;
import com.aoin.reels.reel.index.table.ReelRow;
import com.aoin.reels.reel.index.table.ReelRow.MerchantState;
import com.aoin.reels.reel.index.table.ReelRow.ProductState;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
    private final LiveReels reels;
    private final ReentrantLock reading = new ReentrantLock();
    private final SeenTimes seen = new SeenTimes();

    private @Nullable LocalDateTime readUntil;
    private boolean built;

    IndexReader(Database database, LiveReels reels) {
        this.dao = new IndexDao(database);
        this.shop = new ShopDao(database);
        this.reels = reels;
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
            reels.listAll();
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
     * @param told the reels that others had written to, run by run: should one fail, those before it have been told of
     */
    void readChanges(Consumer<int[]> told) {
        LocalDateTime last = readUntil;
        if (last == null) {
            throw new IllegalStateException("Nothing is built");
        }
        LocalDateTime now = dao.now();
        LocalDateTime since = last.minus(OVERLAP);
        Map<Integer, Long> changed = dao.changedSince(since);
        read(due(changed, Micros.of(since.toInstant(ZoneOffset.UTC))), changed, told);
        readUntil = now;
    }

    private int[] due(Map<Integer, Long> changed, long sinceMicros) {
        reading.lock();
        try {
            seen.forgetBefore(sinceMicros);
            return seen.unseen(changed).toArray();
        } finally {
            reading.unlock();
        }
    }

    /**
     * Reads reels anew; before the index is built it does nothing, since the build or the look after it reads them.
     *
     * @param told those that turn out to have changed, run by run; nothing else tells of them any more
     */
    void read(int[] reelIds, Consumer<int[]> told) {
        read(reelIds, Map.of(), told);
    }

    private void read(int[] reelIds, Map<Integer, Long> changed, Consumer<int[]> told) {
        for (int[] chunk : chunks(reelIds)) {
            int[] anew = readChunk(chunk, changed);
            if (anew.length > 0) {
                told.accept(anew);
            }
        }
    }

    private int[] readChunk(int[] chunk, Map<Integer, Long> changed) {
        reading.lock();
        try {
            if (!built) {
                return new int[0];
            }
            List<ReelRow> rows = dao.reels(chunk);
            Map<Integer, Long> times = times(chunk, changed, rows);
            int[] anew = IntStream.concat(changedContent(chunk, rows), seen.unseen(times))
                    .distinct()
                    .toArray();
            reels.put(chunk, rows);
            seen.see(times);
            return anew;
        } finally {
            reading.unlock();
        }
    }

    /** When each of them was written to, as far as is known: of one that is deleted no row is read. */
    private static Map<Integer, Long> times(int[] chunk, Map<Integer, Long> changed, List<ReelRow> rows) {
        Map<Integer, Long> times = new HashMap<>();
        for (int reelId : chunk) {
            Long time = changed.get(reelId);
            if (time != null) {
                times.put(reelId, time);
            }
        }
        rows.forEach(row -> times.put(row.reelId(), row.changedMicros()));
        return times;
    }

    private IntStream changedContent(int[] chunk, List<ReelRow> rows) {
        return reels.differences(chunk, rows).stream()
                .filter(Difference::inContent)
                .mapToInt(Difference::reelId);
    }

    /** Reads the counters of reels anew. */
    void readCounters(int[] reelIds) {
        for (int[] chunk : chunks(reelIds)) {
            readShop(() -> {
                List<Added> counters = dao.counters(chunk);
                reels.count(table -> counters.forEach(
                        one -> table.setCounters(one.reelId(), one.views(), one.likes(), one.shares())));
            });
        }
    }

    /**
     * Reads suspects anew and tells how many of them were wrong indeed.
     *
     * @param told those whose content was not as the index had it, run by run
     */
    IndexCheck.Result putRight(int[] suspects, Consumer<int[]> told) {
        long settled = Micros.of(dao.now()) - JUST_NOW.toNanos() / 1000;
        int content = 0;
        int counters = 0;
        for (int[] chunk : chunks(suspects)) {
            int[] anew;
            reading.lock();
            try {
                List<ReelRow> rows = dao.reels(chunk);
                anew = changedContent(chunk, rows).toArray();
                for (Difference difference : reels.differences(chunk, rows)) {
                    if (difference.row() == null || difference.row().changedMicros() < settled) {
                        content += difference.inContent() ? 1 : 0;
                        counters += difference.inContent() ? 0 : 1;
                    }
                }
                reels.put(chunk, rows);
            } finally {
                reading.unlock();
            }
            told.accept(anew);
        }
        return new IndexCheck.Result(0, content, counters);
    }

    void readProducts(int[] productIds) {
        for (int[] chunk : chunks(productIds)) {
            readShop(() -> reels.put(shop.products(chunk), List.<MerchantState>of()));
        }
    }

    void readMerchants(int[] merchantIds) {
        for (int[] chunk : chunks(merchantIds)) {
            readShop(() -> reels.put(List.<ProductState>of(), shop.merchants(chunk)));
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
