package com.aoin.reels.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service in a process of its own, so that it can be killed. */
public final class ReelsProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path log;
    private final URI base;

    private ReelsProcess(Process process, Path log, URI base) {
        this.process = process;
        this.log = log;
        this.base = base;
    }

    /** Starts a main class on the class path of the tests. */
    public static ReelsProcess start(Map<String, String> environment, String mainClass, String... arguments) {
        try {
            Path log =
                    Files.createTempFile(Path.of("target"), "process-", ".log").toAbsolutePath();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    mainClass));
            command.addAll(List.of(arguments));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            URI base = URI.create("http://127.0.0.1:" + environment.get("REELS_HTTP_PORT"));
            return new ReelsProcess(builder.start(), log, base);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it is ready. */
    public ReelsProcess awaitReady() {
        Waiting.until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("The process ended with " + process.exitValue() + ":\n" + log());
            }
            return isReady();
        });
        return this;
    }

    public boolean isReady() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(base.resolve("/health/ready")).build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A client without a token. */
    public ApiClient anonymous() {
        return new ApiClient(base, Map.of());
    }

    public ApiClient bearing(String token) {
        return anonymous().with("Authorization", "Bearer " + token);
    }

    public Process process() {
        return process;
    }

    /** What it has printed so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its exit status, after it has ended by itself. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(180, TimeUnit.SECONDS)) {
                throw new AssertionError("The process did not end:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
