package com.aoin.reels.feed;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What similar users like. Of one who likes very much only the newest likes are known at first: enough to draw from. To
 * score what has been drawn, the others are counted too ({@link #with}).
 */
final class SimilarLikes {
    private final int users;
    private final Set<Integer> liked;
    /** Likes of users all of whose likes are known, by reel. */
    private final Map<Integer, Integer> whole = new HashMap<>();
    /** Newest likes of the others. */
    private final Map<Integer, Integer> newest = new HashMap<>();

    private final Set<Integer> avid = new HashSet<>();

    /**
     * Nothing is known yet.
     *
     * @param users how many are similar
     * @param liked the shopper's own newest likes
     */
    SimilarLikes(int users, Set<Integer> liked) {
        this.users = users;
        this.liked = liked;
    }

    static SimilarLikes none() {
        return new SimilarLikes(0, Set.of());
    }

    /** Adds all likes of a user. */
    void addWhole(List<Integer> reels) {
        reels.forEach(reel -> whole.merge(reel, 1, Integer::sum));
    }

    /** Adds the newest likes of a user who has more. */
    void addNewest(int userId, List<Integer> reels) {
        avid.add(userId);
        reels.forEach(reel -> newest.merge(reel, 1, Integer::sum));
    }

    Set<Integer> liked() {
        return liked;
    }

    /** Users of whom only the newest likes are known. */
    Set<Integer> avid() {
        return avid;
    }

    /** Share of the similar users who liked a reel, 0 to 1, by reel, as far as is known. */
    Map<Integer, Double> shares() {
        return with(newest);
    }

    /**
     * The same, exact for some reels.
     *
     * @param byAvid how many of {@link #avid} like each of them
     */
    Map<Integer, Double> with(Map<Integer, Integer> byAvid) {
        Map<Integer, Integer> likes = new HashMap<>(whole);
        byAvid.forEach((reel, count) -> likes.merge(reel, count, Integer::sum));
        Map<Integer, Double> shares = HashMap.newHashMap(likes.size());
        likes.forEach((reel, count) -> shares.put(reel, count / (double) users));
        return shares;
    }
}
