package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that hangs, at whatever it does, holds up nobody for longer than the limit. */
@Timeout(30)
class ClamAvTest {
    private static final Duration LIMIT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private ClamAv daemon() {
        return new ClamAv(InetSocketAddress.createUnresolved("127.0.0.1", server.getLocalPort()), LIMIT, LIMIT);
    }

    private Path file(int bytes) throws IOException {
        return Files.write(folder.resolve("video"), new byte[bytes]);
    }

    @Test
    void oneThatIsSilentIsNotWaitedFor() throws IOException {
        Path file = file(1000);
        assertThat(daemon().isReachable()).isFalse();
        assertThatThrownBy(() -> daemon().isClean(file))
                .isInstanceOf(IOException.class)
                .hasMessage("The virus scan took longer than PT0.2S");
    }

    @Test
    void oneThatStopsReadingIsNotWaitedFor() throws IOException {
        Path file = file(50_000_000);
        assertThatThrownBy(() -> daemon().isClean(file))
                .isInstanceOf(IOException.class)
                .hasMessage("The virus scan took longer than PT0.2S");
    }

    /** Each byte of its answer comes in time, the answer does not. */
    @Test
    void oneThatTricklesItsAnswerIsNotWaitedFor() throws IOException {
        Path file = file(1000);
        Thread trickling = Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                while (true) {
                    socket.getOutputStream().write('s');
                    Thread.sleep(10);
                }
            } catch (IOException | InterruptedException e) {
                // Nobody listens any more.
            }
        });
        assertThatThrownBy(() -> daemon().isClean(file)).isInstanceOf(IOException.class);
        trickling.interrupt();
    }

    @Test
    void oneThatIsAwayIsToldAsSuch() throws IOException {
        Path file = file(1000);
        server.close();
        assertThat(daemon().isReachable()).isFalse();
        assertThatThrownBy(() -> daemon().isClean(file)).hasMessageContaining("refused");
    }
}
