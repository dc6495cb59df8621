package com.aoin.reels.catalog;

import java.util.Map;
import java.util.Set;

/**
 * What the database holds already of the rows that an import refers to.
 *
 * @param users          those users who exist
 * @param categories     every category's parent
 * @param merchants      each merchant's user
 * @param products       each product's parent
 * @param variants       the variants of products that the import makes variants themselves, each with its parent
 */
record KnownCatalog(
        Set<Integer> users,
        Map<Integer, Integer> categories,
        Map<Integer, Integer> merchants,
        Map<Integer, Integer> products,
        Map<Integer, Integer> variants) {
    /** Stands where a row has no parent; no row has this id. */
    static final int NONE = 0;
}
