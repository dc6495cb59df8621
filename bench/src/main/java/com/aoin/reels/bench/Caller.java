package com.aoin.reels.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One keep-alive connection to a service, for one request after the other: as little client as can be. */
final class Caller implements AutoCloseable {
    private final Service service;
    private final Socket socket;
    private final InputStream in;
    private final Map<Integer, String> tokens = new HashMap<>();
    private byte[] body = {};

    Caller(Service service) throws IOException {
        this.service = service;
        this.socket =
                new Socket(service.address().getAddress(), service.address().getPort());
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    /** Reads, and says how many milliseconds it took; another answer than 200 is a failure. */
    double get(String path, int user) throws IOException {
        return send("GET", path, user, "", 200, 200);
    }

    /** Posts JSON, with the same meaning. */
    double post(String path, int user, String json) throws IOException {
        return send("POST", path, user, json, 200, 200);
    }

    /** The same where another status is as good. */
    double post(String path, int user, String json, int expected, int too) throws IOException {
        return send("POST", path, user, json, expected, too);
    }

    /** The body of the last answer. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private double send(String method, String path, int user, String json, int expected, int too) throws IOException {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        String token = tokens.computeIfAbsent(user, service::token);
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                + (content.length == 0 ? "" : "\r\nContent-Type: application/json")
                + (method.equals("GET") ? "" : "\r\nContent-Length: " + content.length) + "\r\n\r\n";
        byte[] request = (head + json).getBytes(StandardCharsets.UTF_8);
        long start = System.nanoTime();
        socket.getOutputStream().write(request);
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        body = in.readNBytes(length);
        double millis = (System.nanoTime() - start) / 1e6;
        if (status != expected && status != too) {
            throw new IOException(method + " " + path + " was answered " + status + " " + text());
        }
        return millis;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("The connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
