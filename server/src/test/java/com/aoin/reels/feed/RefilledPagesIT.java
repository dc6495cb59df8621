package com.aoin.reels.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.feed.cache.Cuts;
import com.aoin.reels.feed.cache.Generation;
import com.aoin.reels.feed.cache.Generation.Origin;
import com.aoin.reels.feed.ranking.Ranked;
import com.aoin.reels.feed.ranking.Tier;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.index.IndexedReel;
import com.aoin.reels.testing.Waiting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes the place of reels that have disappeared since a feed was made. */
class RefilledPagesIT {
    private static final PageRequest FIRST = new PageRequest(1, 20);
    private static final PageRequest SECOND = new PageRequest(2, 20);

    private static FeedLab lab;
    /** Of one merchant, each of another category. */
    private static List<IndexedReel> alike;
    /** Of other merchants and without a category, so that a page may take all of them. */
    private static List<IndexedReel> others;

    @BeforeAll
    static void start() {
        lab = new FeedLab(11);
        Set<Integer> categories = new HashSet<>();
        alike = stream(lab.index().newestOfMerchant(1))
                .filter(reel -> categories.add(reel.categoryId()))
                .limit(6)
                .toList();
        Set<Integer> merchants = new HashSet<>(Set.of(1));
        others = stream(lab.index().newest())
                .filter(reel -> reel.categoryId() == 0 && merchants.add(reel.merchantId()))
                .limit(6)
                .toList();
        assertThat(alike).hasSize(6);
        assertThat(others).hasSize(6);
    }

    private static Stream<IndexedReel> stream(Iterable<IndexedReel> reels) {
        return StreamSupport.stream(reels.spliterator(), false);
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    /** A feed of these, as if the shopper had watched the last ones. */
    private static Generation feed(int watched, List<IndexedReel> reels) {
        List<Ranked> ranked = IntStream.range(0, reels.size())
                .mapToObj(i -> new Ranked(reels.get(i), Tier.GENERAL, i >= reels.size() - watched, 0))
                .toList();
        return Generation.of(new Origin(1, 1, 20, 0), ranked);
    }

    private static List<IndexedReel> join(List<IndexedReel> first, List<IndexedReel> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Three that are alike, one of the others, three that are alike, and the rest of the others. */
    private static List<IndexedReel> mixed() {
        return join(join(alike.subList(0, 3), others.subList(0, 1)), join(alike.subList(3, 6), others.subList(1, 6)));
    }

    private static FeedPages.Page cut(Generation feed, Cuts before, PageRequest request) {
        return lab.pages().cut(feed, before.of(feed, request.perPage()), request);
    }

    private static List<Integer> shown(FeedPages.Page page) {
        return page.reels().stream().map(Reel::reelId).toList();
    }

    private static List<Integer> ids(List<IndexedReel> reels) {
        return reels.stream().map(IndexedReel::reelId).toList();
    }

    private static void activate(boolean active, int reel) {
        lab.database()
                .execute(handle -> handle.execute("UPDATE reels SET is_active = ? WHERE reel_id = ?", active, reel));
    }

    private static void awaitIndexed(boolean visible, int reel) {
        Waiting.until(() -> Objects.requireNonNull(lab.index().find(reel)).visible() == visible);
    }

    /** Holds what is shown while a reel is hidden, before and after the index knows of it. */
    private static void whileHidden(int reel, Runnable expectations) {
        activate(false, reel);
        try {
            expectations.run();
            awaitIndexed(false, reel);
            expectations.run();
        } finally {
            activate(true, reel);
            awaitIndexed(true, reel);
        }
    }

    private static Cuts cutsOf(FeedPages.Page page) {
        return Objects.requireNonNullElse(page.cuts(), Cuts.none());
    }

    @Test
    void watchedReelsStayBehindThoseThatDoNotFit() {
        Generation feed = feed(6, join(alike, others));
        assertThat(shown(cut(feed, Cuts.none(), FIRST))).isEqualTo(ids(alike.subList(0, 3)));
        whileHidden(alike.get(1).reelId(), () -> {
            FeedPages.Page first = cut(feed, Cuts.none(), FIRST);
            assertThat(shown(first)).isEqualTo(ids(List.of(alike.get(0), alike.get(2), alike.get(3))));
            assertThat(first.pagination().total()).isEqualTo(11);
            assertThat(first.pagination().hasNext()).isTrue();
            FeedPages.Page second = cut(feed, cutsOf(first), SECOND);
            assertThat(shown(second)).isEqualTo(ids(join(alike.subList(4, 6), others)));
            assertThat(second.pagination().hasNext()).isFalse();
        });
    }

    @Test
    void aPageStaysShortWhereOnlyWatchedReelsWouldFit() {
        Generation feed = feed(5, mixed());
        whileHidden(others.getFirst().reelId(), () -> {
            FeedPages.Page first = cut(feed, Cuts.none(), FIRST);
            assertThat(shown(first)).isEqualTo(ids(alike.subList(0, 3)));
            assertThat(shown(cut(feed, cutsOf(first), SECOND)))
                    .isEqualTo(ids(join(alike.subList(3, 6), others.subList(1, 6))));
        });
    }

    @Test
    void onlyAsManyAreTakenAheadAsWereLost() {
        Generation feed = feed(0, mixed());
        assertThat(shown(cut(feed, Cuts.none(), FIRST))).hasSize(4);
        whileHidden(others.getFirst().reelId(), () -> {
            FeedPages.Page first = cut(feed, Cuts.none(), FIRST);
            assertThat(shown(first)).isEqualTo(ids(join(alike.subList(0, 3), others.subList(1, 2))));
            assertThat(shown(cut(feed, cutsOf(first), SECOND)))
                    .isEqualTo(ids(join(alike.subList(3, 6), others.subList(2, 6))));
        });
    }

    @Test
    void watchedReelsAreTakenAheadOfWatchedOnes() {
        Generation feed = feed(12, mixed());
        whileHidden(
                others.getFirst().reelId(),
                () -> assertThat(shown(cut(feed, Cuts.none(), FIRST)))
                        .isEqualTo(ids(join(alike.subList(0, 3), others.subList(1, 2)))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverDisappearsNothingIsRepeatedOrLeftOutAndWatchedReelsAreLast(long seed) {
        Random random = new Random(seed);
        int user = 1 + random.nextInt(RandomShop.USERS);
        int perPage = 3 + random.nextInt(30);
        Set<Integer> watched = new HashSet<>(lab.database()
                .read(handle -> handle.createQuery("SELECT reel_id FROM user_seen_reels WHERE user_id = ?")
                        .bind(0, user)
                        .mapTo(Integer.class)
                        .list()));
        Set<Integer> hidden = new HashSet<>();
        List<Integer> all = new ArrayList<>();
        boolean more = true;
        for (int number = 1; more; number++) {
            FeedPages.Page page = lab.recommended().page(user, new PageRequest(number, perPage));
            all.addAll(shown(page));
            more = page.pagination().hasNext();
            hideSome(random, user, hidden);
        }
        Generation feed = Objects.requireNonNull(lab.cache().find(user).generation());
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all).extracting(watched::contains).isSorted();
        assertThat(IntStream.of(feed.reels()).boxed())
                .filteredOn(reel -> !hidden.contains(reel))
                .isSubsetOf(all);
        hidden.forEach(reel -> activate(true, reel));
        hidden.forEach(reel -> awaitIndexed(true, reel));
    }

    private static void hideSome(Random random, int user, Set<Integer> hidden) {
        Generation feed = Objects.requireNonNull(lab.cache().find(user).generation());
        for (int i = random.nextInt(12); i > 0; i--) {
            int reel = feed.reel(random.nextInt(feed.length()));
            if (hidden.add(reel)) {
                activate(false, reel);
            }
        }
    }
}
