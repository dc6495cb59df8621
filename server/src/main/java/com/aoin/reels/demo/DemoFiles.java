package com.aoin.reels.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** The demo's own files in its data directory. */
public final class DemoFiles {
    private DemoFiles() {}

    /** A video to upload by hand. */
    public static Path sample(Path directory) {
        return directory.resolve("sample.mp4").toAbsolutePath();
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
