package com.aoin.reels.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** How often feeds were found ready, and how long it took to make them. */
final class FeedMetrics {
    private final MeterRegistry registry;

    FeedMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A feed was ready. */
    void hit(String feed) {
        count(feed, "hit");
    }

    /** A feed had to be made. */
    void miss(String feed) {
        count(feed, "miss");
    }

    private void count(String feed, String result) {
        Counter.builder("reels.feed.cache")
                .description("Feeds asked for, by whether one was ready")
                .tag("feed", feed)
                .tag("result", result)
                .register(registry)
                .increment();
    }

    <T> T timed(String feed, Supplier<T> making) {
        return Timer.builder("reels.feed.generation")
                .description("Time to make a feed")
                .tag("feed", feed)
                .register(registry)
                .record(making);
    }
}
