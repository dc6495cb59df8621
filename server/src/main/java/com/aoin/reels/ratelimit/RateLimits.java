package com.aoin.reels.ratelimit;

import com.aoin.reels.cache.Redis;
import com.aoin.reels.cache.RedisDown;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts attempts per user: over all nodes where there is a Redis, in this process where there is none, and also while
 * Redis is away. A limit never fails a request for its own sake.
 */
public final class RateLimits {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimits.class);

    private final @Nullable SharedAttempts shared;
    private final LocalAttempts local;
    private final MeterRegistry registry;
    private final Counter alone;

    /**
     * Limits with fresh windows.
     *
     * @param redis what all nodes share; null = this process counts for itself
     */
    public RateLimits(@Nullable Redis redis, Ticker ticker, MeterRegistry registry) {
        this.shared = redis == null ? null : new SharedAttempts(redis);
        this.local = new LocalAttempts(ticker);
        this.registry = registry;
        this.alone = registry.counter("reels.ratelimit.alone");
        // Each is there from the start, so that its rate can be told from the first refusal on.
        Stream.of(Limit.values()).forEach(this::refusals);
    }

    private Counter refusals(Limit limit) {
        return registry.counter("reels.ratelimit.refusals", "limit", limit.label());
    }

    /**
     * Counts an attempt.
     *
     * @throws ApiException RATE_LIMIT_ERROR, with the seconds to wait, when there were too many
     */
    public Admission admit(Limit limit, int userId) {
        Attempt attempt = attempt(limit, userId);
        // A part of a second counts as one: who waits this long is admitted.
        long seconds = TimeUnit.MILLISECONDS.toSeconds(attempt.millisLeft() + 999);
        Admission admission = new Admission(limit, userId, attempt, seconds);
        if (!attempt.admitted()) {
            refusals(limit).increment();
            throw refusal(admission);
        }
        return admission;
    }

    private Attempt attempt(Limit limit, int userId) {
        if (shared != null) {
            try {
                Attempt attempt = shared.attempt(limit, userId);
                local.remember(limit, userId, attempt);
                return attempt;
            } catch (RedisDown e) {
                // Told and counted where Redis is watched; this node goes on from what it knows.
                alone.increment();
            }
        }
        return local.attempt(limit, userId);
    }

    /** Takes an attempt back wherever it was counted. */
    private void giveBack(Limit limit, int userId, boolean counted) {
        local.giveBack(limit, userId);
        if (shared != null && counted) {
            try {
                shared.giveBack(limit, userId);
            } catch (RedisDown e) {
                LOG.debug("An attempt could not be given back: {}", e.getMessage());
            }
        }
    }

    private static ApiException refusal(Admission exhausted) {
        ApiException refusal = ApiException.of(ErrorCode.RATE_LIMIT_ERROR, "Too many attempts, please try again later")
                .header("Retry-After", Long.toString(Math.max(1, exhausted.resetSeconds())));
        exhausted.headers().forEach(refusal::header);
        return refusal;
    }

    /** What an admitted attempt does. */
    @FunctionalInterface
    public interface Work {
        Answer run() throws IOException, InterruptedException;
    }

    /** An attempt that may go on, and how many more may follow in this window. */
    public final class Admission {
        private final Limit limit;
        private final int userId;
        private final Attempt attempt;
        private final long resetSeconds;

        private Admission(Limit limit, int userId, Attempt attempt, long resetSeconds) {
            this.limit = limit;
            this.userId = userId;
            this.attempt = attempt;
            this.resetSeconds = resetSeconds;
        }

        int remaining() {
            return limit.attempts() - attempt.used();
        }

        long resetSeconds() {
            return resetSeconds;
        }

        /** The headers that tell the client where it stands. */
        Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("RateLimit-Limit", Integer.toString(limit.attempts()));
            headers.put("RateLimit-Remaining", Integer.toString(remaining()));
            headers.put("RateLimit-Reset", Long.toString(resetSeconds));
            return headers;
        }

        /** Uncounts the attempt, which turned out to be none. */
        public void giveBack() {
            RateLimits.this.giveBack(limit, userId, attempt.shared());
        }

        /** Puts the headers on whatever the attempt is answered with. */
        public Answer around(Work work) throws IOException, InterruptedException {
            try {
                Answer answer = work.run();
                headers().forEach(answer::header);
                return answer;
            } catch (ApiException refusal) {
                headers().forEach(refusal::header);
                throw refusal;
            }
        }
    }
}
