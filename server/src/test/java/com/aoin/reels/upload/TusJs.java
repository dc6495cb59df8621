package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An upload by tus-js-client, as it comes from its registry, in a Node process of its own. */
final class TusJs implements AutoCloseable {
    private static final Path SOURCE = Path.of("src", "test", "node");
    private static final Path TARGET = Path.of("target", "it-node");
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final BufferedReader output;
    private final List<String> heard = new ArrayList<>();

    private TusJs(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static boolean isNodeThere() {
        try {
            return run(TARGET.getParent(), "node", "--version") == 0
                    && run(TARGET.getParent(), "npm", "--version") == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Gets exactly the packages that the lock file names. */
    static synchronized void install() {
        try {
            Path lock = SOURCE.resolve("package-lock.json");
            Path installed = TARGET.resolve("package-lock.json");
            Files.createDirectories(TARGET);
            boolean current = Files.exists(TARGET.resolve("node_modules/.package-lock.json"))
                    && Files.exists(installed)
                    && Files.mismatch(lock, installed) < 0;
            for (String name : List.of("package.json", "package-lock.json", "upload.js")) {
                Files.copy(SOURCE.resolve(name), TARGET.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!current) {
                assertThat(run(TARGET, "npm", "ci", "--no-audit", "--no-fund"))
                        .as("npm ci")
                        .isZero();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(Path folder, String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What is uploaded, and where it is remembered. */
    static final class Job {
        private final Map<String, Object> settings = new LinkedHashMap<>();

        Job(String endpoint, String token, Path file, int product) {
            settings.put("endpoint", endpoint);
            settings.put("token", token);
            settings.put("file", file.toAbsolutePath().toString());
            settings.put(
                    "metadata",
                    Map.of(
                            "filename",
                            file.getFileName().toString(),
                            "product_id",
                            Integer.toString(product),
                            "description",
                            "Sent by tus-js-client ✓"));
            settings.put("chunkSize", 64 * 1024);
        }

        Job set(String name, Object value) {
            settings.put(name, value);
            return this;
        }

        TusJs start() {
            try {
                return new TusJs(new ProcessBuilder("node", "upload.js", JSON.writeValueAsString(settings))
                        .directory(TARGET.toFile())
                        .redirectErrorStream(true)
                        .start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The next event of a kind; those before it are passed over. */
    JsonNode await(String event) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                heard.add(line);
                if (line.startsWith("{")
                        && JSON.readTree(line).path("event").asString("").equals(event)) {
                    return JSON.readTree(line);
                }
            }
            throw new AssertionError("The client ended without \"" + event + "\":\n" + String.join("\n", heard));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a client that holds go on. */
    void goOn() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether an event of this kind came so far. */
    boolean hasHeard(String event) {
        return heard.stream().anyMatch(line -> line.contains("\"event\":\"" + event + "\""));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
