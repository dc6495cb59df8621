package com.aoin.reels.feed;

import com.aoin.reels.feed.Shopper.Totals;
import com.aoin.reels.feed.cache.Cuts;
import com.aoin.reels.feed.cache.FeedCache;
import com.aoin.reels.feed.cache.FeedCache.Found;
import com.aoin.reels.feed.cache.FeedCache.Version;
import com.aoin.reels.feed.cache.Generation;
import com.aoin.reels.http.PageRequest;
import java.time.Duration;
import java.util.function.IntFunction;

/**
 * The recommended feed of a user (section 7 of the contract). Page 1 serves the feed that is kept, when it is not older
 * than five minutes and neither the user nor the catalogue has changed since; otherwise it makes one. Later pages go on
 * in the feed that page 1 has served, whatever has changed.
 */
final class Recommended {
    private static final Duration GOOD = Duration.ofMinutes(5);

    private final IntFunction<Totals> totalsOf;
    private final FeedMaker maker;
    private final FeedCache cache;
    private final FeedPages pages;
    private final FeedMetrics metrics;
    private final OneFlight<Wanted, Generation> flights = new OneFlight<>();

    /** Who makes the same thing at the same time makes it once. */
    private record Wanted(int userId, int perPage, long userVersion, Version version) {}

    /**
     * The feeds of all users.
     *
     * @param totalsOf what a user has done, as of now by the clock that all nodes share
     */
    Recommended(IntFunction<Totals> totalsOf, FeedMaker maker, FeedCache cache, FeedPages pages, FeedMetrics metrics) {
        this.totalsOf = totalsOf;
        this.maker = maker;
        this.cache = cache;
        this.pages = pages;
        this.metrics = metrics;
    }

    FeedPages.Page page(int userId, PageRequest request) {
        Found found = cache.find(userId);
        Generation kept = found.generation();
        if (request.page() > 1 && kept != null) {
            metrics.hit("recommended");
            return cut(kept, found.cuts().of(kept, request.perPage()), request);
        }
        Totals totals = totalsOf.apply(userId);
        if (kept != null && isGood(kept, found, totals, request.perPage())) {
            metrics.hit("recommended");
            cache.keepLonger(kept, found.version());
            return cut(kept, Cuts.none().of(kept, request.perPage()), request);
        }
        metrics.miss("recommended");
        Generation made = make(userId, request.perPage(), totals, found);
        return cut(made, Cuts.none().of(made, request.perPage()), request);
    }

    private boolean isGood(Generation kept, Found found, Totals totals, int perPage) {
        return found.current()
                && kept.origin().perPage() == perPage
                && kept.origin().userVersion() == totals.version()
                && totals.readAt().isBefore(kept.madeAt().plus(GOOD));
    }

    private Generation make(int userId, int perPage, Totals totals, Found found) {
        Wanted wanted = new Wanted(userId, perPage, totals.version(), found.version());
        return flights.join(wanted, () -> {
            Generation made = metrics.timed("recommended", () -> maker.make(userId, perPage, totals, found));
            cache.keep(made, found.version());
            return made;
        });
    }

    private FeedPages.Page cut(Generation feed, Cuts cuts, PageRequest request) {
        FeedPages.Page page = pages.cut(feed, cuts, request);
        if (page.cuts() != null) {
            cache.keep(feed.origin().userId(), page.cuts());
        }
        return page;
    }
}
