package com.aoin.reels.interaction.engine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the engine tells of itself: how large its batches are, how long commands wait, how long commits take. */
final class EngineMetrics {
    private static final String NAME = "reels.interactions.";
    private static final Duration[] STEPS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final DistributionSummary batchSizes;
    private final Timer queueTime;
    private final Timer commitTime;
    private final Counter retries;
    private final Counter failures;
    private final Counter refusals;

    EngineMetrics(MeterRegistry registry, BlockingQueue<?> queue, UserMemory memory) {
        FunctionCounter.builder(NAME + "users.remembered", memory, UserMemory::found)
                .description("Users of batches whose rows this node remembered")
                .register(registry);
        FunctionCounter.builder(NAME + "users.read", memory, UserMemory::missed)
                .description("Users of batches whose rows had to be read")
                .register(registry);
        Gauge.builder(NAME + "waiting", queue, BlockingQueue::size)
                .description("Commands that wait for a batch")
                .register(registry);
        batchSizes = DistributionSummary.builder(NAME + "batch")
                .description("Commands committed together")
                .serviceLevelObjectives(1, 4, 16, 64, 256)
                .register(registry);
        queueTime = timer(registry, "queue", "Time from a command's arrival to the start of its batch");
        commitTime = timer(registry, "commit", "Time from the start of a batch to its commit, retries included");
        retries = counter(registry, "retries", "Batches tried again after a deadlock or lock wait");
        failures = counter(registry, "failures", "Commands that failed, or did not get their locks");
        refusals = counter(registry, "full", "Commands turned away because too many waited");
    }

    private static Timer timer(MeterRegistry registry, String name, String description) {
        return Timer.builder(NAME + name)
                .description(description)
                .serviceLevelObjectives(STEPS)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(NAME + name).description(description).register(registry);
    }

    void waited(long nanos) {
        queueTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    void committed(int commands, long nanos) {
        batchSizes.record(commands);
        commitTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    void retried() {
        retries.increment();
    }

    void failed(int commands) {
        failures.increment(commands);
    }

    void turnedAway() {
        refusals.increment();
    }
}
