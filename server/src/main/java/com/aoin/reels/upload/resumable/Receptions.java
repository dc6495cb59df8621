package com.aoin.reels.upload.resumable;

import com.aoin.reels.http.ApiException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The requests that send bytes now, one at most of each upload. A phone that changes its network leaves a connection
 * behind that is dead without knowing; whoever comes to resume the upload ends it, once it has been silent for a while.
 */
public final class Receptions {
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration ENDING = Duration.ofSeconds(10);
    /** Each holds a buffer of 256 KiB. */
    private static final int MOST = 256;

    private final PartialFiles files;
    private final ConcurrentMap<String, Reception> running = new ConcurrentHashMap<>();

    public Receptions(PartialFiles files) {
        this.files = files;
    }

    /** Does something with an upload that must not receive bytes meanwhile. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Reception reception);
    }

    /**
     * Does something as the only one.
     *
     * @throws ApiException 423 while another request sends bytes of this upload, 503 when there are too many
     */
    public <T> T alone(String uploadId, Work<T> work) throws InterruptedException {
        Reception mine = new Reception(files, uploadId);
        if (running.size() >= MOST) {
            throw ApiException.unavailable("Too many uploads are under way, please try again", 10);
        }
        while (running.putIfAbsent(uploadId, mine) != null) {
            if (!settle(uploadId)) {
                throw PartialFiles.locked();
            }
        }
        try {
            return work.run(mine);
        } finally {
            running.remove(uploadId, mine);
            mine.end();
        }
    }

    /**
     * Waits a moment for the request that sends bytes of this upload, ending it when it is silent; false when it goes
     * on sending.
     */
    public boolean settle(String uploadId) throws InterruptedException {
        Reception other = running.get(uploadId);
        if (other == null) {
            return true;
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < SILENCE.toNanos() + STEP.toNanos()) {
            if (other.awaitEnd(STEP)) {
                return true;
            }
            if (other.isSilentFor(SILENCE)) {
                other.giveUp();
                return other.awaitEnd(ENDING);
            }
        }
        return false;
    }

    public boolean isRunning(String uploadId) {
        return running.containsKey(uploadId);
    }

    /** How many send bytes now. */
    public int count() {
        return running.size();
    }
}
