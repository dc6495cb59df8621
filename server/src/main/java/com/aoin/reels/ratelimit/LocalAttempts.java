package com.aoin.reels.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** Counts attempts in this process. */
final class LocalAttempts {
    private static final int MAX_USERS = 1_000_000;

    private final Ticker ticker;
    private final Cache<Key, Window> windows;

    private record Key(Limit limit, int userId) {}

    /**
     * A window under way.
     *
     * @param admitted whether the latest attempt was
     */
    private record Window(long endNanos, int used, boolean admitted) {
        long nanosLeft(long now) {
            return Math.max(0, endNanos - now);
        }
    }

    LocalAttempts(Ticker ticker) {
        this.ticker = ticker;
        this.windows = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MAX_USERS)
                .expireAfter(
                        Expiry.<Key, Window>writing((key, window) -> Duration.ofNanos(window.nanosLeft(ticker.read()))))
                .build();
    }

    Attempt attempt(Limit limit, int userId) {
        Window window = windows.asMap().compute(new Key(limit, userId), (key, known) -> {
            long now = ticker.read();
            if (known == null || known.nanosLeft(now) == 0) {
                return new Window(now + limit.window().toNanos(), 1, true);
            }
            boolean admitted = known.used() < limit.attempts();
            return new Window(known.endNanos(), known.used() + (admitted ? 1 : 0), admitted);
        });
        Duration left = Duration.ofNanos(window.nanosLeft(ticker.read()));
        return new Attempt(
                window.admitted(), window.used(), left.plusNanos(999_999).toMillis(), false);
    }

    /** Uncounts an attempt that was admitted; without any other its window was never opened. */
    void giveBack(Limit limit, int userId) {
        windows.asMap()
                .computeIfPresent(
                        new Key(limit, userId),
                        (key, known) -> known.used() <= 1
                                ? null
                                : new Window(known.endNanos(), known.used() - 1, known.admitted()));
    }

    /** Goes on from what all nodes together have counted. */
    void remember(Limit limit, int userId, Attempt shared) {
        long end = ticker.read() + Duration.ofMillis(shared.millisLeft()).toNanos();
        windows.put(new Key(limit, userId), new Window(end, shared.used(), shared.admitted()));
    }
}
