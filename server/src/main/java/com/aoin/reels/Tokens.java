package com.aoin.reels;

import com.aoin.reels.auth.SharedSecret;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.config.ReelsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which tokens the settings accept. Where keys come from an identity provider, HS256 needs a secret that was set
 * explicitly; one of our own making would be a second door.
 */
final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

    private Tokens() {}

    static TokenSettings settings(ReelsConfig config) {
        return new TokenSettings(secret(config), config.jwksUrl(), config.jwtIssuer(), config.jwtAudience());
    }

    /** For the log of a service: settings that accept more than most operators would. */
    static void warn(ReelsConfig config) {
        if (config.jwksUrl() != null && config.jwtAudience() == null) {
            LOG.warn(
                    "REELS_JWT_AUDIENCE is not set: tokens that the identity provider made for others count here, too");
        }
    }

    private static @Nullable SharedSecret secret(ReelsConfig config) {
        if (config.jwtSecret() != null) {
            return SharedSecret.of(config.jwtSecret().bytes());
        }
        if (config.jwksUrl() != null) {
            return null;
        }
        try {
            return SharedSecret.loadOrCreate(DataDirectory.prepare(config));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep a token secret: " + e.getMessage(), e);
        }
    }
}
