package com.aoin.reels.storage;

import com.aoin.reels.background.Periodic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A storage whose calls are timed and counted, and which is looked after: every now and then, and after each failure, it
 * is asked whether it can be reached, so that nobody who wants to know has to wait for it.
 */
final class WatchedStorage implements VideoStorage {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedStorage.class);

    private static final String FAILED = "failed";
    private static final String DONE = "done";

    private final VideoStorage storage;
    private final MeterRegistry registry;
    private final Periodic watch;
    private volatile boolean up = true;

    /**
     * Starts watching; closing this closes the storage.
     *
     * @param interval between two looks
     */
    WatchedStorage(VideoStorage storage, Duration interval, MeterRegistry registry) {
        this.storage = storage;
        this.registry = registry;
        this.watch = Periodic.start("watch of " + storage.provider(), interval, this::look);
        Gauge.builder("reels.storage.up", this, watched -> watched.up ? 1 : 0)
                .description("Whether the storage could be used when last looked at")
                .tag("provider", storage.provider())
                .register(registry);
        // Each is there from the start, so that its rate can be told from the first failure on.
        for (String operation : List.of("store", "fetch", "delete")) {
            calls(operation, FAILED);
            calls(operation, DONE);
        }
    }

    private Timer calls(String operation, String outcome) {
        return registry.timer(
                "reels.storage.calls", "provider", provider(), "operation", operation, "outcome", outcome);
    }

    private void look() {
        boolean now = storage.isReachable();
        if (now != up && !Thread.currentThread().isInterrupted()) {
            up = now;
            LOG.warn("The storage {} is {}", storage.provider(), now ? "back" : "out of reach");
        }
    }

    private <T> T timed(String operation, Supplier<T> call) {
        Timer.Sample sample = Timer.start(registry);
        String outcome = FAILED;
        try {
            T result = call.get();
            outcome = DONE;
            return result;
        } finally {
            sample.stop(calls(operation, outcome));
            if (outcome.equals(FAILED) || !up) {
                watch.wake();
            }
        }
    }

    @Override
    public String provider() {
        return storage.provider();
    }

    @Override
    public void store(Path file, String key) {
        timed("store", () -> {
            storage.store(file, key);
            return key;
        });
    }

    @Override
    public Path fetch(String key, Path target) {
        return timed("fetch", () -> storage.fetch(key, target));
    }

    @Override
    public void delete(String key) {
        timed("delete", () -> {
            storage.delete(key);
            return key;
        });
    }

    @Override
    public String canonicalUrl(String key) {
        return storage.canonicalUrl(key);
    }

    @Override
    public String url(String key) {
        return storage.url(key);
    }

    /** As it was found last. */
    @Override
    public boolean isReachable() {
        return up;
    }

    @Override
    public void close() {
        watch.close();
        storage.close();
    }
}
