package com.aoin.reels.upload;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Asks a ClamAV daemon about a file, over its INSTREAM command. */
final class ClamAv {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** All of a scan: a daemon that takes each piece a little too slowly is never silent for long. */
    private static final Duration SCAN = Duration.ofMinutes(2);

    private static final Duration PING = Duration.ofSeconds(5);
    private static final int CHUNK = 64 * 1024;
    private static final int MAX_ANSWER = 1024;

    private final InetSocketAddress daemon;
    private final Duration scanLimit;
    private final Duration pingLimit;

    ClamAv(InetSocketAddress daemon) {
        this(daemon, SCAN, PING);
    }

    /**
     * A daemon with so much time for each of its answers, from connecting to the last byte.
     *
     * @param scanLimit for a verdict
     * @param pingLimit for a sign of life
     */
    ClamAv(InetSocketAddress daemon, Duration scanLimit, Duration pingLimit) {
        this.daemon = daemon;
        this.scanLimit = scanLimit;
        this.pingLimit = pingLimit;
    }

    /**
     * Whether the daemon found nothing in the file.
     *
     * @throws IOException when it gave no verdict: out of reach, too slow, or the file is larger than it takes
     */
    boolean isClean(Path file) throws IOException {
        String verdict = ask("zINSTREAM\0", file, scanLimit);
        if (verdict.endsWith(" FOUND")) {
            return false;
        }
        if (verdict.endsWith(": OK")) {
            return true;
        }
        throw new IOException("The virus scan gave no verdict: " + verdict);
    }

    /** Whether the daemon answers. */
    boolean isReachable() {
        try {
            return ask("zPING\0", null, pingLimit).equals("PONG");
        } catch (IOException e) {
            return false;
        }
    }

    private String ask(String command, @Nullable Path file, Duration limit) throws IOException {
        try (Socket socket = new Socket()) {
            // No timeout of a socket bounds a write to somebody who has stopped reading; its end does.
            AtomicBoolean late = new AtomicBoolean();
            Thread end = Thread.ofVirtual().name("virus scan limit").start(() -> endAfter(limit, socket, late));
            try {
                return ask(command, file, socket);
            } catch (IOException e) {
                throw late.get() ? new IOException("The virus scan took longer than " + limit, e) : e;
            } finally {
                end.interrupt();
            }
        }
    }

    private static void endAfter(Duration limit, Socket socket, AtomicBoolean late) {
        try {
            Thread.sleep(limit);
            late.set(true);
            socket.close();
        } catch (InterruptedException | IOException e) {
            // It has ended before.
        }
    }

    private String ask(String command, @Nullable Path file, Socket socket) throws IOException {
        socket.connect(new InetSocketAddress(daemon.getHostString(), daemon.getPort()), (int) CONNECT.toMillis());
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), CHUNK));
        out.writeBytes(command);
        if (file != null) {
            send(file, out);
        }
        out.flush();
        byte[] answer = socket.getInputStream().readNBytes(MAX_ANSWER);
        return new String(answer, StandardCharsets.UTF_8).replace("\0", "").strip();
    }

    private static void send(Path file, DataOutputStream out) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
                out.writeInt(n);
                out.write(chunk, 0, n);
            }
        }
        out.writeInt(0);
    }
}
