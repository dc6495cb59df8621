package com.aoin.reels.storage;

import com.aoin.reels.db.Database;
import com.aoin.reels.storage.MediaFiles.StoredObject;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the objects whose time has come. One that cannot be removed now is tried again later. */
public final class MediaSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(MediaSweeper.class);
    private static final Duration AGAIN = Duration.ofMinutes(5);
    private static final int BATCH = 100;

    private final Database database;
    private final Storages storages;
    private final Counter removed;
    private final Counter failed;

    public MediaSweeper(Database database, Storages storages, MeterRegistry registry) {
        this.database = database;
        this.storages = storages;
        this.removed = registry.counter("reels.media.removals", "outcome", "removed");
        this.failed = registry.counter("reels.media.removals", "outcome", "failed");
    }

    /** Removes all that is due now. */
    public void sweep() {
        List<StoredObject> objects;
        do {
            objects = database.read(handle -> MediaFiles.due(handle, BATCH));
            objects.forEach(this::remove);
        } while (objects.size() == BATCH);
    }

    private void remove(StoredObject object) {
        String key = object.key();
        boolean mine = database.read(handle -> MediaFiles.claim(handle, key, AGAIN));
        if (!mine) {
            return;
        }
        try {
            storages.require(object.provider()).delete(key);
            database.execute(handle -> MediaFiles.forget(handle, key));
            removed.increment();
        } catch (StorageException e) {
            failed.increment();
            LOG.warn("Cannot remove {} from storage; trying again in {}", key, AGAIN, e);
        }
    }
}
