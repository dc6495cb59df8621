package com.aoin.reels.auth;

import com.aoin.reels.db.Database;
import com.aoin.reels.db.GroupedReads;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shop's users, as far as signing in needs them. */
public final class Users {
    private final Database database;
    private final boolean provision;
    private final GroupedReads<Integer, Account> accounts = new GroupedReads<>(this::select);

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
        Account account = accounts.get(userId);
        if (account == null && provision) {
            insert(userId);
            return accounts.get(userId);
        }
        return account;
    }

    private Map<Integer, Account> select(List<Integer> ids) {
        String query = """
                SELECT u.user_id, u.role, m.merchant_id
                FROM users u
                LEFT JOIN merchant_profiles m ON m.user_id = u.user_id AND m.is_active
                WHERE u.user_id IN (%s)
                ORDER BY u.user_id, m.merchant_id
                """.formatted(String.join(", ", Collections.nCopies(ids.size(), "?")));
        return database.readPlainly(connection -> {
            Map<Integer, Account> found = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                for (int i = 0; i < ids.size(); i++) {
                    statement.setInt(i + 1, ids.get(i));
                }
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        Account account =
                                new Account("admin".equals(row.getString(2)), row.getObject(3, Integer.class));
                        // Of several merchant profiles the first is meant.
                        found.putIfAbsent(row.getInt(1), account);
                    }
                }
            }
            return found;
        });
    }

    private void insert(int userId) {
        database.execute(handle -> handle.createUpdate(
                        "INSERT IGNORE INTO users (user_id, role, created_at) VALUES (:user, 'user', UTC_TIMESTAMP(6))")
                .bind("user", userId)
                .execute());
    }
}
