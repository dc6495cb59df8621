package com.aoin.reels.demo;

import com.aoin.reels.db.Database;
import com.aoin.reels.reel.ReelLists;
import java.util.Set;

/** What the opening of the shop asks of and does to the database behind the service's back. */
final class DemoReels {
    private final Database database;
    private final ReelLists lists;

    DemoReels(Database database, ReelLists lists) {
        this.database = database;
        this.lists = lists;
    }

    /** Whether the catalogue was imported; an import is all or nothing. */
    boolean hasCatalogue() {
        return database.read(handle -> handle.createQuery("SELECT EXISTS (SELECT 1 FROM products)")
                .mapTo(Boolean.class)
                .one());
    }

    /** The products that somebody has posted a reel of, whatever became of it. */
    Set<Integer> shownProducts() {
        return database.read(handle -> handle.createQuery("SELECT DISTINCT product_id FROM reels")
                .mapTo(Integer.class)
                .set());
    }

    /**
     * Makes the first reel of a product at least that old, so that a fresh shop looks lived in. One that is older
     * already stays as it is.
     */
    void backdate(int productId, int hours) {
        database.execute(handle -> handle.createUpdate("""
                        UPDATE reels r
                        JOIN (SELECT MIN(reel_id) AS reel_id FROM reels WHERE product_id = :product) first
                          ON first.reel_id = r.reel_id
                        SET r.created_at = UTC_TIMESTAMP(6) - INTERVAL :hours HOUR,
                            r.updated_at = UTC_TIMESTAMP(6) - INTERVAL :hours HOUR,
                            r.approved_at = UTC_TIMESTAMP(6) - INTERVAL :hours HOUR
                        WHERE r.created_at > UTC_TIMESTAMP(6) - INTERVAL :hours HOUR
                        """)
                .bind("product", productId)
                .bind("hours", hours)
                .execute());
        lists.changed();
    }
}
