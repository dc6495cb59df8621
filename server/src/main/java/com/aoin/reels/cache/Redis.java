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
 * closes the circuit when Redis answers again, over a new connection where the old one stays silent. What is worth a
 * wait, because others would otherwise not hear of it, is asked with {@link #askPatiently}. Safe for any thread; the
 * service starts and answers without Redis too.
 */
public final class Redis implements AutoCloseable {
    /** What a page waits for an answer at most. */
    public static final Duration PATIENCE = Duration.ofMillis(100);

    /** What is asked patiently waits longer than a machine that is merely busy stands still. */
    static final Duration LONG_PATIENCE = Duration.ofSeconds(1);

    private static final Duration WATCH = Duration.ofMillis(250);
    /** Silent probes after which the connection itself is doubted: five seconds. */
    private static final int SILENT_PROBES = 20;

    private final Duration longPatience;
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

    private Redis(RedisAddress address, MeterRegistry registry, Duration longPatience) {
        this.longPatience = longPatience;
        line = new RedisLine(address, longPatience);
        errors = new CacheErrors(registry);
        probe();
        watch = Periodic.start("redis watch", WATCH, this::probe);
        Gauge.builder("reels.redis.circuit.open", () -> up ? 0 : 1)
                .description("Whether Redis is left alone because it does not answer")
                .register(registry);
    }

    /** Connects, waiting a moment for the first answer; a Redis that is away is found when it comes. */
    public static Redis connect(RedisAddress address, MeterRegistry registry) {
        return connect(address, registry, LONG_PATIENCE);
    }

    /** As the other, with another patience for what is asked patiently. */
    static Redis connect(RedisAddress address, MeterRegistry registry, Duration longPatience) {
        return new Redis(address, registry, longPatience);
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
        return put(question, PATIENCE);
    }

    /**
     * As {@link #ask}, for a second and although the circuit may be open, as long as there is a connection: for requests
     * that take their time anyway. A Redis that stays silent has no connection after some seconds, so nobody waits then.
     *
     * @throws RedisDown as {@link #ask}; the question may have been taken in all the same
     */
    public <T extends @Nullable Object> T askPatiently(Question<T> question) throws RedisDown {
        return put(question, longPatience);
    }

    private <T extends @Nullable Object> T put(Question<T> question, Duration patience) throws RedisDown {
        StatefulRedisConnection<String, byte[]> connection = line.connection();
        if (connection == null) {
            throw new RedisDown("Redis is not connected");
        }
        CompletableFuture<T> answer = question.put(connection).toCompletableFuture();
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // Redis is there and does not want this one question: no reason to ask it nothing more.
            throw failed("" + cause, !(cause instanceof RedisCommandExecutionException));
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw failed("no answer within " + patience.toMillis() + " ms", true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisDown("Interrupted");
        }
    }

    private RedisDown failed(String what, boolean silent) {
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
            put(connection -> connection.async().ping(), PATIENCE);
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
        return put(question, PATIENCE);
    }

    @Override
    public void close() {
        watch.close();
        line.close();
    }
}
