package com.aoin.reels.background;

import com.aoin.reels.testing.Waiting;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodicTest {
    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, InternalError.class})
    void aRunThatFailsIsNotTheLast(Class<? extends Throwable> failure) {
        AtomicInteger runs = new AtomicInteger();
        try (Periodic periodic = Periodic.start("failing", Duration.ofMinutes(5), () -> {
            runs.incrementAndGet();
            throwIt(failure);
        })) {
            Waiting.until(() -> runs.get() == 1);
            periodic.wake();
            Waiting.until(() -> runs.get() == 2);
        }
    }

    private static void throwIt(Class<? extends Throwable> failure) {
        if (failure == InternalError.class) {
            throw new InternalError("a fault in a mapped file");
        }
        throw new IllegalStateException("a fault");
    }
}
