package com.aoin.reels.reel.index.follow;

import com.aoin.reels.catalog.Visibility;
import com.aoin.reels.db.Database;
import com.aoin.reels.reel.index.table.ReelRow.MerchantState;
import com.aoin.reels.reel.index.table.ReelRow.ProductState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the index reads of the shop's tables, which may be views: states, and sums that tell whether rows have changed. */
final class ShopDao {
    private static final String PRODUCTS = """
            SELECT p.product_id, p.category_id, COALESCE(%s, FALSE)
            FROM products p LEFT JOIN product_stock s ON s.product_id = p.product_id
            WHERE p.product_id IN (""".formatted(Visibility.PRODUCT_SELLABLE);

    private static final String MERCHANTS =
            "SELECT m.merchant_id, COALESCE(%s, FALSE) FROM merchant_profiles m WHERE m.merchant_id IN ("
                    .formatted(Visibility.MERCHANT_ACTIVE);

    private final Database database;

    ShopDao(Database database) {
        this.database = database;
    }

    /** The state of each product, of those that are not there too. */
    List<ProductState> products(int[] ids) {
        Map<Integer, ProductState> found =
                database.readPlainly(connection -> Sql.read(connection, PRODUCTS + Sql.list(ids) + ")", rows -> {
                    Map<Integer, ProductState> states = new HashMap<>();
                    while (rows.next()) {
                        states.put(
                                rows.getInt(1), new ProductState(rows.getInt(1), rows.getInt(2), rows.getBoolean(3)));
                    }
                    return states;
                }));
        List<ProductState> all = new ArrayList<>(ids.length);
        for (int id : ids) {
            all.add(Objects.requireNonNullElse(found.get(id), new ProductState(id, 0, false)));
        }
        return all;
    }

    /** The state of each merchant, of those that are not there too. */
    List<MerchantState> merchants(int[] ids) {
        Map<Integer, Boolean> found =
                database.readPlainly(connection -> Sql.read(connection, MERCHANTS + Sql.list(ids) + ")", rows -> {
                    Map<Integer, Boolean> active = new HashMap<>();
                    while (rows.next()) {
                        active.put(rows.getInt(1), rows.getBoolean(2));
                    }
                    return active;
                }));
        List<MerchantState> all = new ArrayList<>(ids.length);
        for (int id : ids) {
            all.add(new MerchantState(id, found.getOrDefault(id, false)));
        }
        return all;
    }

    /** The number of a watched table's rows among the ids, and a sum over what matters of them. */
    long sum(Watched table, int[] ids) {
        return database.readPlainly(connection -> Sql.read(connection, table.sumOf(ids), rows -> {
            ResultSet row = Sql.one(rows);
            return (row.getLong(1) << 32) ^ row.getLong(2);
        }));
    }

    /** The sum of each row that a watched table has among the ids; never zero. */
    Map<Integer, Integer> rowSums(Watched table, int[] ids) {
        return database.readPlainly(connection -> Sql.read(connection, table.rowsOf(ids), rows -> {
            Map<Integer, Integer> sums = new HashMap<>();
            while (rows.next()) {
                sums.put(rows.getInt(1), ((int) rows.getLong(2)) | 1);
            }
            return sums;
        }));
    }

    /**
     * When each of the shop's tables was last changed, as its server tells; absent where it cannot know, as of a view.
     * The precision is a second.
     */
    Map<String, String> updateTimes() {
        return database.readPlainly(connection -> {
            if (connection.getMetaData().getDatabaseProductName().equals("MySQL")) {
                try (var statement = connection.createStatement()) {
                    statement.execute("SET SESSION information_schema_stats_expiry = 0");
                }
            }
            return Sql.read(connection, Watched.UPDATE_TIMES, ShopDao::updateTimes);
        });
    }

    private static Map<String, String> updateTimes(ResultSet rows) throws SQLException {
        Map<String, String> times = new HashMap<>();
        while (rows.next()) {
            times.put(rows.getString(1), rows.getString(2));
        }
        return times;
    }
}
