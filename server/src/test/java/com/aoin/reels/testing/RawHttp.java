package com.aoin.reels.testing;

import com.aoin.reels.http.OpenApiContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One connection on which a test says exactly which bytes are sent. */
public final class RawHttp implements AutoCloseable {
    private static final OpenApiContract CONTRACT = new OpenApiContract();
    private static final int SILENCE_MILLIS = 120_000;

    private final Socket socket;

    private RawHttp(Socket socket) {
        this.socket = socket;
    }

    public static RawHttp to(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENCE_MILLIS);
            return new RawHttp(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a text, each of its line ends as the CRLF of HTTP. */
    public RawHttp send(String text) {
        return sendBytes(text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawHttp sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the head of a request with these further header lines. */
    public RawHttp head(String method, String path, String... lines) {
        return send(method + " " + path + " HTTP/1.1\nHost: 127.0.0.1\n" + String.join("\n", lines)
                + (lines.length == 0 ? "\n" : "\n\n"));
    }

    /** The next answer, of a request that was not HEAD. */
    public ApiResponse answer() {
        return answer(false);
    }

    public ApiResponse answer(boolean toHead) {
        try {
            String status = line();
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
            int code = Integer.parseInt(status.substring(9, 12));
            boolean bodiless = toHead || code == 204 || code == 304 || code < 200;
            int length = bodiless
                    ? 0
                    : Integer.parseInt(headers.get("Content-Length").getFirst());
            byte[] body = socket.getInputStream().readNBytes(length);
            return new ApiResponse(code, HttpHeaders.of(headers, (name, value) -> true), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer, held against the published contract as the answer to this. */
    public ApiResponse answerTo(String method, String path) {
        ApiResponse answer = answer(method.equals("HEAD"));
        CONTRACT.check(method, path, answer.status(), answer.headers(), answer.body());
        return answer;
    }

    private String line() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("The connection ended in the line: " + line);
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Reads so many bytes of whatever comes. */
    public RawHttp readSome(int bytes) {
        try {
            socket.getInputStream().readNBytes(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server ends the connection, with nothing more sent on it. */
    public boolean isEnded() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Ends the connection hard, as a client that crashes does. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
