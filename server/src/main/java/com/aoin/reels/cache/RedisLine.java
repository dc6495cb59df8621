package com.aoin.reels.cache;

import com.aoin.reels.config.ReelsConfig.RedisAddress;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The connection itself, which the client restores by itself when it breaks, and which is made anew when it is mute. */
final class RedisLine implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration RECONNECT = Duration.ofMillis(250);
    /** Commands that may wait for their answers; more are refused rather than gathered. */
    private static final int QUEUE = 20_000;

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisURI uri;
    private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;

    /**
     * A line that is not connected yet.
     *
     * @param patience after which a command is given up, whoever waits for it
     */
    RedisLine(RedisAddress address, Duration patience) {
        uri = RedisURI.create(address.url().text());
        uri.setTimeout(CONNECT);
        uri.setClientName("reels");
        resources = DefaultClientResources.builder()
                // Not ever more slowly, as by default: a Redis that is back is wanted at once.
                .reconnectDelay(Delay.constant(RECONNECT))
                .build();
        client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(true)
                // What cannot be sent now is of no use later: the request has gone on without it.
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUE)
                .timeoutOptions(TimeoutOptions.enabled(patience))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .build());
    }

    @Nullable
    StatefulRedisConnection<String, byte[]> connection() {
        return connection;
    }

    void connectIfNeeded() throws RedisDown {
        if (connection != null) {
            return;
        }
        var connecting = client.connectAsync(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), uri);
        try {
            connection = connecting.get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | RedisException e) {
            // One that is made after all is closed again.
            var _ = connecting.thenCompose(StatefulRedisConnection::closeAsync);
            throw new RedisDown("no connection to Redis: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisDown("Interrupted");
        }
    }

    /** Gives the connection up; the next one is new. */
    void drop() {
        StatefulRedisConnection<String, byte[]> mute = connection;
        connection = null;
        if (mute != null) {
            var _ = mute.closeAsync();
        }
    }

    @Override
    public void close() {
        drop();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        var _ = resources.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
