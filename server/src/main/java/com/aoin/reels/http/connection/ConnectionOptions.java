package com.aoin.reels.http.connection;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The options of each connection. The HTTP engine drops its read timeout, since channels have none; without one,
 * whoever falls silent in the middle of a request would keep its thread and its place for ever. So it is set on the
 * socket behind the channel, which the engine shows to nobody else: it is kept here until its connection is served.
 */
public final class ConnectionOptions implements SocketOptions {
    private final SocketOptions options;
    private final Map<Ends, Socket> accepted = new ConcurrentHashMap<>();

    private record Ends(SocketAddress local, SocketAddress remote) {}

    public ConnectionOptions(Duration silence) {
        options = SocketOptions.builder().tcpNoDelay(true).readTimeout(silence).build();
    }

    @Override
    public void configureSocket(SocketChannel channel) {
        options.configureSocket(channel);
        try {
            channel.socket().setSoTimeout((int) readTimeout().toMillis());
            accepted.put(new Ends(channel.getLocalAddress(), channel.getRemoteAddress()), channel.socket());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The socket of a connection that is going to be served. */
    Socket take(ConnectionContext context) {
        Ends ends = new Ends(context.localPeer().address(), context.remotePeer().address());
        return Objects.requireNonNull(accepted.remove(ends));
    }

    /** Those that were closed before they were served. */
    void forgetClosed() {
        accepted.values().removeIf(Socket::isClosed);
    }

    @Override
    public void configureSocket(Socket socket) {
        options.configureSocket(socket);
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
