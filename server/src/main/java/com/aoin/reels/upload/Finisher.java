package com.aoin.reels.upload;

import com.aoin.reels.background.Periodic;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.media.Container;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.upload.Uploads.Ticket;
import com.aoin.reels.upload.resumable.PartialFiles;
import com.aoin.reels.upload.resumable.Receptions;
import com.aoin.reels.upload.resumable.ResumableDao;
import com.aoin.reels.upload.resumable.ResumableUpload;
import com.aoin.reels.upload.resumable.ResumableUpload.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes reels of the uploads that are whole, on the way that every upload takes. It goes on when the client has hung
 * up, and after a restart; what fails on our side is tried again. Each attempt is an upload of its own, and the reel's
 * transaction is bound to the latest, so there is one reel at most.
 */
final class Finisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);
    /** Well below the minute after which proxies give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final Duration SWEEP = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    /** With these pauses, more than two hours. */
    private static final int MOST_ATTEMPTS = 20;

    private static final int PLACES = 16;

    private final Database database;
    private final Uploads uploads;
    private final Leases leases;
    private final Workspace workspace;
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
            Uploads uploads,
            Leases leases,
            Workspace workspace,
            PartialFiles files,
            Receptions receptions,
            UploadMetrics metrics,
            ResumableMetrics events) {}

    /** Starts with what an earlier process has left. */
    Finisher(Parts parts) {
        this.database = parts.database();
        this.uploads = parts.uploads();
        this.leases = parts.leases();
        this.workspace = parts.workspace();
        this.files = parts.files();
        this.receptions = parts.receptions();
        this.metrics = parts.metrics();
        this.events = parts.events();
        database.execute(handle -> ResumableDao.allDue(handle, files.node()));
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
            Optional<String> attempt = begin(upload);
            if (attempt.isPresent()) {
                metrics.observe(() -> complete(upload, attempt.get()));
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

    private Reel complete(ResumableUpload upload, String attempt) throws InterruptedException {
        boolean done = false;
        try (Workspace.Folder folder = workspace.folder();
                Leases.Held _ = leases.hold(attempt)) {
            UploadFields fields = fields(upload, folder);
            Reel reel = uploads.complete(ticket(upload, attempt), fields, fingerprint(upload, fields), folder);
            done = true;
            return reel;
        } catch (RuntimeException | IOException e) {
            throw UploadFault.of(e);
        } finally {
            if (!done) {
                uploads.abandon(attempt);
            }
        }
    }

    /** Empty when it is too early; an attempt that is not over, of a process that is, gives way to the new one. */
    private Optional<String> begin(ResumableUpload upload) {
        String key = upload.idempotencyKey();
        if (key != null) {
            database.execute(handle -> UploadDao.freeKey(handle, upload.userId(), key));
        }
        Optional<String> begun = database.transaction(handle -> {
            if (!ResumableDao.lockDue(handle, upload.uploadId())) {
                return Optional.empty();
            }
            if (upload.attempt() != null) {
                UploadDao.abandon(handle, upload.attempt());
            }
            String attempt =
                    UploadDao.begin(handle, upload.userId(), key, Leases.LEASE).orElseThrow(() -> taken(upload));
            ResumableDao.attempt(handle, upload.uploadId(), attempt, pause(upload.attempts()));
            return Optional.of(attempt);
        });
        if (begun.isPresent() && upload.attempt() != null) {
            uploads.sweepSoon();
        }
        return begun;
    }

    /** A direct upload has used the key meanwhile. */
    private ApiException taken(ResumableUpload upload) {
        String key = String.valueOf(upload.idempotencyKey());
        boolean done = database.read(handle -> UploadDao.find(handle, upload.userId(), key))
                .filter(UploadDao.Known::isDone)
                .isPresent();
        return done ? ResumableUploads.keyOfAnother() : UploadRoutes.inFlight();
    }

    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private Ticket ticket(ResumableUpload upload, String attempt) {
        return new Ticket(
                attempt,
                upload.merchantId(),
                (handle, reelId) ->
                        ResumableDao.done(handle, upload.uploadId(), attempt, reelId, ResumableUploads.LIFE));
    }

    /** Storage takes files over, so it gets a name of its own for the bytes; ours stays until the reel stands. */
    private UploadFields fields(ResumableUpload upload, Workspace.Folder folder) throws IOException {
        Path whole = files.path(upload.uploadId());
        Path video = folder.file("upload." + upload.extension());
        try {
            Files.createLink(video, whole);
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(whole, video);
        }
        ReceivedVideo received =
                new ReceivedVideo(video, upload.extension(), container(video, upload.extension()), upload.totalBytes());
        return new UploadFields(Integer.toString(upload.productId()), upload.description(), received);
    }

    private static Container container(Path video, String extension) throws IOException {
        try (InputStream head = Files.newInputStream(video)) {
            return VideoReceiver.requireContainer(head, extension);
        }
    }

    /** So that the same video, sent whole under the same key, is answered with this reel. */
    private @Nullable String fingerprint(ResumableUpload upload, UploadFields fields) throws IOException {
        if (upload.idempotencyKey() == null) {
            return null;
        }
        MessageDigest digest = UploadRoutes.sha256();
        try (InputStream in = Files.newInputStream(files.path(upload.uploadId()))) {
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return fields.fingerprint(digest);
    }

    private void refuse(ResumableUpload upload, ApiException refusal) {
        database.execute(handle -> ResumableDao.refuse(
                handle, upload.uploadId(), ResumableUpload.Refusal.of(refusal), ResumableUploads.LIFE));
        files.delete(upload.uploadId());
    }

    /** Goes on with what is due, and clears away what expired, here and of nodes that are gone. */
    private void sweep() {
        for (String uploadId : database.read(handle -> ResumableDao.due(handle, files.node()))) {
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
