package com.aoin.reels.reel.index.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.testing.TestingDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the follower asks the database for all day is found by keys, with 100,000 reels as with ten. */
class IndexPlansIT {
    private static DatabaseAddress address;
    private static Database database;

    @BeforeAll
    static void fill() {
        address = TestingDatabase.fresh();
        database = Database.connect(address, new Database.Tuning(2, true, null), Duration.ofSeconds(10));
        Migrations.apply(database, CatalogMode.OWN);
        database.executeLong(handle -> {
            handle.execute("SET SESSION foreign_key_checks = 0");
            handle.execute("CREATE TABLE digits (d INT)");
            handle.execute("INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
            handle.execute("CREATE TABLE ids (id INT PRIMARY KEY)");
            handle.execute("INSERT INTO ids SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d"
                    + " FROM digits a, digits b, digits c, digits d, digits e");
            handle.execute(
                    "INSERT INTO merchant_profiles SELECT id, id, CONCAT('M', id), TRUE FROM ids WHERE id <= 2000");
            handle.execute("INSERT INTO categories (category_id, category_name) VALUES (1, 'C')");
            handle.execute("INSERT INTO products (product_id, merchant_id, category_id, product_name, selling_price)"
                    + " SELECT id, 1 + id MOD 2000, 1, CONCAT('P', id), 1 FROM ids");
            handle.execute("INSERT INTO product_stock SELECT id, 5 FROM ids");
            handle.execute("INSERT INTO reels (reel_id, merchant_id, product_id, video_url, description, created_at,"
                    + " updated_at, changed_at) SELECT id, 1 + id MOD 2000, id, '', '', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6),"
                    + " '2001-01-01' + INTERVAL id SECOND FROM ids");
            handle.execute("INSERT INTO reel_counter_news (node, told_at, reel_ids)"
                    + " SELECT 'n', '2001-01-01' + INTERVAL id SECOND, '' FROM ids WHERE id <= 20000");
        });
        database.executeLong(handle -> handle.execute(
                "ANALYZE TABLE reels, products, product_stock, merchant_profiles," + " reel_counter_news"));
    }

    @AfterAll
    static void drop() {
        database.close();
        TestingDatabase.drop(address);
    }

    /** Each table's way of being read: access type and key. */
    private static List<String> plan(String query) {
        return database.read(handle -> handle.createQuery("EXPLAIN " + query).mapToMap().stream()
                .map(IndexPlansIT::step)
                .toList());
    }

    private static String step(Map<String, Object> row) {
        return row.get("table") + " " + row.get("type") + " " + row.get("key");
    }

    private static int[] ids(int first, int step) {
        return IntStream.range(0, 1000).map(i -> first + i * step).toArray();
    }

    @Test
    void aRunOfReelsIsARangeOfKeys() {
        String run = IndexDao.RUN
                .replaceFirst("\\?", "40000")
                .replaceFirst("\\?", "80000")
                .replace("?", "5000");
        assertThat(plan(run))
                .containsExactly("r range PRIMARY", "p eq_ref PRIMARY", "s eq_ref PRIMARY", "m eq_ref PRIMARY");
    }

    @Test
    void changesAreFoundByTheirTime() {
        assertThat(plan(IndexDao.CHANGED.replace("?", "'2001-01-02 03:00:00'")))
                .containsExactly("reels range idx_reels_changed");
    }

    @Test
    void slicesOfTheShopAreRangesOfKeys() {
        for (Watched table : Watched.values()) {
            int first = table == Watched.MERCHANTS ? 500 : 50_000;
            assertThat(plan(table.sumOf(ids(first, 1)))).containsExactly(table.table() + " range PRIMARY");
            assertThat(plan(table.rowsOf(ids(first, 1)))).containsExactly(table.table() + " range PRIMARY");
        }
        for (Watched table : List.of(Watched.STOCK, Watched.PRODUCTS)) {
            // MariaDB joins a long list of ids as if it were a table.
            assertThat(plan(table.sumOf(ids(1000, 50))))
                    .filteredOn(step -> step.startsWith(table.table()))
                    .singleElement()
                    .asString()
                    .matches(table.table() + " (range|eq_ref) PRIMARY");
        }
    }

    @Test
    void newsAreFoundByTheirTime() {
        assertThat(plan("SELECT news_id FROM reel_counter_news WHERE told_at >= '2001-01-01 05:30:00'"))
                .containsExactly("reel_counter_news range idx_reel_counter_news_told");
    }
}
