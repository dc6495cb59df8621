package com.aoin.reels.catalog;

import com.aoin.reels.catalog.CatalogRow.Clearable;
import com.aoin.reels.http.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the catalogue would hold together with an import's rows in it: every reference leads to a row, a category is
 * never below itself, a variant's parent is a product of its own, a user has one merchant profile. What counts is the
 * state afterwards, so rows of one import may refer to each other in any order and may swap what must be unique.
 */
final class CatalogRules {
    private final CatalogImport rows;
    private final KnownCatalog known;

    private CatalogRules(CatalogImport rows, KnownCatalog known) {
        this.rows = rows;
        this.known = known;
    }

    /** Throws a VALIDATION_ERROR that names the first member at fault. */
    static void check(CatalogImport rows, KnownCatalog known) {
        CatalogRules rules = new CatalogRules(rows, known);
        rules.checkCategories();
        rules.checkMerchants();
        rules.checkProducts();
    }

    private void checkCategories() {
        Map<Integer, Integer> parents = new HashMap<>(known.categories());
        for (CatalogRow.Category row : rows.categories()) {
            if (row.parent() == null) {
                parents.putIfAbsent(row.id(), KnownCatalog.NONE);
            } else {
                parents.put(row.id(), parent(row.parent()));
            }
        }
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < rows.categories().size(); i++) {
            CatalogRow.Category row = rows.categories().get(i);
            int parent = parent(row.parent());
            require(
                    parent == KnownCatalog.NONE || parents.containsKey(parent),
                    path("categories", i, "parent_id"),
                    "must name a category, and there is none with id " + parent);
            if (parent != KnownCatalog.NONE) {
                places.put(row.id(), i);
            }
        }
        checkNoneBelowItself(parents, places);
    }

    /** Follows every category upwards once; a category met twice on one way is below itself. */
    private void checkNoneBelowItself(Map<Integer, Integer> parents, Map<Integer, Integer> places) {
        Set<Integer> fine = new HashSet<>();
        for (CatalogRow.Category row : rows.categories()) {
            LinkedHashSet<Integer> way = new LinkedHashSet<>();
            int at = row.id();
            while (at != KnownCatalog.NONE && !fine.contains(at) && way.add(at)) {
                at = parents.getOrDefault(at, KnownCatalog.NONE);
            }
            if (way.contains(at)) {
                List<Integer> circle = new ArrayList<>(way);
                circle.subList(circle.indexOf(at), circle.size()).stream()
                        .map(places::get)
                        .filter(place -> place != null)
                        .min(Integer::compare)
                        .ifPresent(place -> {
                            throw wrong(path("categories", place, "parent_id"), "puts the category below itself");
                        });
            }
            fine.addAll(way);
        }
    }

    private void checkMerchants() {
        Set<Integer> users = ids(rows.users());
        Map<Integer, Integer> profiles = new HashMap<>();
        Set<Integer> changed = ids(rows.merchants());
        known.merchants().forEach((merchant, user) -> {
            if (!changed.contains(merchant)) {
                profiles.put(user, merchant);
            }
        });
        for (int i = 0; i < rows.merchants().size(); i++) {
            CatalogRow.Merchant row = rows.merchants().get(i);
            String path = path("merchants", i, "user_id");
            require(
                    users.contains(row.userId()) || known.users().contains(row.userId()),
                    path,
                    "must name a user, and there is none with id " + row.userId());
            Integer other = profiles.putIfAbsent(row.userId(), row.id());
            require(other == null, path, "must not name a user who has a profile already, merchant " + other);
        }
    }

    private void checkProducts() {
        Set<Integer> merchants = ids(rows.merchants());
        Set<Integer> categories = ids(rows.categories());
        for (int i = 0; i < rows.products().size(); i++) {
            CatalogRow.Product row = rows.products().get(i);
            require(
                    merchants.contains(row.merchantId()) || known.merchants().containsKey(row.merchantId()),
                    path("products", i, "merchant_id"),
                    "must name a merchant, and there is none with id " + row.merchantId());
            require(
                    categories.contains(row.categoryId()) || known.categories().containsKey(row.categoryId()),
                    path("products", i, "category_id"),
                    "must name a category, and there is none with id " + row.categoryId());
        }
        checkVariants();
    }

    private void checkVariants() {
        Map<Integer, Integer> parents = new HashMap<>(known.products());
        Map<Integer, Integer> variants = new HashMap<>(known.variants());
        for (CatalogRow.Product row : rows.products()) {
            if (row.parent() == null) {
                parents.putIfAbsent(row.id(), KnownCatalog.NONE);
            } else {
                parents.put(row.id(), parent(row.parent()));
                variants.remove(row.id());
            }
        }
        Set<Integer> withVariants = new HashSet<>(variants.values());
        for (int i = 0; i < rows.products().size(); i++) {
            CatalogRow.Product row = rows.products().get(i);
            if (row.becomesVariant()) {
                String path = path("products", i, "parent_product_id");
                int parent = parent(row.parent());
                require(parent != row.id(), path, "must not be the product itself");
                require(parents.containsKey(parent), path, "must name a product, and there is none with id " + parent);
                require(
                        parents.getOrDefault(parent, KnownCatalog.NONE) == KnownCatalog.NONE,
                        path,
                        "must not name a variant");
                require(!withVariants.contains(row.id()), path, "must be left out: the product has variants itself");
            }
        }
    }

    private static int parent(@Nullable Clearable<Integer> named) {
        Integer parent = named == null ? null : named.value();
        return parent == null ? KnownCatalog.NONE : parent;
    }

    private static Set<Integer> ids(List<? extends CatalogRow> rows) {
        Set<Integer> ids = HashSet.newHashSet(rows.size());
        rows.forEach(row -> ids.add(row.id()));
        return ids;
    }

    private static String path(String list, int place, String member) {
        return list + "[" + place + "]." + member;
    }

    private static void require(boolean holds, String path, String otherwise) {
        if (!holds) {
            throw wrong(path, otherwise);
        }
    }

    private static ApiException wrong(String path, String what) {
        return ApiException.invalid(path, path + " " + what);
    }
}
