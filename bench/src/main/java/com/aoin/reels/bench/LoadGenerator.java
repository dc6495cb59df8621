package com.aoin.reels.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps every one of its connections busy with one request after the other. One thread and a selector, because it
 * shares the processors with what it measures.
 */
final class LoadGenerator implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<ByteBuffer> requests;
    private final InetSocketAddress server;
    private final int connections;
    private int next;

    /** What was answered, and in how many nanoseconds a typical request was. */
    record Load(double perSecond, long answers, double medianMicros) {}

    LoadGenerator(InetSocketAddress server, int connections, List<String> paths) throws IOException {
        this.server = server;
        this.connections = connections;
        this.requests = paths.stream().map(LoadGenerator::request).toList();
    }

    /** Connects anew: between two runs a server may have closed connections that were silent for too long. */
    private void connect() throws IOException {
        disconnect();
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Exchange exchange = new Exchange(channel);
            exchanges.add(exchange);
            channel.register(selector, SelectionKey.OP_READ, exchange);
        }
    }

    private static ByteBuffer request(String path) {
        return ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    Load run(Duration duration) throws IOException {
        connect();
        List<Long> times = new ArrayList<>(1 << 16);
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        for (Exchange exchange : exchanges) {
            exchange.send();
        }
        int open = exchanges.size();
        while (open > 0) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                Exchange exchange = (Exchange) key.attachment();
                if (exchange.receive()) {
                    long now = System.nanoTime();
                    times.add(now - exchange.sent);
                    if (now < end) {
                        exchange.send();
                    } else {
                        open--;
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        times.sort(null);
        return new Load(times.size() / seconds, times.size(), times.get(times.size() / 2) / 1e3);
    }

    private void disconnect() throws IOException {
        for (Exchange exchange : exchanges) {
            exchange.channel.close();
        }
        exchanges.clear();
    }

    @Override
    public void close() throws IOException {
        disconnect();
        selector.close();
    }

    /** A connection with the answer that is arriving on it. */
    private final class Exchange {
        private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");
        private static final int BUFFER = 64 * 1024;

        private final SocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        private long sent;
        /** Bytes of the body still to come; −1 while the headers are incomplete. */
        private long missing;

        Exchange(SocketChannel channel) {
            this.channel = channel;
        }

        void send() throws IOException {
            ByteBuffer request = requests.get(next++ % requests.size()).duplicate();
            buffer.clear();
            missing = -1;
            sent = System.nanoTime();
            while (request.hasRemaining()) {
                channel.write(request);
            }
        }

        /** Whether the answer is complete. */
        boolean receive() throws IOException {
            if (missing >= 0) {
                buffer.clear();
            }
            int n = channel.read(buffer);
            if (n < 0) {
                throw new IOException("The server closed a connection");
            }
            if (missing < 0) {
                readHeaders();
            } else {
                missing -= n;
            }
            return missing == 0;
        }

        private void readHeaders() throws IOException {
            int end = endOfHeaders();
            if (end < 0) {
                return;
            }
            byte[] bytes = new byte[end];
            buffer.get(0, bytes);
            String headers = new String(bytes, StandardCharsets.US_ASCII);
            Matcher length = LENGTH.matcher(headers);
            if (!headers.startsWith("HTTP/1.1 200 ") || !length.find()) {
                throw new IOException("Unexpected answer: " + headers);
            }
            missing = Long.parseLong(length.group(1)) - (buffer.position() - end);
        }

        private int endOfHeaders() {
            for (int i = 3; i < buffer.position(); i++) {
                if (buffer.get(i) == '\n' && buffer.get(i - 2) == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }
    }
}
