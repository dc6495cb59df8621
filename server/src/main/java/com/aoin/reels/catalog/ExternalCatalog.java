package com.aoin.reels.catalog;

import com.aoin.reels.db.Database;
import com.aoin.reels.db.DatabaseUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** The shop's own tables or views, where they are the catalogue: whether everything that is read is there. */
public final class ExternalCatalog {
    private static final Map<String, List<String>> NEEDED = needed();

    private ExternalCatalog() {}

    private static Map<String, List<String>> needed() {
        Map<String, List<String>> needed = new LinkedHashMap<>();
        needed.put("users", List.of("user_id", "role", "created_at"));
        needed.put("merchant_profiles", List.of("merchant_id", "user_id", "business_name", "is_active"));
        needed.put("categories", List.of("category_id", "category_name"));
        needed.put(
                "products",
                List.of(
                        "product_id",
                        "merchant_id",
                        "category_id",
                        "product_name",
                        "selling_price",
                        "approval_status",
                        "is_active",
                        "parent_product_id",
                        "deleted_at"));
        needed.put("product_stock", List.of("product_id", "stock_qty"));
        return needed;
    }

    /**
     * Looks for every table and column, and reads each table once: a view may be there and yet be broken.
     *
     * @throws DatabaseUnavailableException naming everything that is missing, in one line
     */
    public static void check(Database database) {
        List<String> faults = database.read(ExternalCatalog::faults);
        if (!faults.isEmpty()) {
            throw new DatabaseUnavailableException("REELS_CATALOG is \"external\", but the database has no "
                    + String.join(", no ", faults) + " that this user can read");
        }
    }

    private static List<String> faults(Handle handle) {
        Map<String, Set<String>> there = columns(handle);
        List<String> faults = new ArrayList<>();
        NEEDED.forEach((table, columns) -> {
            Set<String> found = there.get(table);
            if (found == null) {
                faults.add("table or view " + table + " (" + String.join(", ", columns) + ")");
                return;
            }
            List<String> missing = columns.stream()
                    .filter(column -> !found.contains(column))
                    .map(column -> "column " + table + "." + column)
                    .toList();
            faults.addAll(missing);
            if (missing.isEmpty() && !isReadable(handle, table, columns)) {
                faults.add("table or view " + table);
            }
        });
        return faults;
    }

    private static Map<String, Set<String>> columns(Handle handle) {
        Map<String, Set<String>> columns = new HashMap<>();
        handle.createQuery("""
                        SELECT table_name, column_name FROM information_schema.columns
                        WHERE table_schema = DATABASE() AND table_name IN (<tables>)
                        """)
                .bindList("tables", List.copyOf(NEEDED.keySet()))
                .map((row, context) -> Map.entry(
                        row.getString(1).toLowerCase(Locale.ROOT),
                        row.getString(2).toLowerCase(Locale.ROOT)))
                .forEach(column -> columns.computeIfAbsent(column.getKey(), table -> new HashSet<>())
                        .add(column.getValue()));
        return columns;
    }

    private static boolean isReadable(Handle handle, String table, List<String> columns) {
        try {
            handle.createQuery("SELECT " + String.join(", ", columns) + " FROM " + table + " LIMIT 1")
                    .mapToMap()
                    .list();
            return true;
        } catch (JdbiException e) {
            return false;
        }
    }
}
