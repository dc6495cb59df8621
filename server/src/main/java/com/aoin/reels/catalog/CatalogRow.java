package com.aoin.reels.catalog;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row of an import as its sender wrote it; null = an optional member that was left out. */
sealed interface CatalogRow {
    /** Longest name in code points, as the columns hold it. */
    int MAX_NAME = 255;

    int id();

    /** The columns that the row sets: its id first, then what is required, then the optional ones that it names. */
    SequencedMap<String, @Nullable Object> cells();

    /** A nullable member that the row names: null clears the column. */
    record Clearable<T>(@Nullable T value) {}

    record User(int id, @Nullable String role, @Nullable Instant createdAt) implements CatalogRow {
        static final Set<String> MEMBERS = Set.of("user_id", "role", "created_at");
        private static final Set<String> ROLES = Set.of("user", "admin");

        static User read(JsonObject row) {
            return new User(
                    row.id("user_id"),
                    optional(row, "role", name -> row.choice(name, ROLES)),
                    optional(row, "created_at", name -> micros(row.time(name))));
        }

        @Override
        public SequencedMap<String, @Nullable Object> cells() {
            SequencedMap<String, @Nullable Object> cells = new LinkedHashMap<>();
            cells.put("user_id", id);
            putGiven(cells, "role", role);
            putGiven(cells, "created_at", createdAt);
            return cells;
        }
    }

    record Category(int id, String name, @Nullable Clearable<Integer> parent) implements CatalogRow {
        static final Set<String> MEMBERS = Set.of("category_id", "category_name", "parent_id");

        static Category read(JsonObject row) {
            return new Category(
                    row.id("category_id"), row.text("category_name", MAX_NAME), clearable(row, "parent_id", row::id));
        }

        /** The row but for its place among the others, which may not be there yet. */
        Category withoutParent() {
            return new Category(id, name, null);
        }

        @Override
        public SequencedMap<String, @Nullable Object> cells() {
            SequencedMap<String, @Nullable Object> cells = new LinkedHashMap<>();
            cells.put("category_id", id);
            cells.put("category_name", name);
            putNamed(cells, "parent_id", parent);
            return cells;
        }
    }

    record Merchant(
            int id, int userId, String name, @Nullable Boolean active) implements CatalogRow {
        static final Set<String> MEMBERS = Set.of("merchant_id", "user_id", "business_name", "is_active");

        static Merchant read(JsonObject row) {
            return new Merchant(
                    row.id("merchant_id"),
                    row.id("user_id"),
                    row.text("business_name", MAX_NAME),
                    optional(row, "is_active", row::flag));
        }

        @Override
        public SequencedMap<String, @Nullable Object> cells() {
            SequencedMap<String, @Nullable Object> cells = new LinkedHashMap<>();
            cells.put("merchant_id", id);
            cells.put("user_id", userId);
            cells.put("business_name", name);
            putGiven(cells, "is_active", active);
            return cells;
        }
    }

    record Product(
            int id,
            int merchantId,
            int categoryId,
            String name,
            BigDecimal price,
            int stock,
            @Nullable String approvalStatus,
            @Nullable Boolean active,
            @Nullable Clearable<Integer> parent,
            @Nullable Clearable<Instant> deletedAt)
            implements CatalogRow {
        static final Set<String> MEMBERS = Set.of(
                "product_id",
                "merchant_id",
                "category_id",
                "product_name",
                "selling_price",
                "stock_qty",
                "approval_status",
                "is_active",
                "parent_product_id",
                "deleted_at");
        private static final Set<String> STATUSES = Set.of("approved", "pending", "rejected");

        static Product read(JsonObject row) {
            return new Product(
                    row.id("product_id"),
                    row.id("merchant_id"),
                    row.id("category_id"),
                    row.text("product_name", MAX_NAME),
                    row.money("selling_price"),
                    row.integer("stock_qty", 0, Integer.MAX_VALUE),
                    optional(row, "approval_status", name -> row.choice(name, STATUSES)),
                    optional(row, "is_active", row::flag),
                    clearable(row, "parent_product_id", row::id),
                    clearable(row, "deleted_at", name -> micros(row.time(name))));
        }

        /** Whether the row makes it a variant of another product. */
        boolean becomesVariant() {
            return parent != null && parent.value() != null;
        }

        @Override
        public SequencedMap<String, @Nullable Object> cells() {
            SequencedMap<String, @Nullable Object> cells = new LinkedHashMap<>();
            cells.put("product_id", id);
            cells.put("merchant_id", merchantId);
            cells.put("category_id", categoryId);
            cells.put("product_name", name);
            cells.put("selling_price", price);
            putGiven(cells, "approval_status", approvalStatus);
            putGiven(cells, "is_active", active);
            putNamed(cells, "parent_product_id", parent);
            putNamed(cells, "deleted_at", deletedAt);
            return cells;
        }

        /** Its row of the stock table. */
        SequencedMap<String, @Nullable Object> stockCells() {
            SequencedMap<String, @Nullable Object> cells = new LinkedHashMap<>();
            cells.put("product_id", id);
            cells.put("stock_qty", stock);
            return cells;
        }
    }

    private static <T> @Nullable T optional(JsonObject row, String name, Function<String, T> read) {
        if (!row.has(name)) {
            return null;
        }
        if (!row.hasValue(name)) {
            throw ApiException.invalid(row.path(name), row.path(name) + " must not be null; leave it out instead");
        }
        return read.apply(name);
    }

    private static <T> @Nullable Clearable<T> clearable(JsonObject row, String name, Function<String, T> read) {
        if (!row.has(name)) {
            return null;
        }
        return row.hasValue(name) ? new Clearable<T>(read.apply(name)) : new Clearable<T>(null);
    }

    /** As exact as the columns, so that the database does not round into the future. */
    private static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private static void putGiven(SequencedMap<String, @Nullable Object> cells, String column, @Nullable Object value) {
        if (value != null) {
            cells.put(column, value);
        }
    }

    private static void putNamed(
            SequencedMap<String, @Nullable Object> cells, String column, @Nullable Clearable<?> named) {
        if (named != null) {
            cells.put(column, named.value());
        }
    }
}
