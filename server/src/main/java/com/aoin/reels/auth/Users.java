package com.aoin.reels.auth;

import com.aoin.reels.db.Database;
import com.aoin.reels.db.GroupedReads;
import com.aoin.reels.db.Outage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.JdbiException;
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
        return account == null && provision ? provisioned(userId) : account;
    }

    /** Whether the shop knows the user, or does so from now on because one who signs in gets a row. */
    public boolean know(int userId) {
        return find(userId) != null;
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

    /**
     * Another request may insert the row first, so one that is there is left as it is. INSERT IGNORE would do so too,
     * and would also put nonsense into columns of the shop's own that want a value.
     */
    private Account provisioned(int userId) {
        try {
            database.execute(
                    handle -> handle.createUpdate("""
                            INSERT INTO users (user_id, role, created_at) VALUES (:user, 'user', UTC_TIMESTAMP(6))
                            ON DUPLICATE KEY UPDATE user_id = user_id
                            """).bind("user", userId).execute());
        } catch (JdbiException e) {
            if (Outage.isUnreachable(e) || Outage.isConflict(e)) {
                throw e;
            }
            throw refused(userId, e);
        }
        Account account = accounts.get(userId);
        if (account == null) {
            // Another unique key of the shop's found a row that is not this user's.
            throw refused(userId, null);
        }
        return account;
    }

    private static IllegalStateException refused(int userId, @Nullable Throwable cause) {
        return new IllegalStateException(
                "REELS_AUTO_PROVISION_USERS is true, but the table users does not take a row for user " + userId
                        + " with a user_id, a role and a created_at alone",
                cause);
    }
}
