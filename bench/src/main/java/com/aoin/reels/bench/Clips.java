package com.aoin.reels.bench;

import com.aoin.reels.media.FfmpegBinaries;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Upright 1080×1920 clips as phones make them, H.264 with AAC; made once, kept between runs. */
final class Clips {
    /** The largest video that the service takes. */
    static final int LARGEST = 100 * 1024 * 1024;

    private final FfmpegBinaries binaries;
    private final Path folder;

    Clips(FfmpegBinaries binaries, Path folder) throws IOException {
        this.binaries = binaries;
        this.folder = Files.createDirectories(folder);
    }

    /** 30 s, about 10 MB. */
    Path typical() throws IOException, InterruptedException {
        return make("typical.mp4", 30, "2600k");
    }

    /** 58 s of noisy picture, filled up to the last byte that is allowed by a box that players skip. */
    Path largest() throws IOException, InterruptedException {
        Path largest = folder.resolve("largest.mp4");
        if (!Files.exists(largest)) {
            Path clip = make("large.mp4", 58, "13000k");
            Path padded = Files.copy(clip, folder.resolve("padded.part"), StandardCopyOption.REPLACE_EXISTING);
            pad(padded, LARGEST - Files.size(clip));
            Files.move(padded, largest, StandardCopyOption.ATOMIC_MOVE);
        }
        return largest;
    }

    private static void pad(Path file, long bytes) throws IOException {
        byte[] box = new byte[Math.toIntExact(bytes)];
        new Random(1).nextBytes(box);
        ByteBuffer.wrap(box).putInt(box.length).put("free".getBytes(StandardCharsets.US_ASCII));
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            out.write(box);
        }
    }

    private Path make(String name, int seconds, String bitRate) throws IOException, InterruptedException {
        Path clip = folder.resolve(name);
        if (!Files.exists(clip)) {
            Path part = folder.resolve("part.mp4");
            encode(part, seconds, bitRate);
            Files.move(part, clip, StandardCopyOption.ATOMIC_MOVE);
        }
        return clip;
    }

    private void encode(Path output, int seconds, String bitRate) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(binaries.ffmpeg().toString());
        command.addAll(List.of("-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i"));
        command.add("testsrc2=r=30:s=1080x1920:d=" + seconds + ",noise=alls=8:allf=t,format=yuv420p");
        command.addAll(List.of("-f", "lavfi", "-i", "sine=r=44100:d=" + seconds));
        command.addAll(List.of("-c:v", binaries.h264Encoder(), "-b:v", bitRate, "-maxrate", bitRate));
        if (binaries.h264Encoder().equals("libopenh264")) {
            // By default it keeps the quality and exceeds the rate.
            command.addAll(List.of("-rc_mode", "bitrate"));
        }
        command.addAll(List.of("-c:a", "aac", "-b:a", "128k", output.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(binaries.environment());
        if (builder.start().waitFor() != 0) {
            throw new IOException("The clip could not be made: " + command);
        }
    }
}
