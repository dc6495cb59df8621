package com.aoin.reels.upload;

import com.aoin.reels.background.Periodic;
import com.aoin.reels.db.Database;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the uploads of this node alive, and clears away those of nodes that died. An upload that is not renewed for a
 * minute belongs to nobody.
 */
public final class Leases implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration RENEWAL = Duration.ofSeconds(15);
    private static final Duration SWEEP = Duration.ofSeconds(30);
    private static final int BATCH = 100;

    private final Database database;
    private final Runnable mediaRemoved;
    private final Set<String> mine = ConcurrentHashMap.newKeySet();
    private final Periodic renewal;
    private final Periodic sweep;

    /**
     * Starts renewing and sweeping.
     *
     * @param mediaRemoved told after media were marked for removal
     */
    public Leases(Database database, Runnable mediaRemoved) {
        this.database = database;
        this.mediaRemoved = mediaRemoved;
        this.renewal = Periodic.start("lease renewal", RENEWAL, this::renew);
        this.sweep = Periodic.start("upload sweep", SWEEP, this::sweep);
    }

    /** Keeps an upload alive until this is closed. */
    Held hold(String uploadId) {
        mine.add(uploadId);
        return () -> mine.remove(uploadId);
    }

    /** An upload that is kept alive. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private void renew() {
        Set<String> now = Set.copyOf(mine);
        if (!now.isEmpty()) {
            database.execute(handle -> UploadDao.renew(handle, now, LEASE));
        }
    }

    /** Clears away every upload whose lease has run out. */
    public void sweep() {
        var expired = database.read(handle -> UploadDao.expired(handle, BATCH));
        for (String uploadId : expired) {
            database.execute(handle -> UploadDao.sweep(handle, uploadId));
        }
        if (!expired.isEmpty()) {
            mediaRemoved.run();
        }
    }

    @Override
    public void close() {
        sweep.close();
        renewal.close();
    }
}
