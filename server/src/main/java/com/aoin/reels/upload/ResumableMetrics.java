package com.aoin.reels.upload;

import com.aoin.reels.upload.resumable.Receptions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what happens to resumable uploads before they are whole; how they end is counted as for all uploads. */
final class ResumableMetrics {
    private static final String NAME = "reels.resumable.uploads";

    private final Counter begun;
    private final Counter terminated;
    private final Counter expired;

    ResumableMetrics(MeterRegistry registry, Receptions receptions) {
        this.begun = registry.counter(NAME, "event", "begun");
        this.terminated = registry.counter(NAME, "event", "terminated");
        this.expired = registry.counter(NAME, "event", "expired");
        Gauge.builder("reels.resumable.receptions", receptions, Receptions::count)
                .description("Requests that send bytes of resumable uploads now")
                .register(registry);
    }

    void begun() {
        begun.increment();
    }

    void terminated() {
        terminated.increment();
    }

    void expired(int uploads) {
        expired.increment(uploads);
    }
}
