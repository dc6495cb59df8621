package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.Ports;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The scan of every upload. The faults of a daemon, which a real one does not show on request, are played by a socket
 * that speaks its protocol; a real one scans where it is installed.
 */
class VirusScanIT {
    private static final Path REAL_DAEMON = Path.of("/usr/sbin/clamd");

    private static MultipartForm form() {
        return MultipartForm.of(11, "A phone").file("video", "phone.mp4", TestClips.phoneH264());
    }

    @Test
    void whatTheDaemonSaysDecides() throws IOException {
        try (Daemon daemon = new Daemon();
                TestingReels reels = TestingReels.builder()
                        .set("REELS_CLAMD", "127.0.0.1:" + daemon.port())
                        .start()) {
            TestShop.in(reels);
            ApiClient client = reels.user(TestShop.MERCHANT_USER);
            daemon.answer = "stream: OK\0";
            client.upload(form()).expect(201);
            assertThat(daemon.scanned.getFirst()).isEqualTo(Files.readAllBytes(TestClips.phoneH264()));
            reels.anonymous().get("/health/ready").expect(200);
            daemon.answer = "stream: Win.Test.EICAR_HDB-1 FOUND\0";
            client.upload(form()).expectError(400, "FILE_VALIDATION_ERROR", "video");
            daemon.answer = "INSTREAM size limit exceeded. ERROR\0";
            client.upload(form()).expectError(500, "REEL_UPLOAD_FAILED", null);
            daemon.answer = "";
            client.upload(form()).expectError(500, "REEL_UPLOAD_FAILED", null);
            daemon.stop();
            client.upload(form()).expectError(500, "REEL_UPLOAD_FAILED", null);
            Waiting.until(() -> reels.anonymous().get("/health/ready").text().contains("degraded"));
            assertThat(reels.anonymous().get("/health/ready").expect(200).text())
                    .startsWith("{\"status\":\"degraded\"")
                    .contains("\"virus_scan\":{\"status\":\"down\"}");
            assertThat(reels.count("reels")).isEqualTo(1);
            assertThat(reels.files("media")).hasSize(2);
        }
    }

    /** It takes connections and never answers, as one does that loads its signatures. */
    @Test
    void readinessDoesNotWaitForADaemonThatIsSilent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
                TestingReels reels = TestingReels.builder()
                        .set("REELS_CLAMD", "127.0.0.1:" + silent.getLocalPort())
                        .start()) {
            for (int i = 0; i < 100; i++) {
                reels.anonymous().get("/health/ready").expect(200);
            }
            // None of those has asked the daemon itself.
            silent.setSoTimeout(1);
            int asked = 0;
            try {
                for (; asked < 100; asked++) {
                    silent.accept();
                }
            } catch (SocketTimeoutException e) {
                assertThat(asked).isLessThan(10);
            }
            Waiting.until(() -> reels.anonymous().get("/health/ready").text().contains("degraded"));
        }
    }

    static boolean isDaemonInstalled() {
        return Files.isExecutable(REAL_DAEMON);
    }

    /** The signature database is one of our own: the public one is far too large, and the phone's clip is in ours. */
    @Test
    @EnabledIf("isDaemonInstalled")
    void aRealDaemonScans() throws Exception {
        Path folder = Files.createTempDirectory("clamd");
        int port = Ports.free();
        byte[] marked = "REELS-TEST-SIGNATURE".getBytes(StandardCharsets.US_ASCII);
        Files.writeString(
                folder.resolve("reels.ndb"), "Reels.Test:0:*:" + HexFormat.of().formatHex(marked) + "\n");
        Files.writeString(folder.resolve("clamd.conf"), """
                Foreground yes
                DatabaseDirectory %1$s
                LogFile %1$s/log
                TCPSocket %2$d
                TCPAddr 127.0.0.1
                StreamMaxLength 100M
                """.formatted(folder, port));
        Process daemon = new ProcessBuilder(REAL_DAEMON.toString(), "--config-file=" + folder.resolve("clamd.conf"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try (TestingReels reels =
                TestingReels.builder().set("REELS_CLAMD", "127.0.0.1:" + port).start()) {
            TestShop.in(reels);
            Waiting.until(() -> reels.anonymous()
                    .get("/health/ready")
                    .json()
                    .get("status")
                    .stringValue()
                    .equals("ready"));
            ApiClient client = reels.user(TestShop.MERCHANT_USER);
            client.upload(form()).expect(201);
            ByteArrayOutputStream infected = new ByteArrayOutputStream();
            infected.writeBytes(Files.readAllBytes(TestClips.phoneH264()));
            infected.writeBytes(marked);
            client.upload(MultipartForm.of(11, "x").file("video", "a.mp4", infected.toByteArray()))
                    .expectError(400, "FILE_VALIDATION_ERROR", "video");
        } finally {
            daemon.destroy();
            daemon.waitFor();
        }
    }

    /** Takes what INSTREAM sends and gives the answer that it is told to give. */
    private static final class Daemon implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final List<byte[]> scanned = new CopyOnWriteArrayList<>();
        private volatile String answer = "";

        Daemon() throws IOException {
            Thread.ofVirtual().start(this::serve);
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    StringBuilder command = new StringBuilder();
                    for (int c = in.read(); c > 0; c = in.read()) {
                        command.append((char) c);
                    }
                    boolean scan = command.toString().equals("zINSTREAM");
                    if (scan) {
                        ByteArrayOutputStream file = new ByteArrayOutputStream();
                        for (int length = in.readInt(); length > 0; length = in.readInt()) {
                            file.writeBytes(in.readNBytes(length));
                        }
                        scanned.add(file.toByteArray());
                    }
                    socket.getOutputStream().write((scan ? answer : "PONG\0").getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The next connection, or the end.
                }
            }
        }

        void stop() throws IOException {
            server.close();
        }

        @Override
        public void close() throws IOException {
            stop();
        }
    }
}
