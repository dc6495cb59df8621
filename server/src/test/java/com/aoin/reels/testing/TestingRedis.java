package com.aoin.reels.testing;

import com.aoin.reels.cache.BundledRedis;
import com.aoin.reels.config.ReelsConfig.RedisAddress;
import com.aoin.reels.config.ReelsConfig.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A real Redis for a test, which can be killed, hung and cut off. */
public final class TestingRedis implements AutoCloseable {
    private static final Path DIRECTORY = JvmFolder.of("it-redis");

    private final BundledRedis server = BundledRedis.start(DIRECTORY);
    private final TcpSwitch line = TcpSwitch.to(server.port());

    public static TestingRedis start() {
        return new TestingRedis();
    }

    /** Its address, through a line that can be cut. */
    public String url() {
        return "redis://127.0.0.1:" + line.port();
    }

    public RedisAddress address() {
        return new RedisAddress(new Secret(url()));
    }

    public void kill() {
        server.kill();
    }

    public void restart() {
        server.restart();
    }

    /** It accepts what comes and never answers, until {@link #thaw}. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    /** From now on it answers questions and refuses what would change anything. */
    public void becomeReplica() {
        command("REPLICAOF", "127.0.0.1", "1");
    }

    /** The same, for want of memory. */
    public void becomeFull() {
        command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        command("CONFIG", "SET", "maxmemory", "1");
    }

    /** Takes what is written again. */
    public void takeWrites() {
        command("REPLICAOF", "NO", "ONE");
        command("CONFIG", "SET", "maxmemory", "256mb");
    }

    /** It answers nobody for so long, and then everybody. */
    public void pause(Duration time) {
        command("CLIENT", "PAUSE", Long.toString(time.toMillis()));
    }

    /** Sends a command past everyone else; the answer is a number, a text or null. */
    public String command(String... words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((String.join(" ", words) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = answers.readLine();
            return switch (answer.charAt(0)) {
                case '$' -> answer.equals("$-1") ? null : answers.readLine();
                case '-' -> throw new IllegalStateException(answer);
                default -> answer.substring(1);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TcpSwitch line() {
        return line;
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        line.close();
        server.kill();
    }
}
