package com.aoin.reels.feed;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.feed.Shopper.Totals;
import com.aoin.reels.feed.cache.Cuts;
import com.aoin.reels.feed.cache.FeedCache;
import com.aoin.reels.feed.cache.FeedCache.Found;
import com.aoin.reels.feed.cache.FeedCache.Version;
import com.aoin.reels.feed.cache.Generation;
import com.aoin.reels.http.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The recommended feed of a user (section 7 of the contract). Page 1 serves the feed that is kept, when it is not older
 * than five minutes and neither the user nor the catalogue has changed since; otherwise it makes one. Later pages go on
 * in the feed that page 1 has served, whatever has changed.
 */
final class Recommended {
    private static final Duration GOOD = Duration.ofMinutes(5);

    private final ShopperDao shoppers;
    private final FeedMaker maker;
    private final FeedCache cache;
    private final FeedPages pages;
    private final InstantSource clock;
    private final FeedMetrics metrics;
    private final OneFlight<Wanted, Generation> flights = new OneFlight<>();

    /** Who makes the same thing at the same time makes it once. */
    private record Wanted(int userId, int ownMerchant, int perPage, long userVersion, Version version) {}

    Recommended(
            ShopperDao shoppers,
            FeedMaker maker,
            FeedCache cache,
            FeedPages pages,
            InstantSource clock,
            FeedMetrics metrics) {
        this.shoppers = shoppers;
        this.maker = maker;
        this.cache = cache;
        this.pages = pages;
        this.clock = clock;
        this.metrics = metrics;
    }

    FeedPages.Page page(Caller caller, int userId, PageRequest request) {
        Found found = cache.find(userId);
        Generation kept = found.generation();
        if (request.page() > 1 && kept != null) {
            metrics.hit("recommended");
            return cut(kept, found.cuts().of(kept, request.perPage()), request);
        }
        Totals totals = shoppers.totals(userId);
        if (kept != null && isGood(kept, found, totals, request.perPage())) {
            metrics.hit("recommended");
            cache.keepLonger(kept, found.version());
            return cut(kept, Cuts.none().of(kept, request.perPage()), request);
        }
        metrics.miss("recommended");
        Generation made = make(userId, own(caller), request.perPage(), totals, found);
        return cut(made, Cuts.none().of(made, request.perPage()), request);
    }

    private boolean isGood(Generation kept, Found found, Totals totals, int perPage) {
        Instant now = clock.instant();
        return found.current()
                && kept.origin().perPage() == perPage
                && kept.origin().userVersion() == totals.version()
                && now.isBefore(kept.madeAt().plus(GOOD));
    }

    private Generation make(int userId, int ownMerchant, int perPage, Totals totals, Found found) {
        Wanted wanted = new Wanted(userId, ownMerchant, perPage, totals.version(), found.version());
        return flights.join(wanted, () -> {
            Instant now = clock.instant();
            Generation made =
                    metrics.timed("recommended", () -> maker.make(userId, ownMerchant, perPage, totals, found, now));
            cache.keep(made, found.version());
            return made;
        });
    }

    private static int own(Caller caller) {
        @Nullable Integer merchant = caller.merchant();
        return Objects.requireNonNullElse(merchant, 0);
    }

    private FeedPages.Page cut(Generation feed, Cuts cuts, PageRequest request) {
        FeedPages.Page page = pages.cut(feed, cuts, request);
        if (page.cuts() != null) {
            cache.keep(feed.origin().userId(), page.cuts());
        }
        return page;
    }
}
