package com.aoin.reels.interaction;

import com.aoin.reels.db.Database;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ViewerState;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Reads what a viewer likes and follows among the reels of a page, in one query. */
public final class ViewerStateDao implements ViewerState {
    private final Database database;

    public ViewerStateDao(Database database) {
        this.database = database;
    }

    @Override
    public Marks marks(int userId, Collection<Reel> page) {
        Set<Integer> liked = new HashSet<>();
        Set<Integer> followed = new HashSet<>();
        database.read(handle -> {
            handle.createQuery("""
                            SELECT TRUE AS is_like, reel_id AS id FROM user_reel_likes
                            WHERE user_id = :user AND reel_id IN (<reels>)
                            UNION ALL
                            SELECT FALSE, merchant_id FROM user_merchant_follows
                            WHERE user_id = :user AND merchant_id IN (<merchants>)
                            """)
                    .bind("user", userId)
                    .bindList(
                            "reels", page.stream().map(Reel::reelId).distinct().toList())
                    .bindList(
                            "merchants",
                            page.stream().map(Reel::merchantId).distinct().toList())
                    .map((row, context) -> (row.getBoolean("is_like") ? liked : followed).add(row.getInt("id")))
                    .list();
            return null;
        });
        return new Marks(liked, followed);
    }
}
