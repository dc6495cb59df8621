package com.aoin.reels.feed;

import com.aoin.reels.background.Periodic;
import com.aoin.reels.feed.cache.ContentVersion;
import com.aoin.reels.reel.index.IndexedReel;
import com.aoin.reels.reel.index.ReelIndex;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The trending list of each time window. A list is good for ten minutes, or until a reel appears or disappears; lists
 * in use are made anew before they expire, so that nobody waits, and only one at a time otherwise.
 */
final class Trending implements AutoCloseable {
    private static final Duration GOOD = Duration.ofMinutes(10);
    private static final Duration RENEWED = Duration.ofMinutes(9);
    /** How often lists are looked at that may have to be made anew. */
    static final Duration LOOK = Duration.ofSeconds(10);
    /** How far a tier looks down the list. */
    private static final int CANDIDATES = 5_000;

    private final ReelIndex index;
    private final ContentVersion version;
    private final InstantSource clock;
    private final FeedMetrics metrics;
    private final Map<TimeWindow, Slot> slots = new EnumMap<>(TimeWindow.class);
    private final Periodic renewal;

    private static final class Slot {
        private final ReentrantLock making = new ReentrantLock();
        private volatile @Nullable TrendingList list;
        private volatile boolean asked;
    }

    Trending(ReelIndex index, ContentVersion version, InstantSource clock, Duration look, FeedMetrics metrics) {
        this.index = index;
        this.version = version;
        this.clock = clock;
        this.metrics = metrics;
        for (TimeWindow window : TimeWindow.values()) {
            slots.put(window, new Slot());
        }
        renewal = Periodic.start("trending renewal", look, this::renew);
    }

    /** The list as it is good for now. */
    TrendingList list(TimeWindow window) {
        Slot slot = slot(window);
        slot.asked = true;
        TrendingList list = slot.list;
        if (isGood(list, GOOD)) {
            metrics.hit("trending");
            return Objects.requireNonNull(list);
        }
        metrics.miss("trending");
        return make(window, slot, GOOD);
    }

    private Slot slot(TimeWindow window) {
        return Objects.requireNonNull(slots.get(window));
    }

    private boolean isGood(@Nullable TrendingList list, Duration limit) {
        return list != null
                && list.version() == version.current()
                && clock.instant().isBefore(list.madeAt().plus(limit));
    }

    private TrendingList make(TimeWindow window, Slot slot, Duration limit) {
        slot.making.lock();
        try {
            TrendingList list = slot.list;
            if (isGood(list, limit)) {
                return Objects.requireNonNull(list);
            }
            // Read first: a change that comes while the list is made voids it.
            long basis = version.current();
            Instant now = clock.instant();
            TrendingList made = metrics.timed("trending", () -> TrendingList.make(index, window, now, basis));
            slot.list = made;
            return made;
        } finally {
            slot.making.unlock();
        }
    }

    private void renew() {
        slots.forEach((window, slot) -> {
            if (slot.asked && index.isReady() && !isGood(slot.list, RENEWED)) {
                // Whoever still wants it will ask again before it expires.
                slot.asked = false;
                make(window, slot, RENEWED);
            }
        });
    }

    /** The reels in demand, of the longest window, best first. */
    Iterable<IndexedReel> candidates() {
        TrendingList list = list(TimeWindow.MONTH);
        int[] ids = list.ids(0, Math.min(CANDIDATES, list.inDemand()));
        return () -> reels(ids);
    }

    private Iterator<IndexedReel> reels(int[] ids) {
        return IntStream.of(ids)
                .mapToObj(index::find)
                .filter(reel -> reel != null && reel.visible())
                .map(Objects::requireNonNull)
                .iterator();
    }

    @Override
    public void close() {
        renewal.close();
    }
}
