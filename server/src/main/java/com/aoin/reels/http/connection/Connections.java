package com.aoin.reels.http.connection;

import com.aoin.reels.background.Periodic;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Serves HTTP/1.1 on connections that bound how long a client may take. The HTTP engine knows a deadline neither for
 * the head of a request nor for a client that does not read, and each of them would hold a connection for ever.
 */
public final class Connections implements ServerConnectionSelector, AutoCloseable {
    /** The connection of the request that is being answered. */
    public static final ScopedValue<ConnectionContext> CURRENT = ScopedValue.newInstance();

    /** More than there are places for uploads; 64 MiB in all. */
    private static final int LARGE_PIECES = 256;

    private final ServerConnectionSelector http;
    private final Patience patience;
    private final ConnectionOptions options;
    private final Set<GuardedConnection> open = ConcurrentHashMap.newKeySet();
    private final Semaphore large = new Semaphore(LARGE_PIECES);
    private final Periodic watch;

    /** Only its own connections know it, so its context is always ours. */
    private static final Http1ConnectionListener HEADS = new Http1ConnectionListener() {
        @Override
        public void headers(ConnectionContext context, Headers headers) {
            ((GuardedContext) context).incoming().headEnded();
        }
    };

    private static final Http1ConnectionListener ANSWERS = new Http1ConnectionListener() {
        @Override
        public void status(ConnectionContext context, Status status) {
            ((GuardedContext) context).incoming().expectHead();
        }
    };

    /**
     * Those of one server.
     *
     * @param options with which they are accepted
     */
    public Connections(Http1Config.Builder http, Patience patience, ConnectionOptions options) {
        this.http = Http1ConnectionSelector.builder()
                .config(http.addReceiveListener(HEADS).addSendListener(ANSWERS).build())
                .build();
        this.patience = patience;
        this.options = options;
        this.watch = Periodic.start("slow clients", interval(patience), this::endStuck);
    }

    private static Duration interval(Patience patience) {
        Duration silence = patience.silence();
        Duration reading = patience.reading();
        return (silence.compareTo(reading) < 0 ? silence : reading).dividedBy(10);
    }

    private void endStuck() {
        open.forEach(GuardedConnection::endIfStuck);
        options.forgetClosed();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        GuardedContext guarded = new GuardedContext(context, options.take(context), patience, large);
        return new GuardedConnection(http.connection(guarded), guarded, open);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public void close() {
        watch.close();
    }
}
