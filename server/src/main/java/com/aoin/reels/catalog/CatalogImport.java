package com.aoin.reels.catalog;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.JsonLists;
import com.aoin.reels.http.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Rows of the shop's catalogue that are to be inserted, or updated by their ids. Each list has an id once at most; the
 * order of rows has no meaning but to name one that is wrong.
 */
public record CatalogImport(
        List<CatalogRow.User> users,
        List<CatalogRow.Category> categories,
        List<CatalogRow.Merchant> merchants,
        List<CatalogRow.Product> products) {
    /** Most rows of one list. */
    public static final int MAX_ROWS = 100_000;

    /**
     * Reads the JSON of an import while it arrives; every list is optional.
     *
     * @throws ApiException VALIDATION_ERROR naming the place, like {@code products[3].merchant_id}
     */
    public static CatalogImport read(InputStream json) throws IOException {
        CatalogImport rows =
                new CatalogImport(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        JsonLists.read(
                json,
                MAX_ROWS,
                Map.of(
                        "users",
                        items(CatalogRow.User.MEMBERS, "user_id", CatalogRow.User::read, rows.users),
                        "categories",
                        items(CatalogRow.Category.MEMBERS, "category_id", CatalogRow.Category::read, rows.categories),
                        "merchants",
                        items(CatalogRow.Merchant.MEMBERS, "merchant_id", CatalogRow.Merchant::read, rows.merchants),
                        "products",
                        items(CatalogRow.Product.MEMBERS, "product_id", CatalogRow.Product::read, rows.products)));
        return rows;
    }

    private static <R extends CatalogRow> JsonLists.Items items(
            Set<String> members, String id, Function<JsonObject, R> read, List<R> rows) {
        Map<Integer, Integer> places = new HashMap<>();
        return new JsonLists.Items(members, object -> {
            R row = read.apply(object);
            Integer first = places.putIfAbsent(row.id(), rows.size());
            if (first != null) {
                throw ApiException.invalid(
                        object.path(id), object.path(id) + " repeats the id of row " + first + " of this list");
            }
            rows.add(row);
        });
    }
}
