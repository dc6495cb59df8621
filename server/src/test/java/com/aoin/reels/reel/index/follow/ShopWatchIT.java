package com.aoin.reels.reel.index.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.reel.index.Progress;
import com.aoin.reels.reel.index.ReelIndex;
import com.aoin.reels.reel.index.table.LiveReels;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What single looks at the shop's tables notice. Reels and products 100 to 119 have one number, names of one length, and
 * merchants 1 and 2 in turn; products 110 to 119 are sold out.
 */
class ShopWatchIT {
    private final DatabaseAddress address = TestingDatabase.fresh();
    private final Set<Integer> told = new TreeSet<>();
    private Database database;
    private ReelIndex index;
    private IndexReader reader;
    private ShopWatch watch;
    /** What the shop does as soon as the followers of the index are told of something. */
    private Runnable meanwhile = () -> {};

    @BeforeEach
    void build() throws InterruptedException {
        database = Database.connect(address, new Database.Tuning(4, true, null), Duration.ofSeconds(30));
        Migrations.apply(database, CatalogMode.OWN);
        sql("INSERT INTO users (user_id, role) VALUES (1, 'user'), (2, 'user')");
        sql("INSERT INTO merchant_profiles VALUES (1, 1, 'Shop A', TRUE), (2, 2, 'Shop B', TRUE)");
        sql("INSERT INTO categories (category_id, category_name) VALUES (1, 'One'), (2, 'Two')");
        for (int id = 100; id < 120; id++) {
            product(id, id < 110 ? 5 : 0);
            reel(id);
        }
        begin();
    }

    private void product(int id, int stock) {
        sql(
                "INSERT INTO products (product_id, merchant_id, category_id, product_name, selling_price)"
                        + " VALUES (?, ?, 1, ?, 1)",
                id,
                1 + id % 2,
                "Thing " + id);
        sql("INSERT INTO product_stock VALUES (?, ?)", id, stock);
    }

    private void reel(int id) {
        sql(
                "INSERT INTO reels (reel_id, merchant_id, product_id, video_url, description, created_at, updated_at)"
                        + " VALUES (?, ?, ?, '', '', '2026-03-01', '2026-03-01')",
                id,
                1 + id % 2,
                id);
    }

    private void begin() throws InterruptedException {
        LiveReels live = new LiveReels();
        Progress progress = new Progress();
        index = new ReelIndex(live, progress);
        reader = new IndexReader(database, live);
        watch = new ShopWatch(live, reader, reelIds -> {
            IntStream.of(reelIds).forEach(told::add);
            meanwhile.run();
        });
        reader.begin();
        new IndexBuild(reader.dao(), live).run();
        reader.built();
        progress.becomeReady();
    }

    @AfterEach
    void drop() {
        database.close();
        TestingDatabase.drop(address);
    }

    private void sql(String statement, Object... arguments) {
        TestingReels.sql(address, statement, arguments);
    }

    private Set<Integer> visible() {
        Set<Integer> visible = new TreeSet<>();
        index.newest().forEach(reel -> visible.add(reel.reelId()));
        return visible;
    }

    private static Set<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theFirstLookTellsNothing() {
        watch.look();
        watch.look();
        assertThat(told).isEmpty();
        assertThat(visible()).isEqualTo(range(100, 110));
    }

    /** Checksums of rows that change by the same bits differ by the same bits, which must not cancel out. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE products SET is_active = FALSE WHERE product_id IN (100, 101)             | 102 | 110
            UPDATE products SET is_active = FALSE WHERE product_id BETWEEN 100 AND 107       | 108 | 110
            UPDATE product_stock SET stock_qty = 0 WHERE product_id IN (100, 101)            | 102 | 110
            UPDATE product_stock SET stock_qty = 5 WHERE product_id IN (110, 111, 112, 113)  | 100 | 114
            UPDATE merchant_profiles SET is_active = FALSE                                   | 120 | 120
            """)
    void rowsThatChangeAlikeAreNoticed(String change, int from, int to) {
        watch.look();
        sql(change);
        watch.look();
        assertThat(visible()).isEqualTo(range(from, to));
    }

    @Test
    void someThatSellOutWhileAsManyComeBackAreNoticed() {
        watch.look();
        sql("UPDATE product_stock SET stock_qty = 5 - stock_qty WHERE product_id IN (100, 101, 110, 111)");
        watch.look();
        assertThat(visible()).isEqualTo(range(102, 112));
        assertThat(told).containsExactly(100, 101, 110, 111);
    }

    @Test
    void newNamesAreToldOf() {
        watch.look();
        sql(
                "UPDATE products SET product_name = REPLACE(product_name, 'Thing', 'Other') WHERE product_id IN (100, 119)");
        watch.look();
        assertThat(told).containsExactly(100, 119);
        told.clear();
        sql("UPDATE merchant_profiles SET business_name = 'Shop C' WHERE merchant_id = 1");
        watch.look();
        assertThat(told).hasSize(10).contains(100, 118);
    }

    @Test
    void theNameOfAShopsFirstReelIsToldOf() throws InterruptedException {
        sql("DELETE FROM reels");
        begin();
        watch.look();
        reel(100);
        reader.read(new int[] {100}, anew -> {});
        sql("UPDATE products SET product_name = 'Another' WHERE product_id = 100");
        watch.look();
        assertThat(told).containsExactly(100);
    }

    /** Between two looks nothing has changed, yet whoever read the reel in between took it to be sold out. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE product_stock SET stock_qty = 0         | UPDATE product_stock SET stock_qty = 5 WHERE product_id < 110
            UPDATE products SET is_active = FALSE          | UPDATE products SET is_active = TRUE
            UPDATE merchant_profiles SET is_active = FALSE | UPDATE merchant_profiles SET is_active = TRUE
            """)
    void aReelReadWhileItWasAwayForAMomentIsBack(String away, String back) {
        Set<Integer> before = range(100, 110);
        watch.look();
        sql(away);
        reader.read(new int[] {104}, anew -> {});
        assertThat(visible()).isNotEqualTo(before).doesNotContain(104);
        sql(back);
        watch.look();
        assertThat(visible()).isEqualTo(before);
        assertThat(told).contains(104);
        told.clear();
        watch.look();
        watch.look();
        assertThat(told).as("what has settled is left alone").isEmpty();
    }

    /** The products have been looked at by then, and their stock has not. */
    @Test
    void aNewProductThatSellsOutInTheMiddleOfItsFirstLookIsNoticed() {
        watch.look();
        product(120, 5);
        reel(120);
        reader.read(new int[] {120}, anew -> {});
        assertThat(visible()).contains(120);
        meanwhile = () -> sql("UPDATE product_stock SET stock_qty = 0 WHERE product_id = 120");
        watch.look();
        assertThat(told).contains(120);
        assertThat(visible()).isEqualTo(range(100, 110));
    }

    /** Its row stands among those that are summed, and is the same whenever they are. */
    @Test
    void aNewProductThatWasInStockForAMomentIsNoticed() throws InterruptedException {
        sql("DELETE FROM reels WHERE reel_id = 115");
        begin();
        watch.look();
        sql("UPDATE product_stock SET stock_qty = 5 WHERE product_id = 115");
        reel(115);
        reader.read(new int[] {115}, anew -> {});
        assertThat(visible()).contains(115);
        sql("UPDATE product_stock SET stock_qty = 0 WHERE product_id = 115");
        watch.look();
        assertThat(visible()).isEqualTo(range(100, 110));
    }

    /** As above: this merchant's row stands between those of two others. */
    @Test
    void aNewMerchantThatWasActiveForAMomentIsNoticed() throws InterruptedException {
        sql("INSERT INTO users (user_id, role) VALUES (3, 'user')");
        sql("INSERT INTO merchant_profiles VALUES (3, 3, 'Shop C', TRUE)");
        sql("DELETE FROM reels WHERE merchant_id = 2");
        sql("UPDATE reels SET merchant_id = 3 WHERE reel_id = 100");
        sql("UPDATE merchant_profiles SET is_active = FALSE WHERE merchant_id = 2");
        begin();
        watch.look();
        sql("UPDATE merchant_profiles SET is_active = TRUE WHERE merchant_id = 2");
        reel(101);
        reader.read(new int[] {101}, anew -> {});
        assertThat(visible()).contains(101);
        sql("UPDATE merchant_profiles SET is_active = FALSE WHERE merchant_id = 2");
        watch.look();
        assertThat(visible()).containsExactly(100, 102, 104, 106, 108);
    }

    /** A shop's own tables have no keys of ours. */
    @Test
    void whatIsGoneBeforeTheFirstLookIsNoticed() {
        sql("ALTER TABLE reels DROP FOREIGN KEY fk_reels_product");
        sql("DELETE FROM product_stock WHERE product_id = 104");
        sql("DELETE FROM products WHERE product_id = 104");
        watch.look();
        assertThat(visible()).doesNotContain(104).contains(103, 105);
    }
}
