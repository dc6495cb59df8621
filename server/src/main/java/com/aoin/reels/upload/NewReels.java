package com.aoin.reels.upload;

import com.aoin.reels.reel.Processing;
import com.aoin.reels.storage.VideoStorage;
import com.aoin.reels.upload.UploadForm.Checked;
import org.jdbi.v3.core.Handle;

/** Writes the rows of a new reel. */
final class NewReels {
    private final VideoStorage storage;
    private final boolean requireApproval;

    /**
     * Rows for videos in this storage.
     *
     * @param requireApproval whether a new reel waits for an admin
     */
    NewReels(VideoStorage storage, boolean requireApproval) {
        this.storage = storage;
        this.requireApproval = requireApproval;
    }

    int insert(
            Handle handle, int merchantId, Checked form, PreparedVideo prepared, String videoKey, String thumbnailKey) {
        int reelId = handle.createUpdate("""
                        INSERT INTO reels (merchant_id, product_id, video_url, video_public_id, thumbnail_url,
                          thumbnail_public_id, storage_provider, description, duration_seconds, file_size_bytes,
                          video_format, resolution, processing, approval_status, approved_at, created_at, updated_at)
                        VALUES (:merchant, :product, :videoUrl, :videoKey, :thumbnailUrl,
                          :thumbnailKey, :provider, :description, :seconds, :bytes,
                          :format, :resolution, :processing, :approval,
                          IF(:approval = 'approved', UTC_TIMESTAMP(6), NULL), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
                        """)
                .bind("merchant", merchantId)
                .bind("product", form.productId())
                .bind("videoUrl", storage.canonicalUrl(videoKey))
                .bind("videoKey", videoKey)
                .bind("thumbnailUrl", storage.canonicalUrl(thumbnailKey))
                .bind("thumbnailKey", thumbnailKey)
                .bind("provider", storage.provider())
                .bind("description", form.description())
                .bind("seconds", prepared.probe().roundedSeconds())
                .bind("bytes", form.video().size())
                .bind("format", form.video().extension())
                .bind("resolution", prepared.probe().resolution())
                .bind("processing", prepared.processing().text())
                .bind("approval", requireApproval ? "pending" : "approved")
                .executeAndReturnGeneratedKeys("reel_id")
                .mapTo(Integer.class)
                .one();
        if (prepared.processing() == Processing.PENDING) {
            handle.createUpdate("""
                            INSERT INTO transcodes (reel_id, not_before, created_at)
                            VALUES (:reel, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
                            """).bind("reel", reelId).execute();
        }
        return reelId;
    }
}
