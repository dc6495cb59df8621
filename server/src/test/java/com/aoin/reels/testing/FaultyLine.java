package com.aoin.reels.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A line to a server on this machine that goes wrong in a way that a test chooses. */
public final class FaultyLine implements AutoCloseable {
    private static final Fault NONE = new Fault(Kind.NONE, 0);

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile Fault fault = NONE;

    private FaultyLine(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private enum Kind {
        NONE,
        DOWN,
        CUT,
        STALL,
        SILENT,
        BROKEN_ANSWER,
        ANSWER
    }

    private record Fault(Kind kind, int number) {}

    public static FaultyLine to(int port) {
        try {
            FaultyLine line = new FaultyLine(port);
            Thread.startVirtualThread(line::accept);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** How often something went wrong. */
    public int faults() {
        return faults.get();
    }

    /** Nothing goes wrong any more, on new connections. */
    public void mend() {
        set(NONE);
    }

    /** Every connection ends at once. */
    public void down() {
        set(new Fault(Kind.DOWN, 0));
    }

    /** Every connection ends after so many bytes of the client. */
    public void cutAfter(int bytes) {
        set(new Fault(Kind.CUT, bytes));
    }

    /** After so many bytes nobody reads what the client sends, and nobody tells it. */
    public void stallAfter(int bytes) {
        set(new Fault(Kind.STALL, bytes));
    }

    /** The server gets everything, but its answers are lost. */
    public void loseAnswers() {
        set(new Fault(Kind.SILENT, 0));
    }

    /** Every connection ends after so many bytes of the server. */
    public void cutAnswersAfter(int bytes) {
        set(new Fault(Kind.BROKEN_ANSWER, bytes));
    }

    /** Every request is answered with this status, and never reaches the server. */
    public void answer(int status) {
        set(new Fault(Kind.ANSWER, status));
    }

    private void set(Fault next) {
        fault = next;
        sockets.forEach(FaultyLine::end);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                sockets.add(client);
                Thread.startVirtualThread(() -> serve(client, fault));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket client, Fault now) {
        try (client) {
            switch (now.kind()) {
                case DOWN -> faults.incrementAndGet();
                case ANSWER -> refuse(client, now.number());
                default -> relay(client, now);
            }
        } catch (IOException | InterruptedException e) {
            // The client went, or the test goes on.
        } finally {
            sockets.remove(client);
        }
    }

    private void refuse(Socket client, int status) throws IOException {
        InputStream in = client.getInputStream();
        in.read(new byte[64 * 1024]);
        faults.incrementAndGet();
        client.getOutputStream()
                .write("HTTP/1.1 %d Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .formatted(status)
                        .getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
    }

    private void relay(Socket client, Fault now) throws IOException, InterruptedException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            sockets.add(server);
            Thread back = Thread.startVirtualThread(() -> back(server, client, now));
            forth(client, server, now);
            back.join();
            sockets.remove(server);
        }
    }

    private void forth(Socket client, Socket server, Fault now) throws IOException, InterruptedException {
        boolean limited = now.kind() == Kind.CUT || now.kind() == Kind.STALL;
        byte[] buffer = new byte[16 * 1024];
        long left = limited ? now.number() : Long.MAX_VALUE;
        while (left > 0) {
            int n = client.getInputStream().read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                server.shutdownOutput();
                return;
            }
            server.getOutputStream().write(buffer, 0, n);
            left -= n;
        }
        faults.incrementAndGet();
        if (now.kind() == Kind.STALL) {
            while (sockets.contains(client) && fault.equals(now)) {
                Thread.sleep(10);
            }
        }
        end(client);
        end(server);
    }

    private void back(Socket server, Socket client, Fault now) {
        try {
            if (now.kind() == Kind.SILENT) {
                faults.incrementAndGet();
                server.getInputStream().transferTo(OutputStream.nullOutputStream());
            } else if (now.kind() == Kind.BROKEN_ANSWER) {
                client.getOutputStream().write(server.getInputStream().readNBytes(now.number()));
                faults.incrementAndGet();
            } else {
                server.getInputStream().transferTo(client.getOutputStream());
            }
        } catch (IOException e) {
            // One side is gone, so the other goes too.
        }
        end(client);
        end(server);
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        set(NONE);
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
