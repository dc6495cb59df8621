package com.aoin.reels.upload;

import com.aoin.reels.http.Answer;
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
    interface Work {
        Answer run() throws IOException, InterruptedException;
    }

    Answer observe(Work work) throws IOException, InterruptedException {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "failed";
        try {
            Answer answer = work.run();
            outcome = "accepted";
            return answer;
        } catch (ApiException refusal) {
            outcome = refusal.code().name().toLowerCase(Locale.ROOT);
            throw refusal;
        } finally {
            sample.stop(registry.timer(NAME, "outcome", outcome));
        }
    }
}
