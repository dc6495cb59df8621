package com.aoin.reels.http.connection;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that is listed while it is served, so that it can be ended when its client asks or reads nothing. */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedConnection.class);

    private final ServerConnection http;
    private final GuardedContext context;
    private final Set<GuardedConnection> open;

    GuardedConnection(ServerConnection http, GuardedContext context, Set<GuardedConnection> open) {
        this.http = http;
        this.context = context;
        this.open = open;
    }

    /** Closing the socket fails the read or write that blocks, and with it the request. */
    void endIfStuck() {
        if (context.incoming().isSilent()) {
            LOG.debug("A client asks for nothing");
            end();
        } else if (context.outgoing().isStuck()) {
            LOG.debug("A client reads nothing of its answer");
            end();
        }
    }

    private void end() {
        try {
            context.serverSocket().close();
        } catch (UncheckedIOException e) {
            LOG.trace("The connection was already closed", e);
        }
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        open.add(this);
        try {
            ScopedValue.where(Connections.CURRENT, context).<Void, InterruptedException>call(() -> {
                http.handle(limit);
                return null;
            });
        } finally {
            open.remove(this);
            context.incoming().shrink();
        }
    }

    @Override
    public Duration idleTime() {
        return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return http instanceof InterruptableTask<?> task && task.canInterrupt();
    }
}
