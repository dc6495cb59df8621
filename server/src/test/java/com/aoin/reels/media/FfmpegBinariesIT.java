package com.aoin.reels.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegBinariesIT {
    @TempDir
    Path folder;

    @Test
    void severalMayUnpackAtOnce() throws Exception {
        Path cache = folder.resolve("cache");
        Callable<FfmpegBinaries> unpack = () -> FfmpegBinaries.bundled(cache);
        Set<FfmpegBinaries> found = new HashSet<>();
        try (var workers = Executors.newFixedThreadPool(3)) {
            for (Future<FfmpegBinaries> one : workers.invokeAll(List.of(unpack, unpack, unpack))) {
                found.add(one.get());
            }
        }
        assertThat(found).singleElement().satisfies(binaries -> {
            assertThat(binaries.h264Encoder()).isEqualTo("libopenh264");
            assertThat(binaries.libraries()).isNotNull();
        });
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void whatIsUnpackedIsUsedAgain() throws Exception {
        FfmpegBinaries first = FfmpegBinaries.bundled(folder);
        var unpacked = Files.getLastModifiedTime(first.ffmpeg());
        assertThat(FfmpegBinaries.bundled(folder)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.ffmpeg())).isEqualTo(unpacked);
    }

    @Test
    void bothProgramsMustBeOnPath() throws Exception {
        program("ffmpeg", "echo ' V..... libx264  x'; echo ' A..... aac  x'");
        assertThat(FfmpegBinaries.onPath(folder.toString())).isEmpty();
        program("ffprobe", "exit 0");
        assertThat(FfmpegBinaries.onPath("/nowhere:" + folder)).hasValueSatisfying(binaries -> {
            assertThat(binaries.ffmpeg()).isEqualTo(folder.resolve("ffmpeg"));
            assertThat(binaries.h264Encoder()).isEqualTo("libx264");
            assertThat(binaries.libraries()).isNull();
        });
    }

    @Test
    void programsThatCannotDoTheWorkArePassedOver() throws Exception {
        program("ffprobe", "exit 0");
        program("ffmpeg", "echo ' A..... aac  x'");
        assertThat(FfmpegBinaries.onPath(folder.toString())).isEmpty();
        program("ffmpeg", "echo libx264 is missing >&2; exit 127");
        assertThat(FfmpegBinaries.onPath(folder.toString())).isEmpty();
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
