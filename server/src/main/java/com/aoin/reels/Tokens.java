package com.aoin.reels;

import com.aoin.reels.auth.SharedSecret;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.config.ReelsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens the settings accept. Where keys come from an identity provider, HS256 needs a secret that was set
 * explicitly; one of our own making would be a second door.
 */
final class Tokens {
    private Tokens() {}

    static TokenSettings settings(ReelsConfig config) {
        return new TokenSettings(secret(config), config.jwksUrl(), config.jwtIssuer(), config.jwtAudience());
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
