package com.aoin.reels.feed.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** Keeps feeds in this process, the most used ones of many users. */
public final class LocalFeedCache implements FeedCache {
    static final Duration CONTINUED = Duration.ofMinutes(30);
    static final Duration PREFERENCES = Duration.ofHours(1);
    private static final long MAX_FEED_BYTES = 64L << 20;
    private static final long MAX_PREFERENCES = 50_000;

    private final ContentVersion version;
    private final Cache<Integer, Kept> feeds;
    private final Cache<Integer, Preferences> preferences;

    private static final class Kept {
        private final Generation generation;
        private final long version;
        private volatile Cuts cuts = Cuts.none();
        private volatile boolean alone;

        Kept(Generation generation, long version) {
            this.generation = generation;
            this.version = version;
        }
    }

    public LocalFeedCache(ContentVersion version, Ticker ticker) {
        this.version = version;
        feeds = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(CONTINUED)
                .maximumWeight(MAX_FEED_BYTES)
                .<Integer, Kept>weigher((user, kept) -> kept.generation.weight())
                .build();
        preferences = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(PREFERENCES)
                .maximumSize(MAX_PREFERENCES)
                .build();
    }

    @Override
    public Found find(int userId) {
        long now = version.current();
        Kept kept = feeds.getIfPresent(userId);
        Preferences known = preferences.getIfPresent(userId);
        return kept == null
                ? new Found(null, false, Cuts.none(), known, new Version(now, Version.UNKNOWN))
                : new Found(kept.generation, kept.version == now, kept.cuts, known, new Version(now, Version.UNKNOWN));
    }

    @Override
    public void keep(Generation generation, Version basis) {
        feeds.put(generation.origin().userId(), new Kept(generation, basis.here()));
    }

    /** From now on other nodes are known not to have what is kept of this user. */
    void markAlone(int userId) {
        Kept kept = feeds.getIfPresent(userId);
        if (kept != null) {
            kept.alone = true;
        }
    }

    boolean isAlone(int userId) {
        Kept kept = feeds.getIfPresent(userId);
        return kept != null && kept.alone;
    }

    @Override
    public void keepLonger(Generation generation, Version basis) {
        keep(generation, basis);
    }

    @Override
    public void keep(int userId, Cuts cuts) {
        Kept kept = feeds.getIfPresent(userId);
        if (kept != null && kept.generation.origin().madeMicros() == cuts.madeMicros()) {
            kept.cuts = cuts;
        }
    }

    @Override
    public void keep(int userId, Preferences known) {
        preferences.put(userId, known);
    }
}
