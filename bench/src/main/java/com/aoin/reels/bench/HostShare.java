package com.aoin.reels.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the host of a virtual machine has let others do when a processor of this one had work: in ticks, of all processors
 * together, since the start. See "steal" in proc(5).
 */
record HostShare(long taken, long all) {
    /** Guests' time, in the fields after these, is in the first two as well. */
    private static final int FIELDS = 8;

    private static final int STEAL = 7;

    static HostShare now() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            long[] ticks = Arrays.stream(lines.findFirst().orElseThrow().split(" +"))
                    .skip(1)
                    .limit(FIELDS)
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new HostShare(ticks[STEAL], Arrays.stream(ticks).sum());
        }
    }

    /** The percentage of the processors' time since then that was taken away. */
    double percentSince(HostShare before) {
        return 100.0 * (taken - before.taken) / Math.max(1, all - before.all);
    }
}
