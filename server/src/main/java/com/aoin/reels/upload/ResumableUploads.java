package com.aoin.reels.upload;

import com.aoin.reels.db.Database;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.upload.resumable.PartialFiles;
import com.aoin.reels.upload.resumable.Reception;
import com.aoin.reels.upload.resumable.Receptions;
import com.aoin.reels.upload.resumable.ResumableDao;
import com.aoin.reels.upload.resumable.ResumableUpload;
import com.aoin.reels.upload.resumable.ResumableUpload.Refusal;
import com.aoin.reels.upload.resumable.ResumableUpload.State;
import com.aoin.reels.upload.resumable.Tus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;

/**
 * Uploads that have begun and arrive in pieces, until their last byte is there. The container is checked as soon as the
 * first bytes are on disk.
 */
final class ResumableUploads {
    /** How long an upload may take, and how long its outcome is told afterwards. */
    static final Duration LIFE = Duration.ofHours(24);

    private static final int HEAD = 64 * 1024;

    private final Database database;
    private final PartialFiles files;
    private final Receptions receptions;

    ResumableUploads(Database database, PartialFiles files, Receptions receptions) {
        this.database = database;
        this.files = files;
        this.receptions = receptions;
    }

    /** An upload of this caller; another's is as good as none. */
    ResumableUpload find(String uploadId, int userId, int merchantId) {
        if (!PartialFiles.isId(uploadId)) {
            throw notFound();
        }
        return database.read(handle -> ResumableDao.find(handle, uploadId))
                .filter(upload -> upload.userId() == userId && upload.merchantId() == merchantId)
                .orElseThrow(ResumableUploads::notFound);
    }

    private ResumableUpload again(ResumableUpload upload) {
        return find(upload.uploadId(), upload.userId(), upload.merchantId());
    }

    private static ApiException notFound() {
        return ApiException.notFound("Upload not found");
    }

    /** The upload with all that has come of it by now. */
    ResumableUpload settled(ResumableUpload upload) throws InterruptedException {
        if (upload.state() != State.RECEIVING) {
            return upload;
        }
        requireHere(upload);
        receptions.settle(upload.uploadId());
        ResumableUpload now = again(upload);
        requireFile(now);
        return now;
    }

    /**
     * Where the proxy does not send an upload's requests to its node, one of the client's next attempts gets there:
     * clients keep trying after a 423, while they begin anew after a 404 and some of them after a 503.
     */
    private void requireHere(ResumableUpload upload) {
        if (!upload.node().equals(files.node())) {
            throw ApiException.withStatus(
                            423, ErrorCode.VALIDATION_ERROR, "This upload is kept by another node, please try again")
                    .header("Retry-After", "1");
        }
    }

    /** A disk that was lost with what had arrived: the client begins anew. */
    private void requireFile(ResumableUpload upload) {
        if (upload.state() == State.RECEIVING && !files.has(upload.uploadId(), upload.receivedBytes())) {
            throw notFound();
        }
    }

    /**
     * Takes the bytes of a request.
     *
     * @param offset where the client believes them to go
     * @return the upload as it is afterwards
     */
    ResumableUpload receive(ResumableUpload upload, long offset, InputStream body) throws InterruptedException {
        if (upload.state() != State.RECEIVING) {
            requireOffset(upload, offset);
            return upload;
        }
        requireHere(upload);
        return receptions.alone(upload.uploadId(), reception -> {
            ResumableUpload now = again(upload);
            requireOffset(now, offset);
            if (now.state() == State.RECEIVING) {
                requireFile(now);
                receive(now, reception, body);
            }
            return again(now);
        });
    }

    private static void requireOffset(ResumableUpload upload, long offset) {
        if (upload.refusal() != null) {
            throw upload.refusal().again();
        }
        if (offset != upload.receivedBytes()) {
            throw ApiException.withStatus(
                    409,
                    ErrorCode.VALIDATION_ERROR,
                    Tus.OFFSET,
                    "The upload continues at " + upload.receivedBytes() + ", not at " + offset);
        }
    }

    private void receive(ResumableUpload upload, Reception reception, InputStream body) {
        try {
            reception.receive(body, upload.receivedBytes(), upload.totalBytes(), progress(upload));
        } catch (ApiException e) {
            if (e.code() == ErrorCode.FILE_VALIDATION_ERROR) {
                refuse(upload, e);
                throw e.closing();
            }
            throw e;
        } catch (IOException e) {
            throw UploadFault.of(e);
        }
    }

    private Reception.Progress progress(ResumableUpload upload) {
        return new Reception.Progress() {
            private boolean checked = upload.receivedBytes() >= HEAD;

            @Override
            public void written(long bytes) throws IOException {
                if (!checked && (bytes >= HEAD || bytes == upload.totalBytes())) {
                    requireContainer(upload);
                    checked = true;
                }
            }

            @Override
            public void saved(long bytes) {
                if (!database.read(handle -> ResumableDao.received(handle, upload.uploadId(), bytes, LIFE))) {
                    throw notFound();
                }
            }
        };
    }

    private void requireContainer(ResumableUpload upload) throws IOException {
        try (InputStream head = Files.newInputStream(files.path(upload.uploadId()))) {
            VideoReceiver.requireContainer(head, upload.extension());
        }
    }

    /** Nothing of a refused upload is kept but why. */
    void refuse(ResumableUpload upload, ApiException refusal) {
        database.execute(handle -> ResumableDao.refuse(handle, upload.uploadId(), Refusal.of(refusal), LIFE));
        files.delete(upload.uploadId());
    }

    /** Ends an upload, or forgets a finished one, whose reel stays. */
    void terminate(ResumableUpload upload) throws InterruptedException {
        if (upload.state() == State.RECEIVING) {
            requireHere(upload);
        }
        boolean deleted = receptions.alone(upload.uploadId(), reception -> {
            boolean done = database.read(handle -> ResumableDao.delete(handle, upload.uploadId()));
            if (done) {
                files.delete(upload.uploadId());
            }
            return done;
        });
        if (!deleted) {
            again(upload);
            throw ApiException.withStatus(
                            409, ErrorCode.VALIDATION_ERROR, "The upload is whole and is being made a reel")
                    .header("Retry-After", "5");
        }
    }
}
