package com.aoin.reels.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * Signed links to objects of a bucket. A link changes twice in its lifetime rather than with every answer, so clients
 * and their caches can keep a video; it is signed as of the moment from which it is given out, and so works for half
 * its lifetime at least. That moment differs from object to object, lest everything is fetched anew at once.
 *
 * <p>Nobody who wants a link asks for the credentials: whatever hands out temporary ones may be slow or away. They are
 * those that {@link #renew} found last.
 */
final class S3Links {
    private static final Logger LOG = LoggerFactory.getLogger(S3Links.class);
    private static final int MOST_KEPT = 20_000;

    private final String base;
    private final String region;
    private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private final Duration lifetime;
    private final Clock clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final Cache<String, Signed> kept =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

    private volatile @Nullable AwsCredentialsIdentity found;
    private volatile boolean failing;

    /**
     * Links that begin with the unsigned address of the bucket. The credentials are looked for once, and then with each
     * {@link #renew}.
     *
     * @param lifetime a week at most
     */
    S3Links(
            String base,
            String region,
            IdentityProvider<? extends AwsCredentialsIdentity> credentials,
            Duration lifetime,
            Clock clock) {
        this.base = base;
        this.region = region;
        this.credentials = credentials;
        this.lifetime = lifetime;
        this.clock = clock;
        renew();
    }

    private record Signed(long since, String accessKeyId, String url) {}

    /** Looks for newer credentials; where there are none to be had, those that were found last go on. */
    void renew() {
        try {
            found = credentials.resolveIdentity().join();
            if (failing) {
                LOG.info("The credentials that sign links can be renewed again");
                failing = false;
            }
        } catch (RuntimeException e) {
            if (!failing && !Thread.currentThread().isInterrupted()) {
                LOG.warn("The credentials that sign links cannot be renewed; the last ones go on: {}", e.getMessage());
                failing = true;
            }
        }
    }

    /** The object's link, unsigned for as long as no credentials were ever found. */
    String url(String key) {
        AwsCredentialsIdentity identity = found;
        if (identity == null) {
            return base + key;
        }
        long since = since(key);
        Signed signed = kept.getIfPresent(key);
        if (signed == null || signed.since() != since || !signed.accessKeyId().equals(identity.accessKeyId())) {
            signed = new Signed(since, identity.accessKeyId(), sign(key, identity, Instant.ofEpochSecond(since)));
            kept.put(key, signed);
        }
        return signed.url();
    }

    /** Since when the object's present link is given out, in seconds. */
    private long since(String key) {
        long period = Math.max(1, lifetime.toSeconds() / 2);
        long now = clock.instant().getEpochSecond();
        return now - Math.floorMod(now + key.hashCode(), period);
    }

    private String sign(String key, AwsCredentialsIdentity identity, Instant time) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create(base + key))
                .build();
        return signer.sign(signing -> signing.identity(identity)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, lifetime)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC)))
                .request()
                .getUri()
                .toString();
    }
}
