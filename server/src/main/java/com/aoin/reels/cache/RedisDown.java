package com.aoin.reels.cache;

/** Redis has not answered, or is not asked because it did not answer lately. Whoever asks goes on without it. */
public final class RedisDown extends Exception {
    private static final long serialVersionUID = 1;

    RedisDown(String message) {
        super(message, null, false, false);
    }
}
