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
import org.jspecify.annotations.Nullable;

/** Asks a ClamAV daemon about a file, over its INSTREAM command. */
final class ClamAv {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration READ = Duration.ofSeconds(60);
    private static final int CHUNK = 64 * 1024;
    private static final int MAX_ANSWER = 1024;

    private final InetSocketAddress daemon;

    ClamAv(InetSocketAddress daemon) {
        this.daemon = daemon;
    }

    /**
     * Whether the daemon found nothing in the file.
     *
     * @throws IOException when it gave no verdict: out of reach, too slow, or the file is larger than it takes
     */
    boolean isClean(Path file) throws IOException {
        String verdict = ask("zINSTREAM\0", file);
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
            return ask("zPING\0", null).equals("PONG");
        } catch (IOException e) {
            return false;
        }
    }

    private String ask(String command, @Nullable Path file) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) READ.toMillis());
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
