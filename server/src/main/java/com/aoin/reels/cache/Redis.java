package com.aoin.reels.cache;

import com.aoin.reels.background.Periodic;
import com.aoin.reels.config.ReelsConfig.RedisAddress;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis behind a circuit breaker. A question waits {@link #PATIENCE} at most; the first one that is
 * not answered opens the circuit, and from then on nobody asks and nobody waits. A watch asks in the background and
 * closes the circuit when Redis answers again, over a new connection where the old one stays silent. Safe for any
 * thread; the service starts and answers without Redis too.
 */
public final class Redis implements AutoCloseable {
    /** What a request waits for an answer at most. */
    public static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Duration WATCH = Duration.ofMillis(250);
    /** Silent probes after which the connection itself is doubted: five seconds. */
    private static final int SILENT_PROBES = 20;

    private final RedisLine line;
    private final CacheErrors errors;
    private final List<Runnable> onAnswer = new CopyOnWriteArrayList<>();
    private final Periodic watch;
    private volatile boolean up;
    private int silentProbes;

    /** A question, put over the connection; it must not wait for the answer itself. */
    @FunctionalInterface
    public interface Question<T extends @Nullable Object> {
        CompletionStage<T> put(StatefulRedisConnection<String, byte[]> connection);
    }

    private Redis(RedisAddress address, MeterRegistry registry) {
        line = new RedisLine(address);
        errors = new CacheErrors(registry);
        probe();
        watch = Periodic.start("redis watch", WATCH, this::probe);
        Gauge.builder("reels.redis.circuit.open", () -> up ? 0 : 1)
                .description("Whether Redis is left alone because it does not answer")
                .register(registry);
    }

    /** Connects, waiting a moment for the first answer; a Redis that is away is found when it comes. */
    public static Redis connect(RedisAddress address, MeterRegistry registry) {
        return new Redis(address, registry);
    }

    /** Whether questions are put at the moment. */
    public boolean isUp() {
        return up;
    }

    /**
     * Has work done each time that Redis answers the watch, several times a second; after it was away, before it is asked
     * by others again.
     */
    public void onAnswer(Runnable work) {
        onAnswer.add(work);
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws RedisDown when it is not there in time, or Redis refuses; it has been logged and counted
     */
    public <T extends @Nullable Object> T ask(Question<T> question) throws RedisDown {
        if (!up) {
            throw new RedisDown("Redis is not asked at the moment");
        }
        return put(question);
    }

    private <T extends @Nullable Object> T put(Question<T> question) throws RedisDown {
        StatefulRedisConnection<String, byte[]> connection = line.connection();
        if (connection == null) {
            throw new RedisDown("Redis is not connected");
        }
        CompletableFuture<T> answer = question.put(connection).toCompletableFuture();
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // Redis is there and does not want this one question: no reason to ask it nothing more.
            throw failed(cause, !(cause instanceof RedisCommandExecutionException));
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw failed(e, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisDown("Interrupted");
        }
    }

    private RedisDown failed(Throwable cause, boolean silent) {
        String what =
                cause instanceof TimeoutException ? "no answer within " + PATIENCE.toMillis() + " ms" : "" + cause;
        if (silent && up) {
            up = false;
            errors.lost(what);
        } else {
            errors.count(what);
        }
        return new RedisDown(what);
    }

    /** Runs on one thread at a time. */
    private void probe() {
        try {
            line.connectIfNeeded();
            put(connection -> connection.async().ping());
            silentProbes = 0;
            onAnswer.forEach(Runnable::run);
            if (!up) {
                up = true;
                errors.returned();
            }
        } catch (RedisDown e) {
            if (++silentProbes >= SILENT_PROBES) {
                silentProbes = 0;
                line.drop();
            }
        }
    }

    /** For work of {@link #onAnswer}, when others do not ask yet. */
    public <T extends @Nullable Object> T askFirst(Question<T> question) throws RedisDown {
        return put(question);
    }

    @Override
    public void close() {
        watch.close();
        line.close();
    }
}
