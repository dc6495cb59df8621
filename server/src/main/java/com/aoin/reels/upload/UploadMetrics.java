package com.aoin.reels.upload;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;

/** Counts uploads by outcome, and times them from the admission to the answer. */
final class UploadMetrics {
    private static final String NAME = "reels.uploads";
    private static final String ACCEPTED = "accepted";
    private static final String FAILED = "failed";

    private final MeterRegistry registry;

    UploadMetrics(MeterRegistry registry) {
        this.registry = registry;
        outcomes(ACCEPTED);
        outcomes(FAILED);
        Stream.of(ErrorCode.values()).map(UploadMetrics::outcome).forEach(this::outcomes);
    }

    private Timer outcomes(String outcome) {
        return registry.timer(NAME, "outcome", outcome);
    }

    private static String outcome(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }

    /** An upload, from its admission to its answer. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    <T> T observe(Work<T> work) throws IOException, InterruptedException {
        Timer.Sample sample = Timer.start(registry);
        String outcome = FAILED;
        try {
            T result = work.run();
            outcome = ACCEPTED;
            return result;
        } catch (ApiException refusal) {
            outcome = outcome(refusal.code());
            throw refusal;
        } finally {
            sample.stop(outcomes(outcome));
        }
    }
}
