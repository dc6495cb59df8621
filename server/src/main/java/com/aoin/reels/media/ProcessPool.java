package com.aoin.reels.media;

import com.aoin.reels.media.ChildProcess.Fence;
import com.aoin.reels.media.MediaException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many child processes run at a time: some for requests, which wait for their turn only so long, and some
 * at low priority for background work, which has time.
 */
final class ProcessPool {
    private final FfmpegBinaries binaries;
    private final MediaLimits limits;
    private final Semaphore foreground;
    private final Semaphore background;

    ProcessPool(FfmpegBinaries binaries, MediaLimits limits) {
        this.binaries = binaries;
        this.limits = limits;
        this.foreground = new Semaphore(limits.foreground(), true);
        this.background = new Semaphore(limits.background(), true);
    }

    /** Runs a command that a request waits for; returns what it complained of. */
    String foreground(List<String> command, Duration time, LineSink lines) throws MediaException, InterruptedException {
        if (!foreground.tryAcquire(limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new MediaException(Kind.BUSY, "no video process free within " + limits.patience());
        }
        try {
            return ChildProcess.run(command, binaries.environment(), fence(time, false), lines);
        } finally {
            foreground.release();
        }
    }

    /** Runs a command that nobody waits for; returns what it complained of. */
    String background(List<String> command, Duration time, LineSink lines) throws MediaException, InterruptedException {
        background.acquire();
        try {
            return ChildProcess.run(command, binaries.environment(), fence(time, true), lines);
        } finally {
            background.release();
        }
    }

    private Fence fence(Duration time, boolean atLowPriority) {
        return new Fence(limits.memoryBytes(), limits.outputBytes(), time, atLowPriority);
    }
}
