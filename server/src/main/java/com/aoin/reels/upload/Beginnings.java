package com.aoin.reels.upload;

import com.aoin.reels.catalog.Products;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.http.Ids;
import com.aoin.reels.reel.Description;
import com.aoin.reels.upload.resumable.Metadata;
import com.aoin.reels.upload.resumable.PartialFiles;
import com.aoin.reels.upload.resumable.ResumableDao;
import com.aoin.reels.upload.resumable.ResumableDao.Beginning;
import com.aoin.reels.upload.resumable.ResumableUpload;
import com.aoin.reels.upload.resumable.Tus;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The beginnings of resumable uploads, with every check that needs none of their bytes. */
final class Beginnings {
    /** How long one may stay without a byte: its length is kept free on this node's disk all the while. */
    private static final Duration EMPTY_LIFE = Duration.ofHours(1);

    private static final int MOST_UNFINISHED = 10;

    private final Database database;
    private final Products products;
    private final PartialFiles files;
    private final ResumableUploads uploads;
    private final DiskRoom room;
    private final long maxBytes;

    Beginnings(
            Database database,
            Products products,
            PartialFiles files,
            ResumableUploads uploads,
            DiskRoom room,
            long maxBytes) {
        this.database = database;
        this.products = products;
        this.files = files;
        this.uploads = uploads;
        this.room = room;
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
        if (database.transaction(handle -> insert(handle, upload))) {
            return new Begun(uploads.find(upload.uploadId(), upload.userId(), upload.merchantId()), true);
        }
        // Otherwise the key stands for an upload that is forgotten in this moment.
        ResumableUpload first = known(wish)
                .orElseThrow(() -> ApiException.unavailable("The upload ended just now, please try again", 1));
        return new Begun(first, false);
    }

    private static boolean insert(Handle handle, Beginning upload) {
        String key = upload.idempotencyKey();
        if (key != null) {
            ResumableDao.freeKey(handle, upload.userId(), key);
        }
        return ResumableDao.insert(handle, upload, EMPTY_LIFE);
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
        room.require(upload.totalBytes());
    }
}
