package com.aoin.reels.upload;

import com.aoin.reels.catalog.Products;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.Ids;
import com.aoin.reels.http.Request;
import com.aoin.reels.reel.Description;
import com.aoin.reels.upload.FormReader.Part;
import java.io.IOException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The form of an upload. The checks stand in a fixed order, and a fault is told as soon as it is known: a wrong
 * extension before the first byte of the video, and a wrong product or description before it too where they came
 * first.
 */
final class UploadForm {
    /** What a form may hold beside the video: texts, and parts of an app's own, such as a cover. */
    private static final long OVERHEAD = 4L * 1024 * 1024;

    private final @Nullable Products products;
    private final int merchantId;
    private final VideoReceiver receiver;
    private final Workspace.@Nullable Folder folder;

    private @Nullable String productId;
    private @Nullable String description;
    private @Nullable ReceivedVideo video;

    private UploadForm(
            @Nullable Products products, int merchantId, VideoReceiver receiver, Workspace.@Nullable Folder folder) {
        this.products = products;
        this.merchantId = merchantId;
        this.receiver = receiver;
        this.folder = folder;
    }

    /** A form whose fields have passed every check that needs no look into the video. */
    record Checked(int productId, String description, ReceivedVideo video) {}

    /**
     * Receives the whole form.
     *
     * @param digest sees the video's bytes; null when no fingerprint is wanted
     */
    static UploadFields receive(
            Request request, Products products, @Nullable MessageDigest digest, Workspace.Folder folder)
            throws IOException {
        return new UploadForm(products, request.merchant(), new VideoReceiver(digest), folder).read(request);
    }

    /**
     * Receives the form of a repeated request, whose product may have become unusable since the first. Its video only
     * reaches the digest and is not kept.
     */
    static UploadFields receiveAgain(Request request, MessageDigest digest) throws IOException {
        return new UploadForm(null, request.merchant(), new VideoReceiver(digest), null).read(request);
    }

    private UploadFields read(Request request) throws IOException {
        VideoReceiver.requireSize(request.contentLength(), OVERHEAD);
        FormReader.read(request, VideoReceiver.MAX_BYTES + OVERHEAD, this::accept);
        return new UploadFields(productId, description, video);
    }

    private void accept(Part part) throws IOException {
        switch (part.name()) {
            case "product_id" -> {
                String text = part.text().strip();
                productId = text.isEmpty() ? null : text;
            }
            case "description" -> description = part.text();
            case "video" -> acceptVideo(part);
            default -> {
                // Apps send parts of their own; they are skipped.
            }
        }
    }

    private void acceptVideo(Part part) throws IOException {
        if (video != null) {
            throw ApiException.invalid("video", "Only one video can be uploaded at a time");
        }
        if (part.fileName() == null || part.fileName().isBlank()) {
            return;
        }
        String extension = VideoReceiver.requireExtension("video", part.fileName());
        if (products != null && productId != null) {
            products.requireUsable(Ids.parse("product_id", productId), merchantId);
        }
        if (description != null) {
            Description.check(description);
        }
        if (folder == null) {
            receiver.compare(part.body(), extension);
        } else {
            video = receiver.receive(part.body(), extension, folder.file("upload." + extension));
        }
    }

    /** Checks the fields that were received, in order: that they are there, the product, the description. */
    static Checked check(UploadFields fields, Products products, int merchantId) {
        if (fields.video() == null) {
            throw ApiException.invalid("video", "video is required, as a file");
        }
        if (fields.productId() == null) {
            throw ApiException.invalid("product_id", "product_id is required");
        }
        if (fields.description() == null) {
            throw ApiException.invalid("description", "description is required");
        }
        int productId = Ids.parse("product_id", fields.productId());
        products.requireUsable(productId, merchantId);
        return new Checked(productId, Description.check(fields.description()), fields.video());
    }
}
