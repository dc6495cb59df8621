package com.aoin.reels.upload;

import com.aoin.reels.http.ApiException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.Locale;

/** Counts uploads by outcome, and times them from the admission to the answer. */
final class UploadMetrics {
    private static final String NAME = "reels.uploads";

    private final MeterRegistry registry;

    UploadMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** An upload, from its admission to its answer. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    <T> T observe(Work<T> work) throws IOException, InterruptedException {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "failed";
        try {
            T result = work.run();
            outcome = "accepted";
            return result;
        } catch (ApiException refusal) {
            outcome = refusal.code().name().toLowerCase(Locale.ROOT);
            throw refusal;
        } finally {
            sample.stop(registry.timer(NAME, "outcome", outcome));
        }
    }
}
