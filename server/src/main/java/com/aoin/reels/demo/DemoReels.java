package com.aoin.reels.demo;

import com.aoin.reels.db.Database;
import com.aoin.reels.reel.ReelChanges;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the opening of the shop asks of and does to the database behind the service's back. */
final class DemoReels {
    private final Database database;
    private final ReelChanges changes;

    DemoReels(Database database, ReelChanges changes) {
        this.database = database;
        this.changes = changes;
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

    /** The first reel of each product. */
    Map<Integer, Integer> byProduct() {
        return database.read(handle -> handle.createQuery("""
                        SELECT product_id, MIN(reel_id) AS reel_id FROM reels
                        WHERE deleted_at IS NULL GROUP BY product_id
                        """).reduceRows(new HashMap<>(), (reels, row) -> {
            reels.put(row.getColumn("product_id", Integer.class), row.getColumn("reel_id", Integer.class));
            return reels;
        }));
    }

    /** Whether this user has watched anything. */
    boolean hasWatched(int user) {
        return database.read(
                handle -> handle.createQuery("SELECT EXISTS (SELECT 1 FROM user_seen_reels WHERE user_id = :user)")
                        .bind("user", user)
                        .mapTo(Boolean.class)
                        .one());
    }

    /**
     * Makes the first reel of a product at least that old, so that a fresh shop looks lived in. One that is older
     * already stays as it is.
     */
    void backdate(int productId, int hours) {
        int reelId = database.transaction(handle -> {
            int first = handle.createQuery("SELECT MIN(reel_id) FROM reels WHERE product_id = :product")
                    .bind("product", productId)
                    .mapTo(Integer.class)
                    .one();
            handle.createUpdate("""
                            UPDATE reels
                            SET created_at = UTC_TIMESTAMP(6) - INTERVAL :hours HOUR,
                                updated_at = UTC_TIMESTAMP(6) - INTERVAL :hours HOUR,
                                approved_at = UTC_TIMESTAMP(6) - INTERVAL :hours HOUR
                            WHERE reel_id = :reel AND created_at > UTC_TIMESTAMP(6) - INTERVAL :hours HOUR
                            """).bind("hours", hours).bind("reel", first).execute();
            return first;
        });
        changes.committed(reelId);
    }
}
