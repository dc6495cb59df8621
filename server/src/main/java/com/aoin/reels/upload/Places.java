package com.aoin.reels.upload;

import com.aoin.reels.http.ApiException;
import java.util.HashMap;
import java.util.Map;

/** Places for requests that send large bodies: so many on a node, and only a share of them for one user. */
final class Places {
    private final int all;
    private final int share;
    private final Map<Integer, Integer> taken = new HashMap<>();
    private int sum;

    /**
     * Free places.
     *
     * @param share most that one user holds at a time
     */
    Places(int all, int share) {
        this.all = all;
        this.share = share;
    }

    /** A place that is held until this is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws ApiException 503 when none is free for this user */
    synchronized Held take(int userId) {
        if (taken.getOrDefault(userId, 0) >= share) {
            throw ApiException.unavailable("Too many of your uploads are under way, please try again", 10);
        }
        if (sum >= all) {
            throw ApiException.unavailable("Too many uploads are under way, please try again", 10);
        }
        taken.merge(userId, 1, Integer::sum);
        sum++;
        return () -> release(userId);
    }

    private synchronized void release(int userId) {
        taken.computeIfPresent(userId, (id, count) -> count == 1 ? null : count - 1);
        sum--;
    }

    /** Users who hold a place. */
    synchronized int users() {
        return taken.size();
    }
}
