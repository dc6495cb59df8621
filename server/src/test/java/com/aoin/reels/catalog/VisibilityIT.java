package com.aoin.reels.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.testing.TestingDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rule in SQL and its twin in Java agree on every combination of states, on a shop's own tables as loose as they
 * may be: without keys between them, with columns that may be NULL, and without rows that should be there.
 */
class VisibilityIT {
    private static final List<String> FLAGS = List.of("TRUE", "FALSE", "NULL");
    private static final List<String> REEL_STATUSES = List.of("approved", "pending", "rejected", "draft");
    private static final List<String> PRODUCT_STATUSES =
            List.of("'approved'", "'pending'", "'rejected'", "'draft'", "'APPROVED'", "'approved '", "''", "NULL");
    private static final List<String> STOCKS = List.of("none", "NULL", "-1", "0", "1");
    private static final List<String> DELETIONS = List.of("NULL", "'2026-01-01'");

    private static DatabaseAddress address;
    private static Database database;

    @BeforeAll
    static void fill() {
        address = TestingDatabase.fresh();
        database = Database.connect(address, new Database.Tuning(2, true, null), Duration.ofSeconds(10));
        Migrations.apply(database, CatalogMode.EXTERNAL);
        database.execute(VisibilityIT::makeShop);
        database.execute(VisibilityIT::makeReels);
    }

    @AfterAll
    static void drop() {
        database.close();
        TestingDatabase.drop(address);
    }

    private static void makeShop(Handle handle) {
        handle.execute(
                "CREATE TABLE merchant_profiles (merchant_id INT, user_id INT, business_name TEXT, is_active BOOLEAN)");
        handle.execute("CREATE TABLE categories (category_id INT, category_name TEXT)");
        handle.execute(
                "CREATE TABLE products (product_id INT PRIMARY KEY, merchant_id INT, category_id INT, product_name TEXT,"
                        + " selling_price DECIMAL(12, 2), approval_status VARCHAR(20), is_active BOOLEAN, parent_product_id INT,"
                        + " deleted_at DATETIME) CHARACTER SET utf8mb4");
        handle.execute("CREATE TABLE product_stock (product_id INT PRIMARY KEY, stock_qty INT)");
        for (int i = 0; i < FLAGS.size(); i++) {
            handle.execute("INSERT INTO merchant_profiles VALUES (" + (i + 1) + ", 1, 'M', " + FLAGS.get(i) + ")");
        }
        List<String> products = new ArrayList<>();
        List<String> stocks = new ArrayList<>();
        int id = 0;
        for (String deleted : DELETIONS) {
            for (String active : FLAGS) {
                for (String status : PRODUCT_STATUSES) {
                    for (String stock : STOCKS) {
                        id++;
                        products.add("(%d, 1, 1, 'P', 1, %s, %s, NULL, %s)".formatted(id, status, active, deleted));
                        if (!stock.equals("none")) {
                            stocks.add("(%d, %s)".formatted(id, stock));
                        }
                    }
                }
            }
        }
        // Two products that are not there, one of them with stock.
        stocks.add("(%d, 1)".formatted(id + 1));
        handle.execute("INSERT INTO products VALUES " + String.join(", ", products));
        handle.execute("INSERT INTO product_stock VALUES " + String.join(", ", stocks));
        handle.execute("CREATE TABLE p (id INT)");
        handle.execute(
                "INSERT INTO p SELECT product_id FROM products UNION SELECT " + (id + 1) + " UNION SELECT " + (id + 2));
    }

    /** Every state of a reel with every product and every merchant, one of whom is not there. */
    private static void makeReels(Handle handle) {
        for (String deleted : DELETIONS) {
            for (String active : List.of("TRUE", "FALSE")) {
                for (String status : REEL_STATUSES) {
                    handle.execute(
                            "INSERT INTO reels (merchant_id, product_id, video_url, video_public_id, description,"
                                    + " is_active, approval_status, created_at, updated_at, deleted_at)"
                                    + " SELECT m.id, p.id, '', '', '', " + active + ", '" + status
                                    + "', '2026-01-01', '2026-01-01', " + deleted
                                    + " FROM p JOIN (SELECT 1 AS id UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) m");
                }
            }
        }
    }

    @Test
    void theTwoAgreeOnAllCombinations() {
        int[] ids = ids("SELECT reel_id FROM reels");
        assertThat(ids).hasSize(16 * 4 * (2 * 3 * 8 * 5 + 2));
        Set<Integer> bySql = new TreeSet<>(
                boxed(ids("SELECT r.reel_id FROM reels r " + Visibility.JOINS + " WHERE " + Visibility.VISIBLE)));
        Set<Integer> notBySql = new TreeSet<>(boxed(ids("SELECT r.reel_id FROM reels r " + Visibility.JOINS
                + " WHERE NOT COALESCE(" + Visibility.VISIBLE + ", FALSE)")));
        Set<Integer> byJava = new TreeSet<>();
        ReelDao reels = new ReelDao(database);
        for (int i = 0; i < ids.length; i += 100) {
            reels.findAll(Arrays.copyOfRange(ids, i, Math.min(i + 100, ids.length))).values().stream()
                    .filter(Reel::isVisible)
                    .map(Reel::reelId)
                    .forEach(byJava::add);
        }
        assertThat(bySql).isEqualTo(byJava).hasSize(1);
        assertThat(bySql.size() + notBySql.size()).isEqualTo(ids.length);
    }

    private static int[] ids(String query) {
        return database
                .read(handle -> handle.createQuery(query).mapTo(Integer.class).list())
                .stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static List<Integer> boxed(int[] ids) {
        return IntStream.of(ids).boxed().toList();
    }
}
