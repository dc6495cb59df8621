package com.aoin.reels.upload;

import com.aoin.reels.catalog.Products;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.reel.Processing;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelChanges;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.storage.StorageException;
import com.aoin.reels.storage.StorageKey;
import com.aoin.reels.storage.VideoStorage;
import com.aoin.reels.upload.UploadForm.Checked;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a received form into a reel: prepare, register, store, and one transaction that writes the row. Every object
 * is registered before it is written and the row is written last, so whatever ends this in between leaves nothing that
 * shoppers see and nothing that the sweepers miss.
 */
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    /** How long an idempotency key is remembered. */
    private static final Duration REMEMBERED = Duration.ofHours(24);

    /** How long a video waits while others of its merchant are prepared. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Turns turns = new Turns(PATIENCE);
    private final Database database;
    private final Products products;
    private final VideoPreparation preparation;
    private final VideoStorage storage;
    private final ReelDao reels;
    private final ReelChanges changes;
    private final NewReels newReels;
    private final Runnable mediaRemoved;
    private final Runnable transcodeQueued;
    private final Consumer<UploadStep> steps;

    /** The parts that an upload passes through. */
    record Parts(
            Database database,
            Products products,
            VideoPreparation preparation,
            VideoStorage storage,
            ReelDao reels,
            ReelChanges changes,
            NewReels newReels,
            Runnable mediaRemoved,
            Runnable transcodeQueued,
            Consumer<UploadStep> steps) {}

    Uploads(Parts parts) {
        this.database = parts.database();
        this.products = parts.products();
        this.preparation = parts.preparation();
        this.storage = parts.storage();
        this.reels = parts.reels();
        this.changes = parts.changes();
        this.newReels = parts.newReels();
        this.mediaRemoved = parts.mediaRemoved();
        this.transcodeQueued = parts.transcodeQueued();
        this.steps = parts.steps();
    }

    /** What else is to be true once the reel's row stands: part of its transaction, which fails on false. */
    @FunctionalInterface
    interface Also {
        boolean write(Handle handle, int reelId);
    }

    /** Who uploads, under which record. */
    record Ticket(String uploadId, int merchantId, Also also) {
        Ticket(String uploadId, int merchantId) {
            this(uploadId, merchantId, (handle, reelId) -> true);
        }
    }

    /** Checks, prepares, stores and records; the caller abandons the upload when this fails. */
    Reel complete(Ticket ticket, UploadFields fields, @Nullable String fingerprint, Workspace.Folder folder)
            throws InterruptedException {
        steps.accept(UploadStep.RECEIVED);
        Checked form = UploadForm.check(fields, products, ticket.merchantId());
        PreparedVideo prepared = turns.take(ticket.merchantId(), () -> preparation.prepare(form.video(), folder));
        steps.accept(UploadStep.PREPARED);
        String videoKey = StorageKey.make(ticket.merchantId(), form.productId(), prepared.extension());
        String thumbnailKey = StorageKey.make(ticket.merchantId(), form.productId(), "jpg");
        requireLease(database.transaction(handle -> UploadDao.register(
                handle, ticket.uploadId(), Leases.LEASE, storage.provider(), List.of(videoKey, thumbnailKey))));
        steps.accept(UploadStep.REGISTERED);
        try {
            store(prepared, videoKey, thumbnailKey);
            requireLease(database.transaction(handle -> UploadDao.stored(handle, ticket.uploadId())));
        } catch (RuntimeException e) {
            removeNow(videoKey);
            removeNow(thumbnailKey);
            throw e;
        }
        steps.accept(UploadStep.MARKED_STORED);
        int reelId = database.transaction(handle -> {
            int id = newReels.insert(handle, ticket.merchantId(), form, prepared, videoKey, thumbnailKey);
            requireLease(UploadDao.done(handle, ticket.uploadId(), id, fingerprint, REMEMBERED));
            requireLease(ticket.also().write(handle, id));
            return id;
        });
        steps.accept(UploadStep.COMMITTED);
        changes.committed(reelId);
        if (prepared.processing() == Processing.PENDING) {
            transcodeQueued.run();
        }
        return reels.find(reelId).orElseThrow();
    }

    private void store(PreparedVideo prepared, String videoKey, String thumbnailKey) {
        try {
            storage.store(prepared.video(), videoKey);
            steps.accept(UploadStep.VIDEO_STORED);
            storage.store(prepared.thumbnail(), thumbnailKey);
            steps.accept(UploadStep.ALL_STORED);
        } catch (StorageException e) {
            LOG.error("A video could not be stored", e);
            throw ApiException.of(ErrorCode.STORAGE_ERROR, "The video could not be stored, please try again");
        }
    }

    /**
     * Removes an object that no reel can have yet. Where the lease was lost before it was written, the sweepers may
     * have come and gone, and would not come again.
     */
    private void removeNow(String key) {
        try {
            storage.delete(key);
        } catch (StorageException e) {
            LOG.warn("{} could not be removed at once", key, e);
        }
    }

    private static void requireLease(boolean held) {
        if (!held) {
            throw ApiException.of(ErrorCode.REEL_UPLOAD_FAILED, "The upload took too long, please try again");
        }
    }

    /** Ends an upload that came to nothing; a database out of reach leaves it to the sweep. */
    void abandon(String uploadId) {
        try {
            database.execute((Handle handle) -> UploadDao.abandon(handle, uploadId));
            sweepSoon();
        } catch (RuntimeException e) {
            LOG.warn("An upload could not be cleaned up now; the sweep will do it", e);
        }
    }

    /** Has what abandoned uploads left in storage removed soon. */
    void sweepSoon() {
        mediaRemoved.run();
    }
}
