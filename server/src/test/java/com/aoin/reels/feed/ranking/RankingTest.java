package com.aoin.reels.feed.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.aoin.reels.reel.index.IndexedReel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long NOW_MICROS = NOW.getEpochSecond() * 1_000_000;
    private static final long HOUR = 3_600_000_000L;

    /** A reel that is as many hours old as its id says, so that lower ids are newer. */
    private static IndexedReel reel(int id, int merchant, int category) {
        return new IndexedReel(id, merchant, 1, category, NOW_MICROS - id * HOUR, 0, 0, 0, true);
    }

    private static IndexedReel liked(int id, int merchant, int category, int likes) {
        return new IndexedReel(id, merchant, 1, category, NOW_MICROS - id * HOUR, 0, likes, 0, true);
    }

    /** Each of its own merchant and category. */
    private static List<IndexedReel> strangers(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> reel(id, 1000 + id, 1000 + id))
                .toList();
    }

    private static List<Ranked> rank(
            List<Draw> tiers, List<IndexedReel> all, Taste taste, Set<Integer> watched, int perPage) {
        return Ranking.draw(tiers, List.of(Draw.inOrder(Tier.GENERAL, 0, all)), watched::contains, Set.of(), perPage)
                .inOrder(taste, NOW);
    }

    private static List<Integer> ids(List<Ranked> feed) {
        return feed.stream().map(ranked -> ranked.reel().reelId()).toList();
    }

    private static long of(Tier tier, List<Ranked> page) {
        return page.stream().filter(ranked -> ranked.tier() == tier).count();
    }

    @Test
    void everyTierDrawsItsShare() {
        List<IndexedReel> followed = strangers(1, 100);
        List<IndexedReel> category = strangers(101, 200);
        List<IndexedReel> trending = strangers(201, 300);
        List<IndexedReel> similar = strangers(301, 400);
        List<IndexedReel> all = strangers(1, 900);
        List<Draw> tiers = List.of(
                Draw.inOrder(Tier.FOLLOWED, 40, followed),
                Draw.inOrder(Tier.CATEGORY, 30, category),
                Draw.inOrder(Tier.TRENDING, 20, trending),
                Draw.inOrder(Tier.SIMILAR_USERS, 10, similar));
        for (int perPage : new int[] {1, 2, 3, 7, 10, 20, 33, 50, 99, 100}) {
            List<Ranked> feed = rank(tiers, all, Taste.unknown(), Set.of(), perPage);
            assertThat(feed).hasSize(500);
            List<Ranked> page = feed.subList(0, perPage);
            assertThat(of(Tier.FOLLOWED, page)).isEqualTo(perPage * 4 / 10);
            assertThat(of(Tier.CATEGORY, page)).isEqualTo(perPage * 3 / 10);
            assertThat(of(Tier.TRENDING, page)).isEqualTo(perPage * 2 / 10);
            assertThat(of(Tier.SIMILAR_USERS, page)).isEqualTo(perPage / 10);
        }
    }

    @Test
    void aReelIsDrawnByTheFirstTierThatHasIt() {
        List<IndexedReel> all = strangers(1, 30);
        List<Draw> tiers = List.of(Draw.inOrder(Tier.FOLLOWED, 40, all), Draw.inOrder(Tier.CATEGORY, 30, all));
        List<Ranked> feed = rank(tiers, all, Taste.unknown(), Set.of(), 10);
        assertThat(ids(feed)).doesNotHaveDuplicates().hasSize(30);
        assertThat(of(Tier.FOLLOWED, feed.subList(0, 10))).isEqualTo(4);
        assertThat(of(Tier.CATEGORY, feed.subList(0, 10))).isEqualTo(3);
        assertThat(of(Tier.GENERAL, feed.subList(0, 10))).isEqualTo(3);
    }

    @Test
    void generalReelsFillWhatTiersDoNotHave() {
        List<IndexedReel> all = strangers(1, 20);
        List<Ranked> feed =
                rank(List.of(Draw.inOrder(Tier.FOLLOWED, 40, all.subList(15, 17))), all, Taste.unknown(), Set.of(), 10);
        assertThat(of(Tier.FOLLOWED, feed)).isEqualTo(2);
        assertThat(of(Tier.GENERAL, feed)).isEqualTo(18);
        assertThat(ids(feed.subList(0, 10))).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 16, 17);
    }

    @Test
    void aPageIsInTheOrderOfTheScoreAndEqualsAreNewestFirst() {
        IndexedReel followedOld = reel(30, 7, 30);
        IndexedReel followedNew = reel(2, 8, 31);
        IndexedReel preferred = reel(40, 40, 3);
        IndexedReel hot = liked(5, 41, 33, 9);
        IndexedReel warm = liked(50, 42, 34, 9);
        IndexedReel similar = reel(60, 43, 35);
        IndexedReel nothing = reel(1, 44, 36);
        IndexedReel nothingToo = reel(3, 45, 37);
        Taste taste = new Taste(Set.of(7, 8), Map.of(3, 0.5), Map.of(60, 1.0));
        List<IndexedReel> all = List.of(nothing, followedNew, nothingToo, hot, followedOld, preferred, warm, similar);
        List<Ranked> feed = rank(List.of(), all, taste, Set.of(), 20);
        assertThat(ids(feed)).containsExactly(2, 30, 5, 40, 60, 50, 1, 3);
        assertThat(feed.get(0).score()).isCloseTo(0.4, within(1e-12));
        assertThat(feed.get(1).score()).isCloseTo(0.4 * 2 / 3, within(1e-12));
        assertThat(feed.get(2).score()).isCloseTo(0.2, within(1e-12));
        assertThat(feed.get(3).score()).isCloseTo(0.15, within(1e-12));
        assertThat(feed.get(4).score()).isCloseTo(0.1, within(1e-12));
        assertThat(feed.get(7).score()).isZero();
    }

    @Test
    void reelsOfOneInstantStandByFallingId() {
        List<IndexedReel> all = new ArrayList<>();
        for (int id = 9; id >= 1; id--) {
            all.add(new IndexedReel(id, id, 1, id, NOW_MICROS, 0, 0, 0, true));
        }
        assertThat(ids(rank(List.of(), all, Taste.unknown(), Set.of(), 20))).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
    }

    @Test
    void aPageTakesThreeOfAMerchantAndTheNextPageGoesOn() {
        List<IndexedReel> all = new ArrayList<>();
        for (int id = 1; id <= 8; id++) {
            all.add(reel(id, 7, id));
        }
        all.addAll(strangers(20, 21));
        List<Ranked> feed = rank(List.of(), all, Taste.unknown(), Set.of(), 20);
        assertThat(ids(feed)).containsExactly(1, 2, 3, 20, 21, 4, 5, 6, 7, 8);
        Runs runs = runs(feed);
        assertThat(runs.end(0, 20)).isEqualTo(5);
        assertThat(runs.end(5, 20)).isEqualTo(8);
        assertThat(runs.end(8, 20)).isEqualTo(10);
    }

    @Test
    void aPageTakesFiveOfACategory() {
        List<IndexedReel> all = new ArrayList<>();
        for (int id = 1; id <= 12; id++) {
            all.add(reel(id, id, 3));
        }
        List<Ranked> feed = rank(List.of(), all, Taste.unknown(), Set.of(), 20);
        assertThat(feed).hasSize(12);
        assertThat(runs(feed).end(0, 20)).isEqualTo(5);
    }

    @Test
    void reelsWithoutACategoryHaveNoCap() {
        List<IndexedReel> all =
                IntStream.rangeClosed(1, 12).mapToObj(id -> reel(id, id, 0)).toList();
        assertThat(runs(rank(List.of(), all, Taste.unknown(), Set.of(), 20)).end(0, 20))
                .isEqualTo(12);
    }

    @Test
    void aTierWhoseFirstReelsDoNotFitDrawsThoseBehind() {
        List<IndexedReel> trending = new ArrayList<>();
        for (int id = 1; id <= 10; id++) {
            trending.add(liked(id, 7, id, 10));
        }
        trending.add(liked(11, 8, 11, 1));
        List<IndexedReel> all = strangers(100, 200);
        List<Ranked> feed =
                rank(List.of(Draw.inOrder(Tier.TRENDING, 20, trending)), all, Taste.unknown(), Set.of(), 20);
        List<Ranked> page = feed.subList(0, 20);
        assertThat(of(Tier.TRENDING, page)).isEqualTo(4);
        assertThat(ids(page)).contains(1, 2, 3, 11).doesNotContain(4);
        assertThat(ids(feed.subList(20, 40))).contains(4, 5, 6).doesNotContain(7);
    }

    @Test
    void whatWasWatchedComesAfterEverythingElse() {
        List<IndexedReel> all = strangers(1, 30);
        Set<Integer> watched = Set.of(1, 2, 3, 16, 17);
        List<Ranked> feed = rank(List.of(Draw.inOrder(Tier.FOLLOWED, 40, all)), all, Taste.unknown(), watched, 10);
        assertThat(ids(feed)).hasSize(30);
        assertThat(feed.subList(0, 25)).noneMatch(Ranked::watched);
        assertThat(ids(feed.subList(25, 30))).containsExactly(1, 2, 3, 16, 17);
    }

    @Test
    void whatWasWatchedWaitsEvenWhereCapsLeaveAPageShort() {
        List<IndexedReel> all = new ArrayList<>();
        for (int id = 1; id <= 5; id++) {
            all.add(reel(id, 7, id));
        }
        all.addAll(strangers(20, 22));
        List<Ranked> feed = rank(List.of(), all, Taste.unknown(), Set.of(20, 21, 22), 20);
        assertThat(ids(feed)).containsExactly(1, 2, 3, 4, 5, 20, 21, 22);
        assertThat(runs(feed).end(0, 20)).isEqualTo(3);
        assertThat(runs(feed).end(3, 20)).isEqualTo(8);
    }

    @Test
    void whenAllHasBeenWatchedItIsShownAgain() {
        List<IndexedReel> all = strangers(1, 4);
        List<Ranked> feed = rank(List.of(), all, Taste.unknown(), Set.of(1, 2, 3, 4), 20);
        assertThat(ids(feed)).containsExactly(1, 2, 3, 4);
        assertThat(feed).allMatch(Ranked::watched);
    }

    @Test
    void aMerchantIsNotShownTheirOwn() {
        List<IndexedReel> all = List.of(reel(1, 7, 1), reel(2, 8, 2), reel(3, 7, 3), reel(4, 9, 4));
        List<Ranked> feed = Ranking.draw(
                        List.of(Draw.inOrder(Tier.FOLLOWED, 40, all)),
                        List.of(Draw.inOrder(Tier.GENERAL, 0, all)),
                        id -> false,
                        Set.of(7, 9),
                        20)
                .inOrder(Taste.unknown(), NOW);
        assertThat(ids(feed)).containsExactly(2);
    }

    @Test
    void anEmptyCatalogueGivesAnEmptyFeed() {
        assertThat(rank(List.of(), List.of(), Taste.unknown(), Set.of(), 20)).isEmpty();
    }

    @Test
    void theSpreadTierTakesTheNewestOfEachCategory() {
        Map<Integer, List<IndexedReel>> categories = Map.of(
                1, List.of(reel(1, 1, 1), reel(2, 2, 1), reel(3, 3, 1)),
                2, List.of(reel(10, 10, 2), reel(11, 11, 2)),
                3, List.of(reel(5, 5, 3)));
        List<Draw> tiers = List.of(Draw.spread(
                Tier.CATEGORY_DIVERSITY,
                100,
                new int[] {1, 2, 3},
                category -> categories.getOrDefault(category, List.of())));
        List<Ranked> feed = rank(tiers, List.of(), Taste.unknown(), Set.of(), 20);
        assertThat(ids(feed)).containsExactly(1, 5, 10, 2, 11, 3);
    }

    @Test
    void theBestGroupOfCategoriesIsDrawnFirst() {
        List<IndexedReel> best =
                IntStream.rangeClosed(50, 60).mapToObj(id -> reel(id, id, 1)).toList();
        List<IndexedReel> second =
                IntStream.rangeClosed(20, 30).mapToObj(id -> reel(id, id, 2)).toList();
        List<Draw> tiers = List.of(Draw.ofCategories(
                Tier.CATEGORY, 30, List.of(new int[] {1}, new int[] {2}), category -> category == 1 ? best : second));
        List<Ranked> page = rank(
                        tiers, strangers(100, 200), new Taste(Set.of(), Map.of(1, 0.9, 2, 0.2), Map.of()), Set.of(), 20)
                .subList(0, 20);
        assertThat(ids(page.subList(0, 6))).containsExactly(50, 51, 52, 53, 54, 20);
    }

    static Runs runs(List<Ranked> feed) {
        return new Runs(
                feed.stream().mapToInt(ranked -> ranked.reel().merchantId()).toArray(),
                feed.stream().mapToInt(ranked -> ranked.reel().categoryId()).toArray());
    }
}
