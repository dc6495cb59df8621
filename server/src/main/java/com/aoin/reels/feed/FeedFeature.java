package com.aoin.reels.feed;

import com.aoin.reels.cache.Redis;
import com.aoin.reels.db.Database;
import com.aoin.reels.feed.cache.ContentVersion;
import com.aoin.reels.feed.cache.FeedCache;
import com.aoin.reels.feed.cache.LocalFeedCache;
import com.aoin.reels.feed.cache.SharedFeedCache;
import com.aoin.reels.http.Route;
import com.aoin.reels.reel.ReelChanges;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.ReelJson;
import com.aoin.reels.reel.index.IndexedReel;
import com.aoin.reels.reel.index.ReelIndex;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The feeds with all that they keep. */
public final class FeedFeature implements AutoCloseable {
    private final Trending trending;
    private final List<Route> routes;

    private FeedFeature(Trending trending, List<Route> routes) {
        this.trending = trending;
        this.routes = routes;
    }

    /**
     * What the feature needs of the rest of the service.
     *
     * @param changes followed after the index
     * @param redis   null = what is kept is this node's own
     */
    public record Needs(
            Database database,
            ReelDao reels,
            ReelJson json,
            ReelIndex index,
            ReelChanges changes,
            @Nullable Redis redis,
            InstantSource clock,
            MeterRegistry registry) {}

    public static FeedFeature create(Needs needs) {
        ReelIndex index = needs.index();
        ContentVersion version = new ContentVersion(reelId -> {
            IndexedReel reel = index.isReady() ? index.find(reelId) : null;
            return reel != null && reel.visible();
        });
        FeedMetrics metrics = new FeedMetrics(needs.registry());
        LocalFeedCache local = new LocalFeedCache(version, Ticker.systemTicker());
        FeedCache cache =
                needs.redis() == null ? local : new SharedFeedCache(needs.redis(), local, version, index::hasFollowed);
        needs.changes().follow(version);
        ShopperDao shoppers = new ShopperDao(needs.database());
        Trending trending = new Trending(index, version, needs.clock(), Trending.LOOK, metrics);
        FeedMaker maker = new FeedMaker(needs.database(), index, trending, cache);
        FeedRoutes routes = new FeedRoutes(
                trending,
                new TrendingPages(needs.reels()),
                new Following(shoppers, needs.reels(), index),
                new Recommended(shoppers::totals, maker, cache, new FeedPages(needs.reels(), index), metrics),
                needs.json());
        return new FeedFeature(trending, routes.routes());
    }

    public List<Route> routes() {
        return routes;
    }

    @Override
    public void close() {
        trending.close();
    }
}
