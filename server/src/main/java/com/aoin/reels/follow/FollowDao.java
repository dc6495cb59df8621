package com.aoin.reels.follow;

import com.aoin.reels.db.Database;
import com.aoin.reels.http.PageRequest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads whom a user follows; a merchant stays in the list while inactive, so that it can be unfollowed. */
final class FollowDao {
    private final Database database;

    FollowDao(Database database) {
        this.database = database;
    }

    /**
     * A followed merchant.
     *
     * @param name null when the shop no longer has the merchant
     */
    record Followed(int merchantId, @Nullable String name, Instant followedAt) {}

    record Following(List<Followed> merchants, long total) {}

    Following of(int userId, PageRequest page) {
        return database.read(handle -> {
            long total = handle.createQuery("SELECT COUNT(*) FROM user_merchant_follows WHERE user_id = :user")
                    .bind("user", userId)
                    .mapTo(Long.class)
                    .one();
            List<Followed> merchants = handle.createQuery("""
                            SELECT f.merchant_id, m.business_name, f.followed_at
                            FROM user_merchant_follows f
                            LEFT JOIN merchant_profiles m ON m.merchant_id = f.merchant_id
                            WHERE f.user_id = :user
                            ORDER BY f.followed_at DESC, f.merchant_id DESC
                            LIMIT :limit OFFSET :offset
                            """)
                    .bind("user", userId)
                    .bind("limit", page.perPage())
                    .bind("offset", page.offset())
                    .map((row, context) -> new Followed(
                            row.getInt(1),
                            row.getString(2),
                            row.getObject(3, LocalDateTime.class).toInstant(ZoneOffset.UTC)))
                    .list();
            return new Following(merchants, total);
        });
    }
}
