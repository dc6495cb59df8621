package com.aoin.reels.config;

import com.aoin.reels.config.ReelsConfig.Secret;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A product environment of Cloudinary.
 *
 * @param uploadPrefix base of the API, which differs for accounts in the EU or the Asia-Pacific region
 * @param publicUrl    base of delivery links, which differs for accounts with a domain of their own
 */
public record CloudinarySettings(String cloudName, String apiKey, Secret apiSecret, URI uploadPrefix, URI publicUrl) {
    static final Set<String> NAMES = Set.of(
            "CLOUDINARY_CLOUD_NAME",
            "CLOUDINARY_API_KEY",
            "CLOUDINARY_API_SECRET",
            "CLOUDINARY_UPLOAD_PREFIX",
            "REELS_CLOUDINARY_PUBLIC_URL");

    /** Null when no cloud name is set and none is needed. */
    static @Nullable CloudinarySettings read(Settings settings, boolean needed) {
        String cloudName = settings.text("CLOUDINARY_CLOUD_NAME");
        if (cloudName == null && !needed) {
            return null;
        }
        cloudName = required(settings, "CLOUDINARY_CLOUD_NAME", "the name of a product environment");
        if (!cloudName.matches("[A-Za-z0-9_-]+")) {
            throw ConfigException.wrong(
                    "CLOUDINARY_CLOUD_NAME", cloudName, "the name of a product environment: letters, digits, - and _");
        }
        String apiKey = required(settings, "CLOUDINARY_API_KEY", "the product environment's API key");
        String apiSecret = required(settings, "CLOUDINARY_API_SECRET", "the product environment's API secret");
        return new CloudinarySettings(
                cloudName,
                apiKey,
                new Secret(apiSecret),
                baseUrl(settings, "CLOUDINARY_UPLOAD_PREFIX", "https://api.cloudinary.com"),
                baseUrl(settings, "REELS_CLOUDINARY_PUBLIC_URL", "https://res.cloudinary.com/" + cloudName));
    }

    private static String required(Settings settings, String name, String takes) {
        String held = settings.text(name);
        if (held == null) {
            throw ConfigException.missing(name, takes, "videos are kept at Cloudinary");
        }
        return held;
    }

    private static URI baseUrl(Settings settings, String name, String fallback) {
        URI url = settings.url(name);
        if (url != null && url.getRawQuery() != null) {
            throw ConfigException.wrong(name, url.toString(), "an http:// or https:// URL without a query");
        }
        return Objects.requireNonNullElseGet(url, () -> URI.create(fallback));
    }
}
