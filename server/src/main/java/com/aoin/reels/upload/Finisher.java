package com.aoin.reels.upload;

import com.aoin.reels.background.Periodic;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.upload.resumable.FinishingDao;
import com.aoin.reels.upload.resumable.PartialFiles;
import com.aoin.reels.upload.resumable.Receptions;
import com.aoin.reels.upload.resumable.ResumableDao;
import com.aoin.reels.upload.resumable.ResumableUpload;
import com.aoin.reels.upload.resumable.ResumableUpload.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes reels of the uploads that are whole, on the way that every upload takes. It goes on when the client has hung
 * up, and after a restart; what fails on our side is tried again.
 */
final class Finisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);
    /** Well below the minute after which proxies give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final Duration SWEEP = Duration.ofSeconds(30);
    /** With the pauses between them, more than two hours. */
    private static final int MOST_ATTEMPTS = 20;

    private static final int PLACES = 16;

    private final Database database;
    private final Attempts attempts;
    private final PartialFiles files;
    private final Receptions receptions;
    private final UploadMetrics metrics;
    private final ResumableMetrics events;
    private final Semaphore places = new Semaphore(PLACES, true);
    private final ConcurrentMap<String, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Periodic sweep;

    /** The parts that it works with. */
    record Parts(
            Database database,
            Attempts attempts,
            PartialFiles files,
            Receptions receptions,
            UploadMetrics metrics,
            ResumableMetrics events) {}

    /** Starts with what an earlier process has left. */
    Finisher(Parts parts) {
        this.database = parts.database();
        this.attempts = parts.attempts();
        this.files = parts.files();
        this.receptions = parts.receptions();
        this.metrics = parts.metrics();
        this.events = parts.events();
        database.execute(handle -> FinishingDao.allDue(handle, files.node()));
        this.sweep = Periodic.start("resumable uploads", SWEEP, this::sweep);
    }

    /** The upload as it is once it became a reel or was refused, or after a while. */
    ResumableUpload await(ResumableUpload upload) throws InterruptedException {
        if (upload.node().equals(files.node())) {
            try {
                finish(upload.uploadId()).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.debug("An upload is still being made a reel", e);
            }
        }
        return database.read(handle -> ResumableDao.find(handle, upload.uploadId()))
                .orElse(upload);
    }

    private CompletableFuture<Void> finish(String uploadId) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> other = running.putIfAbsent(uploadId, mine);
        if (other != null) {
            return other;
        }
        threads.execute(() -> {
            try {
                run(uploadId);
            } finally {
                running.remove(uploadId, mine);
                mine.complete(null);
            }
        });
        return mine;
    }

    private void run(String uploadId) {
        try {
            places.acquire();
            try {
                Optional<ResumableUpload> upload = database.read(handle -> ResumableDao.find(handle, uploadId))
                        .filter(found -> found.state() == State.PROCESSING);
                if (upload.isPresent()) {
                    attempt(upload.get());
                }
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("An upload could not be made a reel now; it will be tried again", e);
        }
    }

    private void attempt(ResumableUpload upload) throws InterruptedException {
        try {
            Optional<String> attempt = attempts.begin(upload);
            if (attempt.isPresent()) {
                metrics.observe(() -> attempts.complete(upload, attempt.get()));
                files.delete(upload.uploadId());
            }
        } catch (ApiException e) {
            boolean ours = e.status() >= 500 || e.status() == 409;
            if (ours && upload.attempts() + 1 < MOST_ATTEMPTS && Instant.now().isBefore(upload.expiresAt())) {
                LOG.warn("An upload could not be made a reel now; it will be tried again: {}", e.getMessage());
            } else {
                refuse(upload, ours ? givenUp(e) : e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApiException givenUp(ApiException last) {
        LOG.error("An upload was given up after many attempts: {}", last.getMessage());
        return ApiException.of(ErrorCode.REEL_UPLOAD_FAILED, "The upload failed on our side, please upload it again");
    }

    private void refuse(ResumableUpload upload, ApiException refusal) {
        database.execute(handle -> ResumableDao.refuse(
                handle, upload.uploadId(), ResumableUpload.Refusal.of(refusal), ResumableUploads.LIFE));
        files.delete(upload.uploadId());
    }

    /** Goes on with what is due, and clears away what expired, here and of nodes that are gone. */
    private void sweep() {
        for (String uploadId : database.read(handle -> FinishingDao.due(handle, files.node()))) {
            CompletableFuture<Void> _ = finish(uploadId);
        }
        events.expired(database.read(handle -> ResumableDao.deleteExpired(handle, ResumableUploads.LIFE)));
        files.sweep(uploadId -> receptions.isRunning(uploadId)
                || running.containsKey(uploadId)
                || database.read(handle -> ResumableDao.isUnfinished(handle, uploadId)));
    }

    /** What is not finished is gone on with after the next start. */
    @Override
    public void close() {
        sweep.close();
        threads.shutdownNow();
        threads.close();
    }
}
