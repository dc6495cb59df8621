package com.aoin.reels.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long the disk takes to make a small append durable, which is the least that a commit takes. */
final class DiskFlush {
    private static final int WRITES = 500;
    private static final int BYTES = 4096;

    private DiskFlush() {}

    /** Median, 99th percentile and range in microseconds of a number of writes, one after the other. */
    static String measure(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "flush", null);
        List<Double> micros = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < WRITES; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(BYTES));
                channel.force(false);
                micros.add((System.nanoTime() - start) / 1e3);
            }
        } finally {
            Files.delete(file);
        }
        micros.sort(null);
        return String.format(
                Locale.ROOT,
                "%.0f | p99 %.0f | %.0f – %.0f | %d",
                micros.get(WRITES / 2),
                micros.get(WRITES * 99 / 100),
                micros.getFirst(),
                micros.getLast(),
                WRITES);
    }
}
