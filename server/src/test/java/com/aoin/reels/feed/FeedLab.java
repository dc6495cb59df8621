package com.aoin.reels.feed;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.feed.cache.ContentVersion;
import com.aoin.reels.feed.cache.LocalFeedCache;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.index.IndexFeature;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/** The parts of the feeds over a random shop in a database of their own, with a clock that tests set. */
final class FeedLab implements AutoCloseable {
    private final DatabaseAddress address = TestingDatabase.fresh();
    private final Database database =
            Database.connect(address, new Database.Tuning(4, true, null), Duration.ofSeconds(10));
    private final IndexFeature index;
    private final LocalFeedCache cache;
    private final Trending trending;
    private final FeedMaker maker;
    private final Recommended recommended;
    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    FeedLab(long seed) {
        Migrations.apply(database, CatalogMode.OWN);
        database.execute(handle -> new RandomShop(handle, new Random(seed)).fill());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        index = new IndexFeature(database, "lab", registry);
        index.start(_ -> {});
        Waiting.until(index.index()::isReady);
        ContentVersion version = new ContentVersion(id -> true);
        FeedMetrics metrics = new FeedMetrics(registry);
        cache = new LocalFeedCache(version, () -> ChronoUnit.NANOS.between(Instant.EPOCH, now));
        trending = new Trending(index.index(), version, () -> now, metrics);
        maker = new FeedMaker(database, index.index(), trending, cache);
        recommended = new Recommended(
                new ShopperDao(database),
                maker,
                cache,
                new FeedPages(new ReelDao(database), index.index()),
                () -> now,
                metrics);
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

    Recommended recommended() {
        return recommended;
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
