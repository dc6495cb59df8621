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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sends requests over its connections: as fast as they are answered, or at a rate that does not wait for answers. One
 * thread and a selector, because it shares the processors with what it measures.
 */
final class LoadGenerator implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Deque<Exchange> free = new ArrayDeque<>();
    private final List<InetSocketAddress> servers;
    private final int connections;
    private final List<Requests> requests;

    /** Writes one request after the other. */
    @FunctionalInterface
    interface Requests {
        void next(ByteBuffer into);
    }

    /** What was answered, and in how many microseconds. */
    record Load(double perSecond, long answers, double medianMicros, double p99Micros) {}

    /** Asks for these paths in turn, without a token. */
    LoadGenerator(InetSocketAddress server, int connections, List<String> paths) throws IOException {
        this(List.of(server), connections, inTurn(paths));
    }

    /** Spreads the connections evenly over servers. */
    LoadGenerator(List<InetSocketAddress> servers, int connections, Requests requests) throws IOException {
        this(servers, connections, Collections.nCopies(servers.size(), requests));
    }

    /** Spreads the connections evenly over servers, each of which has requests of its own. */
    LoadGenerator(List<InetSocketAddress> servers, int connections, List<Requests> requests) throws IOException {
        this.servers = servers;
        this.connections = connections;
        this.requests = requests;
    }

    private static Requests inTurn(List<String> paths) {
        Iterator<byte[]> forever = Stream.generate(() -> paths)
                .flatMap(List::stream)
                .map(LoadGenerator::request)
                .iterator();
        return into -> into.put(forever.next());
    }

    private static byte[] request(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Keeps every connection busy with one request after the other. */
    Load run(Duration duration) throws IOException {
        connect();
        Times times = new Times();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        for (Exchange exchange : exchanges) {
            exchange.send(System.nanoTime());
        }
        while (free.size() < exchanges.size()) {
            selector.select();
            receive(times);
            long now = System.nanoTime();
            while (now < end && !free.isEmpty()) {
                free.remove().send(now);
            }
        }
        return times.load((System.nanoTime() - start) / 1e9);
    }

    /**
     * Sends at a rate, whether or not earlier requests are answered; one that finds no connection free waits for it, and
     * its time counts from when it was due.
     */
    Load run(Duration duration, double perSecond) throws IOException {
        connect();
        free.addAll(exchanges);
        Times times = new Times();
        long count = Math.round(perSecond * duration.toNanos() / 1e9);
        long start = System.nanoTime();
        for (long sent = 0; sent < count || free.size() < exchanges.size(); ) {
            long due = start + (long) (sent * 1e9 / perSecond);
            if (sent < count && !free.isEmpty() && due <= System.nanoTime()) {
                free.remove().send(due);
                sent++;
            } else {
                // Not more often than each millisecond, and not in a busy loop, to leave the processors to others.
                selector.select(1);
                receive(times);
            }
        }
        return times.load((System.nanoTime() - start) / 1e9);
    }

    private void receive(Times times) throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            Exchange exchange = (Exchange) key.attachment();
            if (exchange.receive()) {
                times.add(System.nanoTime() - exchange.since);
                free.add(exchange);
            }
        }
        selector.selectedKeys().clear();
    }

    /** Connects anew: between two runs a server may have closed connections that were silent for too long. */
    private void connect() throws IOException {
        disconnect();
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(servers.get(i % servers.size()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Exchange exchange = new Exchange(channel, requests.get(i % servers.size()));
            exchanges.add(exchange);
            channel.register(selector, SelectionKey.OP_READ, exchange);
        }
    }

    private void disconnect() throws IOException {
        for (Exchange exchange : exchanges) {
            exchange.channel.close();
        }
        exchanges.clear();
        free.clear();
    }

    @Override
    public void close() throws IOException {
        disconnect();
        selector.close();
    }

    /** Durations of all answers of a run. */
    private static final class Times {
        private long[] nanos = new long[1 << 16];
        private int count;

        void add(long duration) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = duration;
        }

        Load load(double seconds) {
            Arrays.sort(nanos, 0, count);
            return new Load(count / seconds, count, nanos[count / 2] / 1e3, nanos[(int) (count * 0.99)] / 1e3);
        }
    }

    /** A connection with the answer that is arriving on it. */
    private static final class Exchange {
        private static final String LENGTH = "\r\ncontent-length:";
        private static final int BUFFER = 64 * 1024;

        private final SocketChannel channel;
        private final Requests requests;
        private final ByteBuffer request = ByteBuffer.allocateDirect(2048);
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        /** When it was sent, or should have been. */
        private long since;
        /** Bytes of the body still to come; −1 while the headers are incomplete. */
        private long missing;

        Exchange(SocketChannel channel, Requests requests) {
            this.channel = channel;
            this.requests = requests;
        }

        void send(long at) throws IOException {
            request.clear();
            requests.next(request);
            request.flip();
            buffer.clear();
            missing = -1;
            since = at;
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
            String headers = new String(bytes, StandardCharsets.ISO_8859_1);
            int length = positionOfLength(headers);
            if (!headers.startsWith("HTTP/1.1 200 ") || length < 0) {
                throw new IOException("Unexpected answer: " + headers);
            }
            String value = headers.substring(length, headers.indexOf('\r', length));
            missing = Long.parseLong(value.strip()) - (buffer.position() - end);
        }

        /** Behind the name of the header; −1 without it. */
        private static int positionOfLength(String headers) {
            for (int line = headers.indexOf('\r'); line >= 0; line = headers.indexOf('\r', line + 1)) {
                if (headers.regionMatches(true, line, LENGTH, 0, LENGTH.length())) {
                    return line + LENGTH.length();
                }
            }
            return -1;
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
