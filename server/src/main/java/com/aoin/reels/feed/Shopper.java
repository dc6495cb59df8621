package com.aoin.reels.feed;

import com.aoin.reels.feed.ranking.Preference;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What is known of a shopper when a feed is made.
 *
 * @param own         the merchants that the shopper is
 * @param followed    merchants
 * @param preferences not decayed
 * @param watched     ids of reels, rising
 * @param similar     what similar users like
 */
record Shopper(
        Set<Integer> own,
        Set<Integer> followed,
        List<Preference> preferences,
        SortedIds watched,
        SimilarLikes similar) {
    /**
     * What a user has done so far.
     *
     * @param version changes with each like, unlike, view, follow and unfollow
     * @param readAt  by the database's clock, which is the same for all nodes
     */
    record Totals(int likes, int views, int follows, long version, Instant readAt) {
        private static final int NEW_BELOW = 3;

        /** Too little is known for a personal feed. */
        boolean isNew() {
            return (long) likes + views + follows < NEW_BELOW;
        }
    }
}
