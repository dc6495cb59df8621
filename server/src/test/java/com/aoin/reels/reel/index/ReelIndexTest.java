package com.aoin.reels.reel.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.reel.index.CounterChanges.Added;
import com.aoin.reels.reel.index.ReelFilter.Sort;
import com.aoin.reels.reel.index.ReelIndex.Scored;
import com.aoin.reels.reel.index.table.Differences.Difference;
import com.aoin.reels.reel.index.table.LiveReels;
import com.aoin.reels.reel.index.table.ReelRow;
import com.aoin.reels.reel.index.table.ReelRow.MerchantState;
import com.aoin.reels.reel.index.table.ReelRow.ProductState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index answers as a look at every row would, whatever happened to it before. */
class ReelIndexTest {
    private static final int IDS = 400;
    private static final int PRODUCTS = 60;
    private static final int MERCHANTS = 12;
    private static final int CATEGORIES = 5;
    private static final int TIMES = 40;
    private static final int STEPS = 400;
    private static final List<Sort> SORTS = List.of(Sort.values());

    private final LiveReels live = new LiveReels();
    private final Progress progress = new Progress();
    private final ReelIndex index = new ReelIndex(live, progress);
    private final NaiveIndex naive = new NaiveIndex();
    private Random random = new Random(1);

    @Test
    void anIndexThatIsNotBuiltRefuses() {
        assertThat(index.isReady()).isFalse();
        assertThat(index.hasFollowed(System.nanoTime())).isFalse();
        Thread.currentThread().interrupt();
        assertThatThrownBy(index::newest).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.headers()).containsKey("Retry-After");
        });
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyAnswerIsThatOfALookAtEveryRow(long seed) {
        random = new Random(seed);
        build();
        check();
        for (int step = 0; step < STEPS; step++) {
            change(step);
            if (step % 10 == 0) {
                check();
            }
        }
        check();
        live.put(IntStream.rangeClosed(1, IDS).toArray(), List.of());
        naive.rows.clear();
        check();
        assertThat(live.size()).isZero();
        assertThat(live.productIds()).isEmpty();
    }

    private void build() {
        List<ReelRow> rows = new ArrayList<>();
        for (int id = 1; id <= IDS; id += 1 + random.nextInt(3)) {
            rows.add(row(id));
        }
        naive.put(new int[0], rows);
        // The states of products and merchants go with the rows that were read last, as they do in the database.
        List<ReelRow> loaded = rows.stream().map(this::withStates).toList();
        live.load(loaded.subList(0, loaded.size() / 2));
        live.load(loaded.subList(loaded.size() / 3, loaded.size()));
        live.listAll();
        progress.becomeReady();
    }

    private ReelRow withStates(ReelRow row) {
        return new ReelRow(
                row.reelId(),
                row.merchantId(),
                row.productId(),
                row.createdMicros(),
                0,
                row.views(),
                row.likes(),
                row.shares(),
                row.showable(),
                naive.product(row).categoryId(),
                naive.product(row).sellable(),
                naive.merchants.get(row.merchantId()).active());
    }

    private ReelRow row(int id) {
        int product = 1 + random.nextInt(PRODUCTS);
        return new ReelRow(
                id,
                1 + random.nextInt(MERCHANTS),
                product,
                random.nextInt(TIMES) * 1_000_000L,
                0,
                random.nextInt(10),
                random.nextInt(10),
                random.nextInt(3),
                random.nextInt(5) > 0,
                random.nextInt(CATEGORIES),
                random.nextInt(4) > 0,
                random.nextInt(4) > 0);
    }

    private void change(int step) {
        switch (random.nextInt(6)) {
            case 0 -> putRows(step % 50 == 0 ? 200 : 1 + random.nextInt(20));
            case 1 -> putRows(1);
            case 2 -> putStates(1 + random.nextInt(step % 40 == 0 ? PRODUCTS : 3), 0);
            case 3 -> putStates(0, 1);
            default -> count();
        }
    }

    private void putRows(int count) {
        int[] asked = IntStream.generate(() -> 1 + random.nextInt(IDS))
                .limit(count)
                .distinct()
                .toArray();
        List<ReelRow> rows = new ArrayList<>();
        for (int id : asked) {
            if (random.nextInt(4) > 0) {
                rows.add(row(id));
            }
        }
        naive.put(asked, rows);
        live.put(asked, rows.stream().map(this::withStates).toList());
    }

    private void putStates(int products, int merchants) {
        List<ProductState> productStates = IntStream.generate(() -> 1 + random.nextInt(PRODUCTS))
                .limit(products)
                .distinct()
                .mapToObj(id -> new ProductState(id, random.nextInt(CATEGORIES), random.nextInt(3) > 0))
                .toList();
        List<MerchantState> merchantStates = IntStream.range(0, merchants)
                .mapToObj(i -> new MerchantState(1 + random.nextInt(MERCHANTS), random.nextBoolean()))
                .toList();
        productStates.forEach(state -> naive.products.put(state.productId(), state));
        merchantStates.forEach(state -> naive.merchants.put(state.merchantId(), state));
        live.put(productStates, merchantStates);
    }

    private void count() {
        List<Added> added = IntStream.rangeClosed(0, random.nextInt(10))
                .mapToObj(i ->
                        new Added(1 + random.nextInt(IDS), random.nextInt(3), random.nextInt(5) - 2, random.nextInt(2)))
                .toList();
        added.forEach(naive::add);
        count(added);
    }

    private void count(List<Added> added) {
        live.count(table -> added.forEach(one -> table.count(one.reelId(), one.views(), one.likes(), one.shares())));
    }

    private void check() {
        assertThat(live.size()).isEqualTo(naive.rows.size());
        assertThat(ids(index.newest())).isEqualTo(ids(naive, null, null));
        assertThat(live.visible()).isEqualTo((int) naive.visible().count());
        int[] all = IntStream.rangeClosed(1, IDS).toArray();
        assertThat(index.visible(all).stream().map(place -> all[place]).boxed().toList())
                .isEqualTo(naive.visible().map(ReelRow::reelId).sorted().toList());
        int merchant = 1 + random.nextInt(MERCHANTS);
        int category = 1 + random.nextInt(CATEGORIES);
        assertThat(ids(index.newestOfMerchant(merchant))).isEqualTo(ids(naive, merchant, null));
        assertThat(ids(index.newestOfCategory(category))).isEqualTo(ids(naive, null, category));
        assertThat(index.categories())
                .containsExactlyInAnyOrder(naive.visible()
                        .mapToInt(row -> naive.product(row).categoryId())
                        .filter(id -> id != 0)
                        .distinct()
                        .toArray());
        for (int i = 0; i < 20; i++) {
            checkSlice();
        }
        checkTop();
        checkOne(1 + random.nextInt(IDS));
        assertThat(differing()).isEmpty();
    }

    private static List<Integer> ids(Iterable<IndexedReel> reels) {
        return StreamSupport.stream(reels.spliterator(), false)
                .map(IndexedReel::reelId)
                .toList();
    }

    private static List<Integer> ids(NaiveIndex naive, @Nullable Integer merchant, @Nullable Integer category) {
        return naive.list(new ReelFilter(category, merchant, null, null, Sort.NEWEST), false);
    }

    private void checkSlice() {
        boolean hiddenToo = random.nextInt(3) == 0;
        ReelFilter filter = new ReelFilter(
                random.nextBoolean() ? null : Integer.valueOf(1 + random.nextInt(CATEGORIES)),
                !hiddenToo && random.nextBoolean() ? null : Integer.valueOf(1 + random.nextInt(MERCHANTS + 1)),
                random.nextBoolean() ? null : Instant.ofEpochSecond(random.nextInt(TIMES)),
                random.nextBoolean()
                        ? null
                        : Instant.ofEpochSecond(random.nextInt(TIMES)).plusNanos(random.nextInt(2)),
                SORTS.get(random.nextInt(SORTS.size())));
        List<Integer> expected = naive.list(filter, hiddenToo);
        int offset = random.nextInt(20);
        int count = 1 + random.nextInt(30);
        Slice slice = hiddenToo ? index.sliceWithHidden(filter, offset, count) : index.slice(filter, offset, count);
        assertThat(slice.total()).as("%s", filter).isEqualTo(expected.size());
        assertThat(slice.ids())
                .as("%s", filter)
                .containsExactly(expected.stream()
                        .skip(offset)
                        .limit(count)
                        .mapToInt(Integer::intValue)
                        .toArray());
    }

    private void checkTop() {
        ToDoubleFunction<IndexedReel> score = reel -> reel.likes() * 2.0 + reel.views();
        long since = random.nextInt(TIMES) * 1_000_000L;
        List<Integer> expected = naive.visible()
                .filter(row -> row.createdMicros() >= since)
                .sorted(Comparator.<ReelRow>comparingDouble(row -> -(row.likes() * 2.0 + row.views()))
                        .thenComparing(NaiveIndex.NEWEST))
                .limit(15)
                .map(ReelRow::reelId)
                .toList();
        assertThat(index.top(15, Instant.EPOCH.plusNanos(since * 1000), score).stream()
                        .map(Scored::reel)
                        .map(IndexedReel::reelId))
                .isEqualTo(expected);
    }

    private void checkOne(int id) {
        ReelRow row = naive.rows.get(id);
        IndexedReel expected = row == null
                ? null
                : new IndexedReel(
                        id,
                        row.merchantId(),
                        row.productId(),
                        naive.product(row).categoryId(),
                        row.createdMicros(),
                        row.views(),
                        row.likes(),
                        row.shares(),
                        naive.isVisible(row));
        assertThat(index.find(id)).isEqualTo(expected);
    }

    private List<Integer> differing() {
        return differing(naive.rows.values().stream().map(this::withStates).toList());
    }

    private List<Integer> differing(List<ReelRow> rows) {
        return live.differences(0, Integer.MAX_VALUE, rows).stream()
                .map(Difference::reelId)
                .toList();
    }

    @Test
    void whatDiffersFromTheDatabaseIsFound() {
        build();
        List<ReelRow> rows = new ArrayList<>(
                naive.rows.values().stream().map(this::withStates).toList());
        int lacking = rows.removeFirst().reelId();
        rows.add(new ReelRow(IDS + 1, 1, 1, 0, 0, 0, 0, 0, true, 0, true, true));
        count(List.of(new Added(rows.getFirst().reelId(), 1, 0, 0)));
        assertThat(differing(rows)).contains(lacking, IDS + 1, rows.getFirst().reelId());
        assertThat(live.differences(new int[] {rows.getFirst().reelId()}, rows))
                .extracting(Difference::inContent)
                .containsExactly(false);
    }
}
