package com.aoin.reels.feed;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.feed.Shopper.Totals;
import com.aoin.reels.feed.cache.ContentVersion;
import com.aoin.reels.feed.cache.LocalFeedCache;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.index.ReelIndex;
import com.aoin.reels.reel.index.follow.IndexFeature;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.function.IntFunction;

/** The parts of the feeds over a random shop in a database of their own, with a clock that tests set. */
final class FeedLab implements AutoCloseable {
    private final DatabaseAddress address = TestingDatabase.fresh();
    private final Database database =
            Database.connect(address, new Database.Tuning(4, true, null), Duration.ofSeconds(10));
    private final IndexFeature index;
    private final LocalFeedCache cache;
    private final Trending trending;
    private final FeedMaker maker;
    private final FeedPages pages;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    FeedLab(long seed) {
        Migrations.apply(database, CatalogMode.OWN);
        database.execute(handle -> new RandomShop(handle, new Random(seed)).fill());
        index = new IndexFeature(database, "lab", registry);
        index.start(_ -> {});
        Waiting.until(index.index()::isReady);
        ContentVersion version = new ContentVersion(id -> true);
        FeedMetrics metrics = new FeedMetrics(registry);
        cache = new LocalFeedCache(version, () -> ChronoUnit.NANOS.between(Instant.EPOCH, now));
        trending = new Trending(index.index(), version, () -> now, Duration.ofMillis(50), metrics);
        maker = new FeedMaker(database, index.index(), trending, cache);
        pages = new FeedPages(new ReelDao(database), index.index());
    }

    DatabaseAddress address() {
        return address;
    }

    ReelIndex index() {
        return index.index();
    }

    Database database() {
        return database;
    }

    LocalFeedCache cache() {
        return cache;
    }

    Trending trending() {
        return trending;
    }

    FeedMaker maker() {
        return maker;
    }

    FeedPages pages() {
        return pages;
    }

    /** What a user has done, as of the time that the test has set. */
    Totals totals(int user) {
        Totals totals = new ShopperDao(database).totals(user);
        return new Totals(totals.likes(), totals.views(), totals.follows(), totals.version(), now);
    }

    Recommended recommended() {
        return recommended(this::totals);
    }

    /** The feeds of a node of its own, with the same cache. */
    Recommended recommended(IntFunction<Totals> totals) {
        return new Recommended(totals, maker, cache, pages, new FeedMetrics(registry));
    }

    /** How often a feed was asked for and had to be made. */
    double misses(String feed) {
        return registry.counter("reels.feed.cache", "feed", feed, "result", "miss")
                .count();
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public void close() {
        trending.close();
        index.close();
        database.close();
        TestingDatabase.drop(address);
    }
}
