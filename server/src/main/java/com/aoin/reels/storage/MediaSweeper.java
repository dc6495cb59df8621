package com.aoin.reels.storage;

import com.aoin.reels.db.Database;
import com.aoin.reels.storage.MediaFiles.DueObject;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the objects whose time has come from where they are. One that cannot be removed now is tried again later, and
 * a storage that fails several times is left alone until the next sweep, so that it does not keep the others waiting.
 *
 * <p>An object that became no reel's is removed twice: a write that we gave up may reach its end on the provider's side
 * after the first removal, and a node that was paused between registering and writing may write long after it.
 */
public final class MediaSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(MediaSweeper.class);
    private static final Duration AGAIN = Duration.ofMinutes(5);
    /** Longer than any storage works on an object. */
    private static final Duration SETTLED = Duration.ofMinutes(30);

    private static final int BATCH = 100;
    private static final int MOST_FAILURES = 3;

    private final Database database;
    private final Storages storages;
    private final MeterRegistry registry;
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final AtomicInteger stuck = new AtomicInteger();

    public MediaSweeper(Database database, Storages storages, MeterRegistry registry) {
        this.database = database;
        this.storages = storages;
        this.registry = registry;
        Gauge.builder("reels.media.removals.unconfigured", elsewhere, AtomicInteger::get)
                .description("Objects to remove from a storage whose settings are gone")
                .register(registry);
        Gauge.builder("reels.media.removals.stuck", stuck, AtomicInteger::get)
                .description("Objects whose removal failed several times")
                .register(registry);
        storages.providers().forEach(provider -> {
            removals(provider, "removed");
            removals(provider, "failed");
        });
    }

    /** Removes all that is due now. */
    public void sweep() {
        Set<String> providers = new HashSet<>(storages.providers());
        Map<String, Integer> failures = new HashMap<>();
        List<DueObject> objects;
        do {
            objects = database.read(handle -> MediaFiles.due(handle, providers, SETTLED, BATCH));
            for (DueObject object : objects) {
                boolean resting = failures.getOrDefault(object.provider(), 0) >= MOST_FAILURES;
                if (!resting && !remove(object)) {
                    failures.merge(object.provider(), 1, Integer::sum);
                }
            }
            failures.forEach((provider, count) -> {
                if (count >= MOST_FAILURES) {
                    providers.remove(provider);
                }
            });
        } while (objects.size() == BATCH && !providers.isEmpty());
        count();
    }

    /** False when it failed. */
    private boolean remove(DueObject object) {
        String key = object.key();
        boolean mine = database.read(handle -> MediaFiles.claim(handle, key, AGAIN));
        if (!mine) {
            return true;
        }
        try {
            storages.require(object.provider()).delete(key);
            database.execute(handle -> {
                if (object.settled()) {
                    MediaFiles.forget(handle, key);
                } else {
                    MediaFiles.removeAgain(handle, key, SETTLED);
                }
            });
            count(object.provider(), "removed");
            return true;
        } catch (StorageException e) {
            count(object.provider(), "failed");
            LOG.warn("Cannot remove {} from storage; trying again in {} or more", key, AGAIN, e);
            return false;
        }
    }

    private void count(String provider, String outcome) {
        removals(provider, outcome).increment();
    }

    private Counter removals(String provider, String outcome) {
        return registry.counter("reels.media.removals", "provider", provider, "outcome", outcome);
    }

    private void count() {
        int now = database.read(handle -> MediaFiles.dueElsewhere(handle, storages.providers()));
        if (now > 0 && now != elsewhere.get()) {
            LOG.warn("{} objects are to be removed from a storage whose settings are gone; set them again", now);
        }
        elsewhere.set(now);
        stuck.set(database.read(MediaFiles::stuck));
    }
}
