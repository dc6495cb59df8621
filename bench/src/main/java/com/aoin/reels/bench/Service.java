package com.aoin.reels.bench;

import com.aoin.reels.auth.SharedSecret;
import com.aoin.reels.auth.TokenMint;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service as a process of its own with a fixed heap whose pages are all in use from the start. */
final class Service implements AutoCloseable {
    private static final String SECRET = "a secret for benchmarks, long enough";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration INDEXING = Duration.ofMinutes(15);

    private final JavaProcess process;
    private final int port;
    private final Path data;
    private final HttpClient client = HttpClient.newHttpClient();
    private final TokenMint mint =
            new TokenMint(new TokenSettings(SharedSecret.ofText(SECRET), null, null, null), Clock.systemUTC());

    private Service(JavaProcess process, int port, Path data) {
        this.process = process;
        this.port = port;
        this.data = data;
    }

    static Service start(Path directory, DatabaseAddress database) throws IOException, InterruptedException {
        return start(directory, database, Map.of());
    }

    /** With settings of its own. */
    static Service start(Path directory, DatabaseAddress database, Map<String, String> more)
            throws IOException, InterruptedException {
        return start(directory, database, "service", List.of("com.aoin.reels.Main", "serve"), more);
    }

    /**
     * Starts a program that takes the service's settings.
     *
     * @param name    of its log
     * @param program main class and arguments
     */
    static Service start(Path directory, DatabaseAddress database, String name, List<String> program)
            throws IOException, InterruptedException {
        return start(directory, database, name, program, Map.of());
    }

    private static Service start(
            Path directory, DatabaseAddress database, String name, List<String> program, Map<String, String> more)
            throws IOException, InterruptedException {
        int port = freePort();
        Files.createDirectories(directory);
        Path data = Files.createTempDirectory(directory, "data-");
        Files.createSymbolicLink(data.resolve("ffmpeg"), Files.createDirectories(directory.resolve("ffmpeg")));
        Map<String, String> settings = new HashMap<>(Map.of(
                "REELS_HTTP_PORT", Integer.toString(port),
                "REELS_DATA_DIR", data.toString(),
                "REELS_DB_URL", database.url(),
                "REELS_DB_USER", database.user(),
                "REELS_DB_PASSWORD", database.password().text(),
                "REELS_JWT_SECRET", SECRET));
        settings.putAll(more);
        JavaProcess process = JavaProcess.start(directory.resolve(name + ".log"), options(), program, settings);
        Service service = new Service(process, port, data);
        service.awaitReady();
        return service;
    }

    /** A fixed heap, what the launcher would choose, and what the environment adds. */
    private static List<String> options() {
        List<String> options =
                new ArrayList<>(List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-XX:+UseCompactObjectHeaders"));
        if (Runtime.getRuntime().availableProcessors() <= 2) {
            options.add("-XX:+UseSerialGC");
        }
        String more = System.getenv("BENCH_SERVICE_OPTIONS");
        if (more != null) {
            options.addAll(List.of(more.split(" ")));
        }
        return options;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                get("/health/ready");
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IllegalStateException("The service did not start, see service.log", e);
                }
                Thread.sleep(100);
            }
        }
    }

    JavaProcess process() {
        return process;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    Path data() {
        return data;
    }

    String token(int userId) {
        return mint.mint(userId, null, Duration.ofHours(4));
    }

    String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    String get(String path, int userId) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token(userId))
                .build());
    }

    void delete(String path, int userId) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token(userId))
                .DELETE()
                .build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(request.uri() + " answered " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Waits until lists have so many reels. */
    void awaitIndexed(int reels) throws IOException, InterruptedException {
        while (metric("reels_index_visible") != reels) {
            Thread.sleep(100);
        }
    }

    /** Waits until the text index is built, which takes about a minute for a million reels. */
    void awaitSearchable() throws InterruptedException {
        long deadline = System.nanoTime() + INDEXING.toNanos();
        while (true) {
            try {
                get("/api/reels/search?q=x");
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The index was not built", e);
                }
                Thread.sleep(200);
            }
        }
    }

    /** The value of a metric without labels of interest. */
    double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
