package com.aoin.reels.catalog;

import java.util.Collection;

/** Hears of rows of the own catalogue that this node has changed. Implemented above, where reels are. */
@FunctionalInterface
public interface CatalogChanges {
    /** Called after the commit and before the answer, since what shoppers see may have changed. */
    void committed(Collection<Integer> productIds, Collection<Integer> merchantIds);
}
