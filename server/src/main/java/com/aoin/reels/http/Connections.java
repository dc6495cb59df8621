package com.aoin.reels.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;

/**
 * The HTTP engine's connections, each known to the requests that it carries, so that a body in chunks can be read from
 * it as it comes.
 */
final class Connections implements ServerConnectionSelector {
    /** The connection of the request that is being answered. */
    static final ScopedValue<ConnectionContext> CURRENT = ScopedValue.newInstance();

    private final Http1ConnectionSelector http;

    Connections(Http1Config config) {
        this.http = Http1ConnectionSelector.builder().config(config).build();
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
    public ServerConnection connection(ConnectionContext context) {
        return new Known(context, http.connection(context));
    }

    private record Known(ConnectionContext context, ServerConnection connection) implements ServerConnection {
        @Override
        public void handle(Limit limit) throws InterruptedException {
            ScopedValue.where(CURRENT, context).<Void, InterruptedException>call(() -> {
                connection.handle(limit);
                return null;
            });
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }
    }
}
