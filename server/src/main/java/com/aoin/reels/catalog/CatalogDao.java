package com.aoin.reels.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The statements of an import: its lock, what is known already, the rows themselves. */
final class CatalogDao {
    private static final int IDS_PER_STATEMENT = 500;

    private CatalogDao() {}

    /** Holds back other imports, of any node, until the end of this transaction. */
    static void lock(Handle handle) {
        handle.createQuery("SELECT lock_id FROM catalog_import_lock WHERE lock_id = 1 FOR UPDATE")
                .mapTo(Integer.class)
                .one();
    }

    /** Reads what the rules need to know. */
    static KnownCatalog known(Handle handle, CatalogImport rows) {
        Set<Integer> profileUsers =
                rows.merchants().stream().map(CatalogRow.Merchant::userId).collect(Collectors.toSet());
        Set<Integer> sellers =
                rows.products().stream().map(CatalogRow.Product::merchantId).collect(Collectors.toSet());
        Set<Integer> parents = new HashSet<>();
        Set<Integer> newVariants = new HashSet<>();
        for (CatalogRow.Product row : rows.products()) {
            if (row.parent() != null && row.parent().value() != null) {
                parents.add(row.parent().value());
                newVariants.add(row.id());
            }
        }
        String users = "SELECT user_id, 0 FROM users WHERE user_id IN (<ids>)";
        String merchants = "SELECT merchant_id, user_id FROM merchant_profiles WHERE ";
        String products = "SELECT product_id, COALESCE(parent_product_id, 0) FROM products WHERE ";
        Map<Integer, Integer> profiles = pairs(handle, merchants + "merchant_id IN (<ids>)", sellers);
        profiles.putAll(pairs(handle, merchants + "user_id IN (<ids>)", profileUsers));
        return new KnownCatalog(
                pairs(handle, users, profileUsers).keySet(),
                rows.categories().isEmpty() && rows.products().isEmpty() ? Map.of() : categories(handle),
                profiles,
                pairs(handle, products + "product_id IN (<ids>)", parents),
                pairs(handle, products + "parent_product_id IN (<ids>)", newVariants));
    }

    /** All of them, since any may be an ancestor; a shop has few. */
    private static Map<Integer, Integer> categories(Handle handle) {
        Map<Integer, Integer> parents = new HashMap<>();
        handle.createQuery("SELECT category_id, COALESCE(parent_id, 0) AS parent_id FROM categories")
                .map((row, context) -> Map.entry(row.getInt(1), row.getInt(2)))
                .forEach(pair -> parents.put(pair.getKey(), pair.getValue()));
        return parents;
    }

    private static Map<Integer, Integer> pairs(Handle handle, String query, Collection<Integer> ids) {
        Map<Integer, Integer> pairs = new HashMap<>();
        List<Integer> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += IDS_PER_STATEMENT) {
            List<Integer> some = all.subList(from, Math.min(from + IDS_PER_STATEMENT, all.size()));
            handle.createQuery(query)
                    .bindList("ids", some)
                    .map((row, context) -> Map.entry(row.getInt(1), row.getInt(2)))
                    .forEach(pair -> pairs.put(pair.getKey(), pair.getValue()));
        }
        return pairs;
    }

    /** Inserts or updates every row; a row is written before those that refer to it. */
    static void write(Handle handle, CatalogImport rows) throws SQLException {
        Connection connection = handle.getConnection();
        upsert(connection, "users", rows.users());
        upsert(
                connection,
                "categories",
                rows.categories().stream()
                        .map(CatalogRow.Category::withoutParent)
                        .toList());
        upsert(
                connection,
                "categories",
                rows.categories().stream().filter(row -> row.parent() != null).toList());
        upsert(connection, "merchant_profiles", rows.merchants());
        upsert(
                connection,
                "products",
                rows.products().stream().filter(row -> !row.becomesVariant()).toList());
        upsert(
                connection,
                "products",
                rows.products().stream()
                        .filter(CatalogRow.Product::becomesVariant)
                        .toList());
        Upsert.write(
                connection,
                "product_stock",
                rows.products().stream().map(CatalogRow.Product::stockCells).toList());
    }

    private static void upsert(Connection connection, String table, List<? extends CatalogRow> rows)
            throws SQLException {
        Upsert.write(connection, table, rows.stream().map(CatalogRow::cells).toList());
    }

    /** Sets a product's stock; false when there is no such product. */
    static boolean setStock(Handle handle, int productId, int quantity) {
        boolean exists = handle.createQuery("SELECT 1 FROM products WHERE product_id = :product LOCK IN SHARE MODE")
                .bind("product", productId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (exists) {
            handle.createUpdate("""
                            INSERT INTO product_stock (product_id, stock_qty) VALUES (:product, :stock)
                            ON DUPLICATE KEY UPDATE stock_qty = VALUES(stock_qty)
                            """)
                    .bind("product", productId)
                    .bind("stock", quantity)
                    .execute();
        }
        return exists;
    }
}
