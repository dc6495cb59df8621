package com.aoin.reels.interaction;

import com.aoin.reels.catalog.Visibility;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.PageRequest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a user has done; lists and their totals show visible reels only. */
final class HistoryDao {
    private final Database database;

    HistoryDao(Database database) {
        this.database = database;
    }

    /**
     * A reel of the list.
     *
     * @param at      when it was viewed or shared
     * @param seconds how long it was viewed; null when unknown
     */
    record Entry(int reelId, Instant at, @Nullable Integer seconds) {}

    record History(List<Entry> entries, long total) {}

    record Stats(int likes, int views, int follows, int accountAgeDays) {}

    History recentlyViewed(int userId, PageRequest page) {
        return history("user_reel_views", "viewed_at", "view_duration", userId, page);
    }

    History shared(int userId, PageRequest page) {
        return history("user_reel_shares", "shared_at", "NULL", userId, page);
    }

    private History history(String table, String time, String seconds, int userId, PageRequest page) {
        String from = " FROM " + table + " h JOIN reels r ON r.reel_id = h.reel_id " + Visibility.JOINS
                + " WHERE h.user_id = :user AND " + Visibility.VISIBLE;
        return database.read(handle -> {
            long total = handle.createQuery("SELECT COUNT(*)" + from)
                    .bind("user", userId)
                    .mapTo(Long.class)
                    .one();
            List<Entry> entries = handle.createQuery("SELECT h.reel_id, h." + time + ", " + seconds + from
                            + " ORDER BY h." + time + " DESC, h.reel_id DESC LIMIT :limit OFFSET :offset")
                    .bind("user", userId)
                    .bind("limit", page.perPage())
                    .bind("offset", page.offset())
                    .map((row, context) -> new Entry(
                            row.getInt(1),
                            row.getObject(2, LocalDateTime.class).toInstant(ZoneOffset.UTC),
                            row.getObject(3, Integer.class)))
                    .list();
            return new History(entries, total);
        });
    }

    Stats stats(int userId) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COALESCE(t.likes, 0), COALESCE(t.views, 0), COALESCE(t.follows, 0),
                               COALESCE(GREATEST(0, TIMESTAMPDIFF(DAY, u.created_at, UTC_TIMESTAMP())), 0)
                        FROM users u
                        LEFT JOIN user_totals t ON t.user_id = u.user_id
                        WHERE u.user_id = :user
                        """)
                .bind("user", userId)
                .map((row, context) -> new Stats(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4)))
                .findOne()
                .orElse(new Stats(0, 0, 0, 0)));
    }
}
