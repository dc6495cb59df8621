package com.aoin.reels.upload;

import com.aoin.reels.catalog.Products;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.http.Ids;
import com.aoin.reels.reel.Description;
import com.aoin.reels.upload.resumable.Metadata;
import com.aoin.reels.upload.resumable.PartialFiles;
import com.aoin.reels.upload.resumable.Reception;
import com.aoin.reels.upload.resumable.Receptions;
import com.aoin.reels.upload.resumable.ResumableDao;
import com.aoin.reels.upload.resumable.ResumableDao.Beginning;
import com.aoin.reels.upload.resumable.ResumableUpload;
import com.aoin.reels.upload.resumable.ResumableUpload.Refusal;
import com.aoin.reels.upload.resumable.ResumableUpload.State;
import com.aoin.reels.upload.resumable.Tus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Uploads that arrive in pieces, until their last byte is there. What can be checked before the bytes is checked when
 * an upload begins, and the container as soon as its first bytes are on disk.
 */
final class ResumableUploads {
    /** How long an upload may take, and how long its outcome is told afterwards. */
    static final Duration LIFE = Duration.ofHours(24);

    /** How long one may stay without a byte: its length is kept free on this node's disk all the while. */
    private static final Duration EMPTY_LIFE = Duration.ofHours(1);

    private static final int MOST_UNFINISHED = 10;
    private static final int HEAD = 64 * 1024;

    private final Database database;
    private final Products products;
    private final PartialFiles files;
    private final Receptions receptions;
    private final long maxBytes;

    ResumableUploads(Database database, Products products, PartialFiles files, Receptions receptions, long maxBytes) {
        this.database = database;
        this.products = products;
        this.files = files;
        this.receptions = receptions;
        this.maxBytes = maxBytes;
    }

    /** What a client asks for: what it says about the file, and the file's length. */
    record Wish(int userId, int merchantId, @Nullable String key, String metadata, long length) {}

    /** The upload that a repeated request began when it came first. */
    Optional<ResumableUpload> known(Wish wish) {
        String key = wish.key();
        if (key == null) {
            return Optional.empty();
        }
        Optional<ResumableUpload> known = database.read(handle -> ResumableDao.findByKey(handle, wish.userId(), key));
        known.ifPresent(upload -> {
            if (upload.totalBytes() != wish.length() || !upload.metadata().equals(wish.metadata())) {
                throw keyOfAnother();
            }
        });
        if (known.isEmpty()
                && database.read(handle -> UploadDao.find(handle, wish.userId(), key))
                        .isPresent()) {
            throw keyOfAnother();
        }
        return known;
    }

    static ApiException keyOfAnother() {
        return ApiException.invalid("Idempotency-Key", "This idempotency key was used for another upload");
    }

    /** An upload that begins now, unless the same request was a moment faster. */
    record Begun(ResumableUpload upload, boolean isNew) {}

    /** Begins an upload, after every check that needs none of its bytes. */
    Begun begin(Wish wish) {
        Metadata metadata = Metadata.parse(wish.metadata());
        String fileName = metadata.requireText("filename");
        String product = metadata.requireText("product_id").strip();
        String description = metadata.requireText("description");
        String extension = VideoReceiver.requireExtension("filename", fileName);
        VideoReceiver.requireLength(Tus.LENGTH, wish.length());
        int productId = Ids.parse("product_id", product);
        products.requireUsable(productId, wish.merchantId());
        Description.check(description);
        Beginning upload = new Beginning(
                files.newId(),
                files.node(),
                wish.userId(),
                wish.merchantId(),
                productId,
                description,
                extension,
                wish.metadata(),
                wish.key(),
                wish.length());
        return write(upload, wish);
    }

    /** One at a time on this node, so that its disk is never promised twice. */
    private synchronized Begun write(Beginning upload, Wish wish) {
        requireRoom(upload);
        if (database.transaction(handle -> ResumableDao.insert(handle, upload, EMPTY_LIFE))) {
            return new Begun(find(upload.uploadId(), upload.userId(), upload.merchantId()), true);
        }
        // Otherwise the key stands for an upload that is forgotten in this moment.
        ResumableUpload first = known(wish)
                .orElseThrow(() -> ApiException.unavailable("The upload ended just now, please try again", 1));
        return new Begun(first, false);
    }

    private void requireRoom(Beginning upload) {
        if (database.read(handle -> ResumableDao.countUnfinished(handle, upload.userId())) >= MOST_UNFINISHED) {
            throw ApiException.withStatus(
                    409,
                    ErrorCode.VALIDATION_ERROR,
                    "You have " + MOST_UNFINISHED + " unfinished uploads; finish or delete one first");
        }
        long reserved = database.read(handle -> ResumableDao.reservedBytes(handle, upload.node()));
        if (reserved + upload.totalBytes() > maxBytes) {
            throw ApiException.unavailable("There is no room for more unfinished uploads now, please try again", 600);
        }
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
