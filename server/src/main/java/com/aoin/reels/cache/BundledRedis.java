package com.aoin.reels.cache;

import com.aoin.reels.config.ReelsConfig.RedisAddress;
import com.aoin.reels.config.ReelsConfig.Secret;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.embedded.core.ExecutableProvider;

/** A real Redis of our own on this machine, which keeps nothing on disk: for the demo and for tests. */
public final class BundledRedis implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Path executable;
    private final Path directory;
    private final Path log;
    private final int port;
    private Process process;

    private BundledRedis(Path executable, Path directory, int port) throws IOException {
        this.executable = executable;
        this.directory = directory;
        this.log = directory.resolve("redis.log");
        this.port = port;
        this.process = launch();
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param directory where the program and its log are put
     */
    public static BundledRedis start(Path directory) {
        try {
            Files.createDirectories(directory);
            File program = ExecutableProvider.newJarResourceProvider(directory.toFile())
                    .get();
            return new BundledRedis(program.toPath(), directory, freePort());
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled Redis did not start: " + e.getMessage(), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process launch() throws IOException {
        Process started = new ProcessBuilder(
                        executable.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--maxmemory",
                        "256mb",
                        "--maxmemory-policy",
                        "allkeys-lru")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        awaitAnswer(started);
        return started;
    }

    private void awaitAnswer(Process started) throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                if (!started.isAlive() || System.nanoTime() > end) {
                    started.destroyForcibly();
                    throw new IOException("it does not answer; " + log + " may say why", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }

    public RedisAddress address() {
        return new RedisAddress(new Secret("redis://127.0.0.1:" + port));
    }

    public int port() {
        return port;
    }

    /** Of the process, for who wants to stop it. */
    public long pid() {
        return process.pid();
    }

    /** Ends it as a failing machine would. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts it again, empty, after {@link #kill}. */
    public void restart() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitEnd() {
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
        awaitEnd();
        process.destroyForcibly();
    }
}
