package com.aoin.reels.ratelimit;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts attempts per user in this process. */
public final class RateLimits {
    private static final int MAX_USERS = 1_000_000;

    private final Ticker ticker;
    private final Cache<Key, Window> windows;

    private record Key(Limit limit, int userId) {}

    private record Window(long endNanos, AtomicInteger attempts) {}

    /** An attempt that may go on, and how many more may follow in this window. */
    public record Admission(Limit limit, int remaining, long resetSeconds) {
        /** The headers that tell the client where it stands. */
        public Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("RateLimit-Limit", Integer.toString(limit.attempts()));
            headers.put("RateLimit-Remaining", Integer.toString(remaining));
            headers.put("RateLimit-Reset", Long.toString(resetSeconds));
            return headers;
        }
    }

    public RateLimits(Ticker ticker) {
        this.ticker = ticker;
        this.windows = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MAX_USERS)
                .expireAfter(Expiry.<Key, Window>creating(
                        (key, window) -> key.limit().window()))
                .build();
    }

    /**
     * Counts an attempt.
     *
     * @throws ApiException RATE_LIMIT_ERROR, with the seconds to wait, when there were too many
     */
    public Admission admit(Limit limit, int userId) {
        Window window = windows.get(
                new Key(limit, userId),
                key -> new Window(ticker.read() + limit.window().toNanos(), new AtomicInteger()));
        int attempt = window.attempts().incrementAndGet();
        long left = Math.max(0, window.endNanos() - ticker.read());
        long seconds = TimeUnit.NANOSECONDS.toSeconds(left + TimeUnit.SECONDS.toNanos(1) - 1);
        if (attempt > limit.attempts()) {
            throw refusal(new Admission(limit, 0, seconds));
        }
        return new Admission(limit, limit.attempts() - attempt, seconds);
    }

    private static ApiException refusal(Admission exhausted) {
        ApiException refusal = ApiException.of(ErrorCode.RATE_LIMIT_ERROR, "Too many attempts, please try again later")
                .header("Retry-After", Long.toString(Math.max(1, exhausted.resetSeconds())));
        exhausted.headers().forEach(refusal::header);
        return refusal;
    }
}
