package com.aoin.reels.auth;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens are accepted.
 *
 * @param secret for HS256; null refuses HS256 altogether
 * @param jwksUri where the identity provider publishes its RS256 and ES256 keys, as the settings have
 *     checked it; null refuses both algorithms
 * @param issuer the only accepted {@code iss}; null accepts any
 * @param audience what {@code aud} must contain; null accepts any
 */
public record TokenSettings(
        @Nullable SharedSecret secret,
        @Nullable URI jwksUri,
        @Nullable String issuer,
        @Nullable String audience) {

    /** @throws IllegalArgumentException saying which setting is wrong and why */
    public TokenSettings {
        if (secret == null && jwksUri == null) {
            throw new IllegalArgumentException("Neither a token secret nor a JWKS URL: no token could be verified");
        }
        if (issuer != null && issuer.isBlank()) {
            throw new IllegalArgumentException("The token issuer is blank");
        }
        if (audience != null && audience.isBlank()) {
            throw new IllegalArgumentException("The token audience is blank");
        }
    }
}
