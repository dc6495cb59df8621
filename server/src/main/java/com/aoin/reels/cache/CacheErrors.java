package com.aoin.reels.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faults of the cache: each is counted, and logged when the state changes or once a minute; none is ever sent. */
final class CacheErrors {
    private static final Logger LOG = LoggerFactory.getLogger(CacheErrors.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Counter counter;
    private final AtomicLong nextLog = new AtomicLong(System.nanoTime());

    CacheErrors(MeterRegistry registry) {
        counter = Counter.builder("reels.cache.errors")
                .description("Questions to Redis that were not answered in time or refused")
                .register(registry);
    }

    void lost(String what) {
        counter.increment();
        LOG.warn("CACHE_ERROR: Redis is left alone until it answers again: {}", what);
    }

    void count(String what) {
        counter.increment();
        long now = System.nanoTime();
        long due = nextLog.get();
        if (now - due >= 0 && nextLog.compareAndSet(due, now + MINUTE)) {
            LOG.warn("CACHE_ERROR: {}", what);
        }
    }

    void returned() {
        LOG.info("Redis answers");
    }
}
