package com.aoin.reels.media;

import java.time.Duration;

/**
 * What working on one file may cost. Reaching a limit refuses the file as too complex.
 *
 * @param maxPixels of one coded picture; the default takes 8192×4352 upright and lying
 * @param maxPackets of all streams together; the default takes an hour of video with sound
 * @param memoryBytes address space of one child process
 * @param outputBytes of one written file
 * @param requestTime wall time of one child process that a request waits for
 * @param transcodeTime wall time of one transcoding
 * @param foreground child processes at a time for requests
 * @param background transcodings at a time
 * @param patience how long to wait for a permit
 */
public record MediaLimits(
        long maxPixels,
        int maxPackets,
        long memoryBytes,
        long outputBytes,
        Duration requestTime,
        Duration transcodeTime,
        int foreground,
        int background,
        Duration patience) {

    /** For this machine: a foreground process per processor, one transcoding. */
    public static MediaLimits defaults() {
        return new MediaLimits(
                8192L * 4352,
                600_000,
                2L << 30,
                256L << 20,
                Duration.ofSeconds(20),
                Duration.ofMinutes(10),
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                1,
                Duration.ofSeconds(30));
    }
}
