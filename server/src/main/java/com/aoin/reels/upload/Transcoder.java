package com.aoin.reels.upload;

import com.aoin.reels.background.Periodic;
import com.aoin.reels.db.Database;
import com.aoin.reels.media.Container;
import com.aoin.reels.media.MediaException;
import com.aoin.reels.media.MediaException.Kind;
import com.aoin.reels.media.VideoProbe;
import com.aoin.reels.media.VideoTools;
import com.aoin.reels.storage.StorageException;
import com.aoin.reels.storage.StorageKey;
import com.aoin.reels.storage.Storages;
import com.aoin.reels.storage.VideoStorage;
import com.aoin.reels.upload.TranscodeDao.Job;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
    /** A storage that is out of reach says nothing about the video; it is waited for, but not for ever. */
    private static final Duration STORAGE_PAUSE = Duration.ofMinutes(5);

    private static final Duration STORAGE_PATIENCE = Duration.ofHours(24);
    private static final int MAX_ATTEMPTS = 3;

    private final Database database;
    private final VideoTools tools;
    private final Storages storages;
    private final Workspace workspace;
    private final MeterRegistry registry;
    private final Periodic loop;

    public Transcoder(
            Database database, VideoTools tools, Storages storages, Workspace workspace, MeterRegistry registry) {
        this.database = database;
        this.tools = tools;
        this.storages = storages;
        this.workspace = workspace;
        this.registry = registry;
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
        return database.transaction(handle -> TranscodeDao.claim(handle, LEASE));
    }

    private void work(Job job) throws InterruptedException {
        if (job.attempts() > MAX_ATTEMPTS) {
            // Its attempts ended with their nodes, so it may be what ends them.
            giveUp(job, new IllegalStateException("too many attempts"), true);
            return;
        }
        String outcome = "failed";
        try (Workspace.Folder folder = workspace.folder();
                Periodic _ = Periodic.start("transcode lease", RENEWAL, () -> extend(job))) {
            // Where the reel's thumbnail is too, since a reel has one provider.
            VideoStorage storage = storages.require(job.provider());
            outcome = replace(job, storage, transcode(job, storage, folder)) ? "replaced" : "outdated";
        } catch (InterruptedException e) {
            // The service stops; another node, or the next start, may begin at once.
            database.execute(handle -> TranscodeDao.giveBack(handle, job.reelId()));
            throw e;
        } catch (MediaException e) {
            giveUp(job, e, e.kind() == Kind.NOT_DECODABLE || e.kind() == Kind.TOO_COMPLEX);
        } catch (StorageException e) {
            if (Thread.interrupted()) {
                database.execute(handle -> TranscodeDao.giveBack(handle, job.reelId()));
                throw new InterruptedException("The service stops");
            }
            postpone(job, e);
            outcome = "postponed";
        }
        registry.counter("reels.transcodes", "outcome", outcome).increment();
    }

    private void extend(Job job) {
        database.execute(handle -> TranscodeDao.retry(handle, job.reelId(), LEASE));
    }

    private Path transcode(Job job, VideoStorage storage, Workspace.Folder folder)
            throws MediaException, InterruptedException {
        Path source = storage.fetch(job.videoKey(), folder.file("original"));
        Container container = Container.ofExtension(job.format()).orElseThrow();
        VideoProbe probe = tools.probe(source, container);
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

    private void postpone(Job job, StorageException failure) {
        boolean postponed = database.transaction(
                handle -> TranscodeDao.postpone(handle, job.reelId(), STORAGE_PAUSE, STORAGE_PATIENCE));
        if (postponed) {
            LOG.warn("Reel {} is transcoded later", job.reelId(), failure);
        } else {
            giveUp(job, failure, true);
        }
    }

    private void giveUp(Job job, Exception failure, boolean hopeless) {
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
                TranscodeDao.retry(handle, job.reelId(), PAUSE);
            }
        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
