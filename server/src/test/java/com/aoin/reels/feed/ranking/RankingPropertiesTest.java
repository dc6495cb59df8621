package com.aoin.reels.feed.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.reel.index.IndexedReel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is true of every feed, held against random catalogues and shoppers. */
class RankingPropertiesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long NOW_MICROS = NOW.getEpochSecond() * 1_000_000;

    static List<Long> seeds() {
        return new Random(4).longs(300).boxed().toList();
    }

    /** A random catalogue and shopper. */
    private static final class World {
        private final Random random;
        private final List<IndexedReel> all = new ArrayList<>();
        private final Map<Integer, List<IndexedReel>> ofMerchant = new TreeMap<>();
        private final Map<Integer, List<IndexedReel>> ofCategory = new TreeMap<>();
        private final Set<Integer> watched = new HashSet<>();
        private final Set<Integer> followed = new HashSet<>();
        private final Map<Integer, Double> preferences = new HashMap<>();
        private final Map<Integer, Double> similar = new HashMap<>();
        private final Set<Integer> own;
        private final int perPage;

        World(long seed) {
            random = new Random(seed);
            int reels = random.nextInt(4) == 0 ? random.nextInt(12) : random.nextInt(1200);
            int merchants = 1 + random.nextInt(random.nextBoolean() ? 4 : 80);
            int categories = 1 + random.nextInt(random.nextBoolean() ? 3 : 30);
            double seen = random.nextInt(3) == 0 ? 0.95 : random.nextDouble() * 0.5;
            for (int id = 1; id <= reels; id++) {
                addReel(id, 1 + random.nextInt(merchants), random.nextInt(categories + 1), seen);
            }
            all.sort(Ranked.NEWEST);
            all.forEach(reel -> {
                ofMerchant
                        .computeIfAbsent(reel.merchantId(), id -> new ArrayList<>())
                        .add(reel);
                ofCategory
                        .computeIfAbsent(reel.categoryId(), id -> new ArrayList<>())
                        .add(reel);
            });
            for (int i = random.nextInt(10); i > 0; i--) {
                followed.add(1 + random.nextInt(merchants));
                preferences.put(1 + random.nextInt(categories), random.nextInt(5) / 4.0);
            }
            own = List.of(Set.<Integer>of(), Set.<Integer>of(), Set.of(1), Set.of(1, 2))
                    .get(random.nextInt(4));
            perPage = 1 + random.nextInt(random.nextBoolean() ? 25 : 100);
        }

        private void addReel(int id, int merchant, int category, double seen) {
            long created = NOW_MICROS - random.nextInt(1000) * 3_600_000_000L;
            int likes = random.nextInt(3) == 0 ? random.nextInt(50) : 0;
            all.add(new IndexedReel(id, merchant, 1, category, created, likes * 3, likes, 0, true));
            if (random.nextDouble() < seen) {
                watched.add(id);
            }
            if (random.nextInt(20) == 0) {
                similar.put(id, random.nextDouble());
            }
        }

        List<Draw> tiers() {
            int[] merchants = followed.stream().mapToInt(Integer::intValue).toArray();
            List<int[]> categories = preferences.entrySet().stream()
                    .filter(preference -> preference.getValue() > 0)
                    .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed())
                    .map(preference -> new int[] {preference.getKey()})
                    .toList();
            List<IndexedReel> hot = all.stream()
                    .filter(reel -> reel.likes() > 0)
                    .sorted((a, b) -> Double.compare(TrendingScore.of(b, NOW_MICROS), TrendingScore.of(a, NOW_MICROS)))
                    .toList();
            List<IndexedReel> alike = all.stream()
                    .filter(reel -> similar.containsKey(reel.reelId()))
                    .toList();
            return List.of(
                    Draw.ofMerchants(Tier.FOLLOWED, 40, merchants, id -> ofMerchant.getOrDefault(id, List.of())),
                    Draw.ofCategories(Tier.CATEGORY, 30, categories, id -> ofCategory.getOrDefault(id, List.of())),
                    Draw.inOrder(Tier.TRENDING, 20, hot),
                    Draw.inOrder(Tier.SIMILAR_USERS, 10, alike));
        }

        List<Draw> fillers() {
            int[] categories =
                    ofCategory.keySet().stream().mapToInt(Integer::intValue).toArray();
            return List.of(
                    Draw.inOrder(Tier.GENERAL, 0, all),
                    Draw.ofCategories(
                            Tier.GENERAL, 0, List.of(categories), id -> ofCategory.getOrDefault(id, List.of())));
        }

        Taste taste() {
            return new Taste(followed, preferences, similar);
        }

        List<Ranked> feed() {
            return Ranking.draw(tiers(), fillers(), watched::contains, own, perPage)
                    .inOrder(taste(), NOW);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void holds(long seed) {
        World world = new World(seed);
        List<Ranked> feed = world.feed();
        List<List<Ranked>> pages = pages(feed, world.perPage);

        assertThat(feed).as("deterministic").isEqualTo(new World(seed).feed());
        assertThat(feed).extracting(ranked -> ranked.reel().reelId()).doesNotHaveDuplicates();
        assertThat(feed).noneMatch(ranked -> world.own.contains(ranked.reel().merchantId()));
        assertThat(feed)
                .allMatch(ranked ->
                        ranked.watched() == world.watched.contains(ranked.reel().reelId()));
        assertThat(feed).extracting(Ranked::watched).isSorted();
        long offered = world.all.stream()
                .filter(reel -> !world.own.contains(reel.merchantId()))
                .count();
        assertThat(feed).as("everything, up to the limit").hasSize((int) Math.min(offered, Ranking.MAX_REELS));
        Set<Integer> shown = new HashSet<>();
        for (List<Ranked> page : pages) {
            shares(page, world.perPage);
            caps(page);
            order(page, world, feed);
            page.forEach(ranked -> shown.add(ranked.reel().reelId()));
            full(page, world, shown, shown.size() == feed.size());
        }
    }

    private static List<List<Ranked>> pages(List<Ranked> feed, int perPage) {
        Runs runs = RankingTest.runs(feed);
        List<List<Ranked>> pages = new ArrayList<>();
        int at = 0;
        while (at < feed.size()) {
            int end = runs.end(at, perPage);
            pages.add(feed.subList(at, end));
            at = end;
        }
        return pages;
    }

    private static void shares(List<Ranked> page, int perPage) {
        Map<Tier, Integer> most = Map.of(
                Tier.FOLLOWED, perPage * 4 / 10,
                Tier.CATEGORY, perPage * 3 / 10,
                Tier.TRENDING, perPage * 2 / 10,
                Tier.SIMILAR_USERS, perPage / 10);
        most.forEach((tier, count) -> assertThat(page.stream().filter(ranked -> ranked.tier() == tier))
                .hasSizeLessThanOrEqualTo(count));
        assertThat(page).hasSizeLessThanOrEqualTo(perPage);
    }

    private static void caps(List<Ranked> page) {
        Map<Integer, Integer> merchants = new HashMap<>();
        Map<Integer, Integer> categories = new HashMap<>();
        for (Ranked ranked : page) {
            assertThat(merchants.merge(ranked.reel().merchantId(), 1, Integer::sum))
                    .isLessThanOrEqualTo(3);
            int category = ranked.reel().categoryId();
            assertThat(category == 0 ? 0 : categories.merge(category, 1, Integer::sum))
                    .isLessThanOrEqualTo(5);
        }
    }

    private static void order(List<Ranked> page, World world, List<Ranked> feed) {
        assertThat(page).isSortedAccordingTo(Ranked.ORDER);
        double best = feed.stream()
                .mapToDouble(ranked -> TrendingScore.of(ranked.reel(), NOW_MICROS))
                .max()
                .orElse(0);
        for (Ranked ranked : page) {
            double trending = best == 0 ? 0 : TrendingScore.of(ranked.reel(), NOW_MICROS) / best;
            assertThat(ranked.score())
                    .isEqualTo(world.taste().score(ranked.reel(), trending, NOW_MICROS))
                    .isBetween(0.0, 1.0);
        }
    }

    /** A page that is short could not have taken any of the reels that were left and might be shown next. */
    private static void full(List<Ranked> page, World world, Set<Integer> shown, boolean last) {
        if (page.size() == world.perPage || last) {
            return;
        }
        boolean freshLeft = world.all.stream()
                .anyMatch(reel -> offered(reel, world, shown) && !world.watched.contains(reel.reelId()));
        assertThat(world.all)
                .filteredOn(reel -> offered(reel, world, shown))
                .filteredOn(reel -> !freshLeft || !world.watched.contains(reel.reelId()))
                .noneMatch(reel -> fits(reel, page));
    }

    private static boolean offered(IndexedReel reel, World world, Set<Integer> shown) {
        return !world.own.contains(reel.merchantId()) && !shown.contains(reel.reelId());
    }

    private static boolean fits(IndexedReel reel, List<Ranked> page) {
        long merchant = page.stream()
                .filter(ranked -> ranked.reel().merchantId() == reel.merchantId())
                .count();
        long category = page.stream()
                .filter(ranked -> ranked.reel().categoryId() == reel.categoryId())
                .count();
        return merchant < 3 && (reel.categoryId() == 0 || category < 5);
    }
}
