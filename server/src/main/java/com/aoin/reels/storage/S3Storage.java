package com.aoin.reels.storage;

import com.aoin.reels.background.Periodic;
import com.aoin.reels.config.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Videos and thumbnails in a bucket of Amazon S3, or of any server that speaks its protocol. Clients get public or CDN
 * links where a base for them is set, and signed ones otherwise.
 */
final class S3Storage implements VideoStorage {
    static final String PROVIDER = "aws";
    private static final Logger LOG = LoggerFactory.getLogger(S3Storage.class);
    private static final int TRANSFERS = 16;
    /** A whole video comes back in one answer. */
    private static final Duration FETCH = Duration.ofMinutes(10);
    /** The SDK keeps credentials and asks for new ones some time before they end, so most of these cost nothing. */
    private static final Duration RENEWAL = Duration.ofSeconds(5);

    private final S3Client client;
    private final AwsCredentialsProvider credentials;
    private final String bucket;
    private final String address;
    private final @Nullable S3Links links;
    private final @Nullable Periodic renewal;
    private final Limits limits;
    private final S3Transfers transfers = new S3Transfers(TRANSFERS);
    private final S3Multipart multipart;
    private final int partSize;

    private S3Storage(
            S3Client client, S3Settings settings, AwsCredentialsProvider credentials, Limits limits, int partSize) {
        this.client = client;
        this.credentials = credentials;
        this.bucket = settings.bucket();
        this.limits = limits;
        this.partSize = partSize;
        this.multipart = new S3Multipart(client, bucket, transfers, limits, partSize);
        URI publicUrl = settings.publicUrl();
        if (publicUrl != null) {
            this.address = publicUrl + "/";
            this.links = null;
            this.renewal = null;
        } else {
            this.address = bucketAddress(client, bucket);
            S3Links signed =
                    new S3Links(address, settings.region(), credentials, settings.linkLifetime(), Clock.systemUTC());
            this.links = signed;
            this.renewal = Periodic.start("credentials of links", RENEWAL, signed::renew);
        }
    }

    static S3Storage open(S3Settings settings) {
        return open(settings, Limits.DEFAULT, S3Multipart.PART);
    }

    static S3Storage open(S3Settings settings, Limits limits, int partSize) {
        AwsCredentialsProvider credentials = S3Bucket.credentials(settings);
        return new S3Storage(S3Bucket.connect(settings, credentials, limits), settings, credentials, limits, partSize);
    }

    private static String bucketAddress(S3Client client, String bucket) {
        String url = client.utilities()
                .getUrl(request -> request.bucket(bucket).key("k"))
                .toString();
        return url.substring(0, url.length() - 1);
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public void store(Path file, String key) {
        try {
            if (Files.size(file) > partSize) {
                multipart.store(file, key);
            } else {
                FileSlice whole = FileSlice.whole(file);
                transfers.run(() -> client.putObject(
                        request -> request.bucket(bucket)
                                .key(key)
                                .contentType(StorageKey.mediaType(key))
                                .cacheControl(StorageKey.CACHE_CONTROL),
                        S3Transfers.body(whole, key)));
            }
        } catch (SdkException | IOException | UncheckedIOException e) {
            throw new StorageException("Cannot store " + key, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("Interrupted while storing " + key, e);
        }
    }

    @Override
    public Path fetch(String key, Path target) {
        return call("fetch " + key, () -> {
            client.getObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .overrideConfiguration(override ->
                                    override.apiCallAttemptTimeout(FETCH).apiCallTimeout(FETCH)),
                    ResponseTransformer.toFile(target));
            return target;
        });
    }

    @Override
    public void delete(String key) {
        call("delete " + key, () -> {
            if (!StorageKey.extension(key).equals("jpg")) {
                multipart.abortUnfinished(key);
            }
            return client.deleteObject(
                    request -> request.bucket(bucket).key(key).overrideConfiguration(S3Bucket.small(limits)));
        });
    }

    private static <T> T call(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new StorageException("Cannot " + what, e);
        }
    }

    @Override
    public String canonicalUrl(String key) {
        return address + key;
    }

    @Override
    public String url(String key) {
        return links == null ? address + key : links.url(key);
    }

    @Override
    public boolean isReachable() {
        try {
            client.headBucket(request -> request.bucket(bucket).overrideConfiguration(S3Bucket.small(limits)));
            return true;
        } catch (SdkException e) {
            LOG.warn("The bucket {} cannot be used: {}", bucket, e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        if (renewal != null) {
            renewal.close();
        }
        client.close();
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
