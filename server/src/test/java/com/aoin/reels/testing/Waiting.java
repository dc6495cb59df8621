package com.aoin.reels.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what will be so, and fails when it does not come. */
public final class Waiting {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Waiting() {}

    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("What was waited for did not come within " + LIMIT);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
