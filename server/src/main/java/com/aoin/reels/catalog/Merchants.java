package com.aoin.reels.catalog;

import com.aoin.reels.db.Database;

/** The shop's merchants. */
public final class Merchants {
    private final Database database;

    public Merchants(Database database) {
        this.database = database;
    }

    /** Whether there is such a merchant, active or not. */
    public boolean exists(int merchantId) {
        return database.read(handle -> handle.createQuery("SELECT 1 FROM merchant_profiles WHERE merchant_id = :id")
                .bind("id", merchantId)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent());
    }
}
