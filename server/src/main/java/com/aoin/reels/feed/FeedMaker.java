package com.aoin.reels.feed;

import com.aoin.reels.db.Database;
import com.aoin.reels.feed.Shopper.Totals;
import com.aoin.reels.feed.cache.FeedCache;
import com.aoin.reels.feed.cache.FeedCache.Found;
import com.aoin.reels.feed.cache.FeedCache.Preferences;
import com.aoin.reels.feed.cache.Generation;
import com.aoin.reels.feed.cache.Generation.Origin;
import com.aoin.reels.feed.ranking.Draw;
import com.aoin.reels.feed.ranking.Drawn;
import com.aoin.reels.feed.ranking.Ranked;
import com.aoin.reels.feed.ranking.Ranking;
import com.aoin.reels.feed.ranking.Taste;
import com.aoin.reels.feed.ranking.Tier;
import com.aoin.reels.reel.index.IndexedReel;
import com.aoin.reels.reel.index.ReelFilter;
import com.aoin.reels.reel.index.ReelIndex;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Makes recommended feeds: reads what is known of the shopper, and ranks what the index has. */
final class FeedMaker {
    private final Database database;
    private final ReelIndex index;
    private final Trending trending;
    private final FeedCache cache;

    FeedMaker(Database database, ReelIndex index, Trending trending, FeedCache cache) {
        this.database = database;
        this.index = index;
        this.trending = trending;
        this.cache = cache;
    }

    /**
     * A new feed.
     *
     * @param totals read before; what the user does from then on is for the next feed
     */
    Generation make(int userId, int perPage, Totals totals, Found kept) {
        Instant now = totals.readAt();
        Shopper shopper = shopper(userId, totals, kept.preferences());
        Taste taste = taste(shopper, now);
        List<Draw> tiers = totals.isNew() ? introducing() : personal(shopper, taste);
        Drawn drawn = Ranking.draw(tiers, fillers(), shopper.watched()::contains, shopper.own(), perPage);
        List<Ranked> feed = drawn.inOrder(exact(taste, shopper.similar(), drawn), now);
        long nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        return Generation.of(new Origin(userId, nowMicros, perPage, totals.version()), feed);
    }

    private Shopper shopper(int userId, Totals totals, @Nullable Preferences known) {
        boolean good = known != null && known.userVersion() == totals.version();
        Shopper shopper = database.readPlainly(connection -> new Shopper(
                ShopperDao.own(connection, userId),
                totals.follows() == 0 ? Set.of() : ShopperDao.followed(connection, userId),
                good ? Objects.requireNonNull(known).list() : ShopperDao.preferences(connection, userId),
                totals.views() == 0 ? new SortedIds() : ShopperDao.watched(connection, userId),
                totals.isNew() ? SimilarLikes.none() : SimilarUsers.of(connection, index, userId)));
        if (!good) {
            cache.keep(userId, new Preferences(totals.version(), shopper.preferences()));
        }
        return shopper;
    }

    private static Taste taste(Shopper shopper, Instant now) {
        Map<Integer, Double> decayed = new HashMap<>();
        shopper.preferences().forEach(preference -> decayed.put(preference.categoryId(), preference.decayed(now)));
        return new Taste(shopper.followed(), decayed, shopper.similar().shares());
    }

    /** With all that similar users like of what has been drawn. */
    private Taste exact(Taste taste, SimilarLikes similar, Drawn drawn) {
        if (similar.avid().isEmpty()) {
            return taste;
        }
        Map<Integer, Integer> likes =
                database.readPlainly(connection -> SimilarUsers.likesAmong(connection, similar.avid(), drawn.reels()));
        return new Taste(taste.followed(), taste.preferences(), similar.with(likes));
    }

    private List<Draw> personal(Shopper shopper, Taste taste) {
        int[] merchants = taste.followed().stream().mapToInt(Integer::intValue).toArray();
        return List.of(
                Draw.ofMerchants(Tier.FOLLOWED, 40, merchants, index::newestOfMerchant),
                Draw.ofCategories(Tier.CATEGORY, 30, byPreference(taste.preferences()), index::newestOfCategory),
                Draw.inOrder(Tier.TRENDING, 20, trending.candidates()),
                Draw.inOrder(
                        Tier.SIMILAR_USERS,
                        10,
                        likedBySimilar(taste.similar(), shopper.similar().liked())));
    }

    private List<Draw> introducing() {
        return List.of(
                Draw.inOrder(Tier.TRENDING, 70, trending.candidates()),
                Draw.spread(Tier.CATEGORY_DIVERSITY, 30, index.categories(), index::newestOfCategory));
    }

    /**
     * The newest of all; where a page cannot take what is newest, the newest of the categories that it still can, and
     * of what has no category.
     */
    private List<Draw> fillers() {
        int[] categories = index.categories();
        return List.of(
                Draw.inOrder(Tier.GENERAL, 0, index.newest()),
                Draw.ofCategories(Tier.GENERAL, 0, List.of(categories), index::newestOfCategory),
                Draw.inOrder(Tier.GENERAL, 0, () -> withoutCategory(categories)));
    }

    /** Counted first: mostly there are none, and to find that out by looking at every reel takes long. */
    private Iterator<IndexedReel> withoutCategory(int[] categories) {
        long inCategories =
                IntStream.of(categories).mapToLong(category -> count(category)).sum();
        if (inCategories >= count(null)) {
            return Collections.emptyIterator();
        }
        return StreamSupport.stream(index.newest().spliterator(), false)
                .filter(reel -> reel.categoryId() == 0)
                .iterator();
    }

    private int count(@Nullable Integer category) {
        return index.slice(new ReelFilter(category, null, null, null, ReelFilter.Sort.NEWEST), 0, 0)
                .total();
    }

    /** Categories that are liked at all, the best first, those that are liked alike together. */
    private static List<int[]> byPreference(Map<Integer, Double> preferences) {
        Map<Double, List<Integer>> groups = new TreeMap<>(Comparator.reverseOrder());
        preferences.forEach((category, score) -> {
            if (score > 0) {
                groups.computeIfAbsent(score, same -> new ArrayList<>()).add(category);
            }
        });
        return groups.values().stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /** A reel, and the share of the similar users who like it. Those that most of them like come first. */
    private record Liked(double share, IndexedReel reel) implements Comparable<Liked> {
        private static final Comparator<Liked> ORDER =
                Comparator.comparingDouble(Liked::share).reversed().thenComparing(Liked::reel, Ranked.NEWEST);

        @Override
        public int compareTo(Liked other) {
            return ORDER.compare(this, other);
        }
    }

    /** Those that most of the similar users like first; not what the shopper likes already. */
    private Iterable<IndexedReel> likedBySimilar(Map<Integer, Double> shares, Set<Integer> liked) {
        int[] reels = shares.keySet().stream()
                .filter(reel -> !liked.contains(reel))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Liked> visible = index.findAll(reels).stream()
                .filter(IndexedReel::visible)
                .map(reel -> new Liked(shares.getOrDefault(reel.reelId(), 0.0), reel))
                .toList();
        return () -> bestFirst(new PriorityQueue<>(visible));
    }

    /** There may be thousands, of which a feed draws some dozens: to sort them all would take longer than anything else. */
    private static Iterator<IndexedReel> bestFirst(PriorityQueue<Liked> reels) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !reels.isEmpty();
            }

            @Override
            public IndexedReel next() {
                return reels.remove().reel();
            }
        };
    }
}
