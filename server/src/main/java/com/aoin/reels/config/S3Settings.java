package com.aoin.reels.config;

import com.aoin.reels.config.ReelsConfig.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of Amazon S3, or of a server that speaks its protocol.
 *
 * @param endpoint     null = Amazon's own of the region
 * @param publicUrl    base of public or CDN links; null = links are signed
 * @param linkLifetime how long a signed link works at most; it works for half of that at least
 * @param accessKey    null = the SDK's own places: profile files, web identity, the container, the instance
 */
public record S3Settings(
        String bucket,
        String region,
        @Nullable URI endpoint,
        @Nullable URI publicUrl,
        Duration linkLifetime,
        @Nullable AccessKey accessKey) {
    static final Set<String> NAMES = Set.of(
            "AWS_S3_BUCKET",
            "AWS_REGION",
            "AWS_ENDPOINT_URL_S3",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "REELS_S3_PUBLIC_URL",
            "REELS_S3_LINK_SECONDS");

    private static final int DAY = 24 * 60 * 60;
    /** Longer is refused by S3. */
    private static final int WEEK = 7 * DAY;

    /** A pair of keys, and the token that temporary ones come with. */
    public record AccessKey(
            String id, Secret secret, @Nullable Secret sessionToken) {}

    /** Null when no bucket is set and none is needed. */
    static @Nullable S3Settings read(Settings settings, boolean needed) {
        String bucket = settings.text("AWS_S3_BUCKET");
        if (bucket == null) {
            if (needed) {
                throw missing("AWS_S3_BUCKET", "the name of a bucket");
            }
            return null;
        }
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw ConfigException.wrong(
                    "AWS_S3_BUCKET", bucket, "the name of a bucket: 3 to 63 lower-case letters, digits, dots, hyphens");
        }
        URI endpoint = baseUrl(settings, "AWS_ENDPOINT_URL_S3");
        return new S3Settings(
                bucket,
                region(settings, endpoint),
                endpoint,
                baseUrl(settings, "REELS_S3_PUBLIC_URL"),
                Duration.ofSeconds(settings.integer("REELS_S3_LINK_SECONDS", DAY, 60, WEEK)),
                accessKey(settings));
    }

    private static String region(Settings settings, @Nullable URI endpoint) {
        String region = settings.text("AWS_REGION");
        if (region == null && endpoint == null) {
            throw missing("AWS_REGION", "the region of the bucket, such as eu-central-1");
        }
        if (region != null && !region.matches("[a-z0-9-]{2,40}")) {
            throw ConfigException.wrong("AWS_REGION", region, "the region of the bucket, such as eu-central-1");
        }
        // Servers that only speak the protocol have one region, and this is what they call it.
        return region == null ? "us-east-1" : region;
    }

    private static @Nullable URI baseUrl(Settings settings, String name) {
        URI url = settings.url(name);
        if (url != null && url.getRawQuery() != null) {
            throw ConfigException.wrong(name, url.toString(), "an http:// or https:// URL without a query");
        }
        return url;
    }

    private static @Nullable AccessKey accessKey(Settings settings) {
        String id = settings.text("AWS_ACCESS_KEY_ID");
        String secret = settings.text("AWS_SECRET_ACCESS_KEY");
        if (id == null && secret == null) {
            return null;
        }
        if (id == null) {
            throw missing("AWS_ACCESS_KEY_ID", "the id that belongs to AWS_SECRET_ACCESS_KEY");
        }
        if (secret == null) {
            throw missing("AWS_SECRET_ACCESS_KEY", "the secret that belongs to AWS_ACCESS_KEY_ID");
        }
        String token = settings.text("AWS_SESSION_TOKEN");
        return new AccessKey(id, new Secret(secret), token == null ? null : new Secret(token));
    }

    private static ConfigException missing(String name, String takes) {
        return ConfigException.missing(name, takes, "videos are kept in S3");
    }
}
