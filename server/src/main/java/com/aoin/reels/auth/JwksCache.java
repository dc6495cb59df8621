package com.aoin.reels.auth;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity provider's keys as last fetched, following their rotation without a restart.
 *
 * <ul>
 *   <li>The first token, or whoever asks whether there are keys, has them fetched; a token waits for them.
 *   <li>A token whose key is not among them refetches and waits; such refetches, and retries after a failure, start at
 *       most every 30 s. Tokens with a known key go on meanwhile.
 *   <li>Keys older than 10 minutes are refreshed while they are still used. Keys that nobody even tried to refresh for
 *       15 minutes (nobody called) are refreshed before use, so a withdrawn key is good for 15 minutes at most while
 *       the provider can be reached.
 *   <li>While it cannot be reached, its last keys stay good for 24 hours: an outage there must not sign everyone out.
 * </ul>
 *
 * At most one fetch runs at a time. Ages are measured by a monotonic clock, in nanoseconds.
 */
final class JwksCache implements AutoCloseable {
    static final Duration MIN_INTERVAL = Duration.ofSeconds(30);
    static final Duration REFRESH_AFTER = Duration.ofMinutes(10);
    static final Duration MAX_UNTRIED = Duration.ofMinutes(15);
    static final Duration MAX_STALE = Duration.ofHours(24);

    private static final Logger log = LoggerFactory.getLogger(JwksCache.class);

    private enum Cause {
        AGE,
        UNKNOWN_KEY
    }

    private record Held(PublishedKeys keys, long fetchedAt, long triedAt) {}

    private final JwksEndpoint endpoint;
    private final LongSupplier nanoTime;
    private final Duration maxWait;

    private volatile @Nullable Held held;
    private CompletableFuture<Void> refresh = CompletableFuture.completedFuture(null);
    private long notBefore;

    /** @param maxWait how long a verification waits for a fetch, somewhat longer than a fetch may take */
    JwksCache(JwksEndpoint endpoint, LongSupplier nanoTime, Duration maxWait) {
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
        this.maxWait = maxWait;
        notBefore = nanoTime.getAsLong();
    }

    /** Has the keys fetched, unless it is too early for that, and waits for nothing. */
    private void fetchAhead() {
        var _ = startRefresh(Cause.AGE);
    }

    /**
     * Whether there are keys to tell tokens by at the moment. Whoever asks this now and then has them kept so without any
     * token, and tried for while there are none.
     */
    boolean hasKeys() {
        Held current = held;
        if (current == null || age(current.fetchedAt) > REFRESH_AFTER.toNanos()) {
            fetchAhead();
        }
        return current != null && !current.keys.isEmpty() && !isTooStale(current);
    }

    /**
     * Whether the provider signed this token.
     *
     * @throws KeysUnavailableException when there are no keys to tell by
     */
    boolean signed(CompactToken token) {
        Held current = held;
        if (current == null || age(current.triedAt) > MAX_UNTRIED.toNanos() || isTooStale(current)) {
            return afterRefresh(Cause.AGE).keys.signed(token);
        }
        if (age(current.fetchedAt) > REFRESH_AFTER.toNanos()) {
            fetchAhead();
        }
        if (current.keys.signed(token)) {
            return true;
        }
        // With a key id that is known, a bad signature is just bad. Without one, the key may be a new one.
        boolean known = token.keyId() != null && current.keys.has(token.algorithm(), token.keyId());
        return !known && afterRefresh(Cause.UNKNOWN_KEY).keys.signed(token);
    }

    private Held afterRefresh(Cause cause) {
        await(startRefresh(cause));
        Held current = held;
        if (current == null || isTooStale(current)) {
            throw new KeysUnavailableException();
        }
        return current;
    }

    /** The fetch under way, or a new one, or the last one (done) when it is too early for another. */
    private synchronized CompletableFuture<Void> startRefresh(Cause cause) {
        long now = nanoTime.getAsLong();
        if (refresh.isDone() && now - notBefore >= 0) {
            notBefore = now + MIN_INTERVAL.toNanos();
            CompletableFuture<Void> started = new CompletableFuture<>();
            refresh = started;
            Thread.ofVirtual().name("jwks-refresh").start(() -> {
                try {
                    refresh(cause);
                } finally {
                    started.complete(null);
                }
            });
        }
        return refresh;
    }

    private void refresh(Cause cause) {
        try {
            PublishedKeys keys = endpoint.fetch();
            long now = nanoTime.getAsLong();
            held = new Held(keys, now, now);
            if (cause == Cause.AGE) {
                allowRefetch();
            }
        } catch (IOException | RuntimeException e) {
            log.warn("Could not fetch the identity provider's keys: {}", e.toString());
            Held last = held;
            held = last == null ? null : new Held(last.keys, last.fetchedAt, nanoTime.getAsLong());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The limit is on refetches for unknown keys: a key rotated in just after a routine fetch is found at once. */
    private synchronized void allowRefetch() {
        notBefore = nanoTime.getAsLong();
    }

    private void await(CompletableFuture<Void> fetch) {
        try {
            fetch.get(maxWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.debug("Went on without waiting longer for the identity provider's keys");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeysUnavailableException();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isTooStale(Held keys) {
        return age(keys.fetchedAt) > MAX_STALE.toNanos();
    }

    private long age(long since) {
        return nanoTime.getAsLong() - since;
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
