package com.aoin.reels.upload;

import com.aoin.reels.background.Periodic;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Outage;
import com.aoin.reels.media.Container;
import com.aoin.reels.media.MediaException;
import com.aoin.reels.media.MediaException.Kind;
import com.aoin.reels.media.VideoProbe;
import com.aoin.reels.media.VideoTools;
import com.aoin.reels.storage.StorageKey;
import com.aoin.reels.storage.Storages;
import com.aoin.reels.storage.VideoStorage;
import com.aoin.reels.upload.TranscodeDao.Job;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the H.264/AAC version of videos that were not uploaded as one, one at a time on each node, and puts it in the
 * old one's place; the old one lives a day longer, for players that have its link. The queue is in the database, so
 * it survives restarts, and a job whose node died comes free when its lease ends.
 */
public final class Transcoder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transcoder.class);
    private static final Duration POLL = Duration.ofSeconds(10);
    /** How long a job stays taken by a node that died. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration RENEWAL = Duration.ofSeconds(30);

    private static final Duration OLD_LIVES = Duration.ofHours(24);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    /** How long a new file may take to get into storage. */
    private static final Duration STORING = Duration.ofMinutes(15);
    /**
     * A storage out of reach or a full disk says nothing about the video, so the attempt does not count. It does where
     * that never ends, since then it may be the video after all.
     */
    private static final Duration FAULT_PAUSE = Duration.ofMinutes(5);

    private static final Duration FAULT_PATIENCE = Duration.ofHours(24);
    private static final Duration DATABASE_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_ATTEMPTS = 3;

    private final Database database;
    private final VideoTools tools;
    private final Storages storages;
    private final Workspace workspace;
    private final MeterRegistry registry;
    private final Periodic loop;
    /** Whether the last job met a fault of ours. */
    private boolean faulty;
    /** Whose video the last job was. */
    private int lastMerchant;

    public Transcoder(
            Database database, VideoTools tools, Storages storages, Workspace workspace, MeterRegistry registry) {
        this.database = database;
        this.tools = tools;
        this.storages = storages;
        this.workspace = workspace;
        this.registry = registry;
        Stream.of("replaced", "outdated", "failed", "postponed").forEach(this::outcomes);
        this.loop = Periodic.start("transcoder", POLL, this::drain);
    }

    /** Has the queue looked at soon. */
    public void wake() {
        loop.wake();
    }

    private void drain() throws InterruptedException {
        for (Optional<Job> job = claim(); job.isPresent(); job = claim()) {
            work(job.get());
        }
    }

    private Optional<Job> claim() {
        Optional<Job> job = database.transaction(handle -> TranscodeDao.claim(handle, LEASE, lastMerchant));
        job.ifPresent(claimed -> lastMerchant = claimed.merchantId());
        return job;
    }

    private void work(Job job) throws InterruptedException {
        if (job.attempts() > MAX_ATTEMPTS) {
            // Its attempts ended with their nodes, so it may be what ends them.
            giveUp(job, new IllegalStateException("too many attempts"), true);
            outcomes("failed").increment();
            return;
        }
        String outcome;
        try (Workspace.Folder folder = workspace.folder();
                Periodic _ = Periodic.start("transcode lease", RENEWAL, () -> extend(job))) {
            // Where the reel's thumbnail is too, since a reel has one provider.
            VideoStorage storage = storages.require(job.provider());
            outcome = replace(job, storage, transcode(job, storage, folder)) ? "replaced" : "outdated";
            faulty = false;
        } catch (InterruptedException e) {
            // The service stops; another node, or the next start, may begin at once.
            giveBack(job);
            throw e;
        } catch (MediaException e) {
            boolean ours = e.kind() == Kind.BUSY || e.kind() == Kind.TOOL_FAILED;
            outcome = ours ? postpone(job, e) : giveUp(job, e, true);
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                giveBack(job);
                throw new InterruptedException("The service stops");
            }
            outcome = postpone(job, e);
        }
        outcomes(outcome).increment();
    }

    private Counter outcomes(String outcome) {
        return registry.counter("reels.transcodes", "outcome", outcome);
    }

    private void giveBack(Job job) {
        database.execute(handle -> TranscodeDao.giveBack(handle, job));
    }

    private void extend(Job job) {
        database.execute(handle -> TranscodeDao.retry(handle, job, LEASE));
    }

    private Path transcode(Job job, VideoStorage storage, Workspace.Folder folder)
            throws MediaException, InterruptedException {
        Path source = storage.fetch(job.videoKey(), folder.file("original"));
        Container container = Container.ofExtension(job.format()).orElseThrow();
        VideoProbe probe = tools.probeInBackground(source, container);
        Path target = folder.file("transcoded.mp4");
        tools.transcode(source, container, probe, target);
        return target;
    }

    private boolean replace(Job job, VideoStorage storage, Path video) {
        String key = StorageKey.make(job.merchantId(), job.productId(), "mp4");
        database.execute(handle -> TranscodeDao.register(handle, key, storage.provider(), STORING));
        storage.store(video, key);
        boolean swapped = database.transaction(
                handle -> TranscodeDao.swap(handle, job, key, storage.canonicalUrl(key), OLD_LIVES));
        if (!swapped) {
            // Written so late that the sweeper came first, it would be registered no longer.
            storage.delete(key);
        }
        return swapped;
    }

    /** A fault is told once, and not again until something was transcoded. */
    private String postpone(Job job, Exception failure) throws InterruptedException {
        if (!isPostponed(job)) {
            return giveUp(job, failure, false);
        }
        if (faulty) {
            LOG.debug("Reel {} is transcoded later", job.reelId(), failure);
        } else {
            LOG.warn("Reel {} is transcoded later, as all are that meet this fault", job.reelId(), failure);
        }
        faulty = true;
        return "postponed";
    }

    /** Where the database is what fails, it is waited for: without it the attempt would count. */
    private boolean isPostponed(Job job) throws InterruptedException {
        while (true) {
            try {
                return database.transaction(handle -> TranscodeDao.postpone(handle, job, FAULT_PAUSE, FAULT_PATIENCE));
            } catch (RuntimeException e) {
                if (!Outage.isUnreachable(e) && !Outage.isConflict(e)) {
                    throw e;
                }
            }
            Thread.sleep(DATABASE_PAUSE);
        }
    }

    private String giveUp(Job job, Exception failure, boolean hopeless) {
        boolean last = hopeless || job.attempts() >= MAX_ATTEMPTS;
        LOG.warn(
                "Reel {} was not transcoded, attempt {}{}",
                job.reelId(),
                job.attempts(),
                last ? ", the last" : "",
                failure);
        database.execute(handle -> {
            if (last) {
                TranscodeDao.fail(handle, job);
            } else {
                TranscodeDao.retry(handle, job, PAUSE);
            }
        });
        return "failed";
    }

    @Override
    public void close() {
        loop.close();
    }
}
