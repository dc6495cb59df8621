package com.aoin.reels.auth;

import com.aoin.reels.db.Database;
import org.jspecify.annotations.Nullable;

/** The shop's users, as far as signing in needs them. */
public final class Users {
    private final Database database;
    private final boolean provision;

    /**
     * Users of this database.
     *
     * @param provision whether a user who signs in for the first time gets a row
     */
    public Users(Database database, boolean provision) {
        this.database = database;
        this.provision = provision;
    }

    /** A user's role, and the merchant profile where it is active. */
    record Account(boolean admin, @Nullable Integer merchantId) {}

    /** Null when the shop does not know the user. */
    @Nullable
    Account find(int userId) {
        Account account = select(userId);
        if (account == null && provision) {
            insert(userId);
            return select(userId);
        }
        return account;
    }

    private @Nullable Account select(int userId) {
        return database.read(handle -> handle.createQuery("""
                        SELECT u.role, m.merchant_id
                        FROM users u
                        LEFT JOIN merchant_profiles m ON m.user_id = u.user_id AND m.is_active
                        WHERE u.user_id = :user
                        ORDER BY m.merchant_id
                        LIMIT 1
                        """)
                .bind("user", userId)
                .map((row, context) ->
                        new Account("admin".equals(row.getString("role")), row.getObject("merchant_id", Integer.class)))
                .findOne()
                .orElse(null));
    }

    private void insert(int userId) {
        database.execute(handle -> handle.createUpdate(
                        "INSERT IGNORE INTO users (user_id, role, created_at) VALUES (:user, 'user', UTC_TIMESTAMP(6))")
                .bind("user", userId)
                .execute());
    }
}
