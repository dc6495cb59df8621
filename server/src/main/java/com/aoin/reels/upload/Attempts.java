package com.aoin.reels.upload;

import com.aoin.reels.db.Database;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.media.Container;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.upload.Uploads.Ticket;
import com.aoin.reels.upload.resumable.FinishingDao;
import com.aoin.reels.upload.resumable.PartialFiles;
import com.aoin.reels.upload.resumable.ResumableUpload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Attempts to make a reel of an upload that is whole. Each is an upload of its own, and the reel's transaction is bound to
 * the latest, so there is one reel at most.
 */
final class Attempts {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final Database database;
    private final Uploads uploads;
    private final Leases leases;
    private final Workspace workspace;
    private final PartialFiles files;

    Attempts(Database database, Uploads uploads, Leases leases, Workspace workspace, PartialFiles files) {
        this.database = database;
        this.uploads = uploads;
        this.leases = leases;
        this.workspace = workspace;
        this.files = files;
    }

    /** Makes the reel, or leaves nothing of the attempt. */
    Reel complete(ResumableUpload upload, String attempt) throws InterruptedException {
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
    Optional<String> begin(ResumableUpload upload) {
        String key = upload.idempotencyKey();
        if (key != null) {
            database.execute(handle -> UploadDao.freeKey(handle, upload.userId(), key));
        }
        Optional<String> begun = database.transaction(handle -> {
            if (!FinishingDao.lockDue(handle, upload.uploadId())) {
                return Optional.empty();
            }
            if (upload.attempt() != null) {
                UploadDao.abandon(handle, upload.attempt());
            }
            String attempt =
                    UploadDao.begin(handle, upload.userId(), key, Leases.LEASE).orElseThrow(() -> taken(upload));
            FinishingDao.attempt(handle, upload.uploadId(), attempt, pause(upload.attempts()));
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
        return done ? Beginnings.keyOfAnother() : UploadRoutes.inFlight();
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
                        FinishingDao.done(handle, upload.uploadId(), attempt, reelId, ResumableUploads.LIFE));
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
}
