package com.aoin.reels.media;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ffmpeg and ffprobe to run.
 *
 * @param libraries folder of the shared libraries they need, null where the system has them
 * @param h264Encoder the H.264 encoder this ffmpeg has: {@code libx264} or {@code libopenh264}
 */
public record FfmpegBinaries(
        Path ffmpeg, Path ffprobe, @Nullable Path libraries, String h264Encoder) {
    private static final Logger LOG = LoggerFactory.getLogger(FfmpegBinaries.class);
    private static final List<String> ENCODERS = List.of("libx264", "libopenh264");

    /**
     * Those on PATH when both are there and can write H.264; else the bundled ones, unpacked once into the cache
     * directory, which any number of processes may share.
     *
     * @throws IOException when neither runs on this machine
     */
    public static FfmpegBinaries locate(Path cacheDirectory) throws IOException {
        String path = System.getenv().getOrDefault("PATH", "");
        Optional<FfmpegBinaries> installed = onPath(path);
        FfmpegBinaries found = installed.isPresent() ? installed.get() : bundled(cacheDirectory);
        LOG.info("Video tools: {} with {}", found.ffmpeg, found.h264Encoder);
        return found;
    }

    static Optional<FfmpegBinaries> onPath(String path) {
        Optional<Path> ffmpeg = find("ffmpeg", path);
        Optional<Path> ffprobe = find("ffprobe", path);
        if (ffmpeg.isEmpty() || ffprobe.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(checked(ffmpeg.get(), ffprobe.get(), null));
        } catch (IOException e) {
            LOG.warn("Not using {}: {}", ffmpeg.get(), e.getMessage());
            return Optional.empty();
        }
    }

    static FfmpegBinaries bundled(Path cacheDirectory) throws IOException {
        Path folder = BundledFfmpeg.unpack(cacheDirectory);
        return checked(folder.resolve("ffmpeg"), folder.resolve("ffprobe"), folder);
    }

    /** What the tools need in their environment, and all they get beyond a fixed PATH. */
    public Map<String, String> environment() {
        return libraries == null ? Map.of() : Map.of("LD_LIBRARY_PATH", libraries.toString());
    }

    private static Optional<Path> find(String name, String path) {
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, name).toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static FfmpegBinaries checked(Path ffmpeg, Path ffprobe, @Nullable Path libraries) throws IOException {
        FfmpegBinaries binaries = new FfmpegBinaries(ffmpeg, ffprobe, libraries, ENCODERS.getFirst());
        output(binaries, ffprobe, "-version");
        String encoders = output(binaries, ffmpeg, "-encoders");
        return ENCODERS.stream()
                .filter(encoder -> encoders.contains(" " + encoder + " "))
                .filter(encoder -> encoders.contains(" aac "))
                .findFirst()
                .map(encoder -> new FfmpegBinaries(ffmpeg, ffprobe, libraries, encoder))
                .orElseThrow(() -> new IOException(ffmpeg + " cannot write H.264 and AAC"));
    }

    private static String output(FfmpegBinaries binaries, Path program, String argument) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-hide_banner", argument)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(binaries.environment());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(program + " does not run: "
                        + Stream.of(text.split("\n")).limit(3).toList());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        return text;
    }
}
