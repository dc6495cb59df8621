package com.aoin.reels.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Large files, sent in parts: several at a time, each tried again by itself. An upload that fails is aborted, since a
 * bucket keeps and charges for its parts otherwise, and what a crash left is aborted when the object is removed.
 */
final class S3Multipart {
    private static final Logger LOG = LoggerFactory.getLogger(S3Multipart.class);
    /** S3 takes no less, except for the last one. */
    static final int SMALLEST_PART = 5 * 1024 * 1024;
    /** What four at a time move within the limit on a line of half a megabyte per second. */
    static final int PART = 8 * 1024 * 1024;

    private static final int AT_A_TIME = 4;

    private final S3Client client;
    private final String bucket;
    private final S3Transfers transfers;
    private final Consumer<AwsRequestOverrideConfiguration.Builder> small;
    private final int partSize;

    S3Multipart(S3Client client, String bucket, S3Transfers transfers, Limits limits, int partSize) {
        this.client = client;
        this.bucket = bucket;
        this.transfers = transfers;
        this.small = S3Bucket.small(limits);
        this.partSize = partSize;
    }

    void store(Path file, String key) throws IOException, InterruptedException {
        String upload = client.createMultipartUpload(request -> request.bucket(bucket)
                        .key(key)
                        .contentType(StorageKey.mediaType(key))
                        .cacheControl(StorageKey.CACHE_CONTROL)
                        .overrideConfiguration(small))
                .uploadId();
        boolean done = false;
        try {
            List<CompletedPart> parts = send(FileSlice.of(file, partSize), key, upload);
            client.completeMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(upload).multipartUpload(whole -> whole.parts(parts)));
            done = true;
        } finally {
            if (!done) {
                abort(key, upload);
            }
        }
    }

    private List<CompletedPart> send(List<FileSlice> slices, String key, String upload)
            throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofVirtual().name("s3-part").factory())) {
            List<Future<CompletedPart>> sending = new ArrayList<>();
            for (int i = 0; i < slices.size(); i++) {
                int number = i + 1;
                FileSlice slice = slices.get(i);
                sending.add(threads.submit(() -> send(slice, number, key, upload)));
            }
            List<CompletedPart> parts = new ArrayList<>();
            try {
                for (Future<CompletedPart> part : sending) {
                    parts.add(part.get());
                }
                return parts;
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case SdkException failure -> throw failure;
                    case IOException failure -> throw failure;
                    case null, default -> throw new IllegalStateException("A part of " + key + " was not sent", e);
                }
            } finally {
                // Nothing is left to do unless one of them failed.
                threads.shutdownNow();
            }
        }
    }

    private CompletedPart send(FileSlice slice, int number, String key, String upload) throws InterruptedException {
        return transfers.run(() -> {
            String tag = client.uploadPart(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number),
                            S3Transfers.body(slice, key))
                    .eTag();
            return CompletedPart.builder().partNumber(number).eTag(tag).build();
        });
    }

    private void abort(String key, String upload) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(upload).overrideConfiguration(small));
        } catch (SdkException e) {
            LOG.warn("An unfinished upload of {} could not be aborted now; its removal will do it", key, e);
        }
    }

    /** Aborts what was begun under a key and never finished. */
    void abortUnfinished(String key) {
        try {
            for (MultipartUpload unfinished : client.listMultipartUploads(
                            request -> request.bucket(bucket).prefix(key).overrideConfiguration(small))
                    .uploads()) {
                client.abortMultipartUpload(request -> request.bucket(bucket)
                        .key(key)
                        .uploadId(unfinished.uploadId())
                        .overrideConfiguration(small));
            }
        } catch (S3Exception e) {
            // Not every server can list them, and not every policy lets us; the object itself can still be removed.
            if (e.statusCode() != 403 && e.statusCode() != 404 && e.statusCode() != 405 && e.statusCode() != 501) {
                throw e;
            }
            LOG.warn("Unfinished uploads of {} cannot be listed: {}", key, e.getMessage());
        }
    }
}
