package com.aoin.reels.auth;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens are accepted.
 *
 * @param secret for HS256; null refuses HS256 altogether
 * @param jwksUri where the identity provider publishes its RS256 and ES256 keys: HTTPS, or plain HTTP to this machine;
 *     null refuses both algorithms
 * @param issuer the only accepted {@code iss}; null accepts any
 * @param audience what {@code aud} must contain; null accepts any
 */
public record TokenSettings(
        @Nullable SharedSecret secret,
        @Nullable URI jwksUri,
        @Nullable String issuer,
        @Nullable String audience) {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|\\[::1]|127\\.%1$s\\.%1$s\\.%1$s".formatted(OCTET));

    /** @throws IllegalArgumentException saying which setting is wrong and why */
    public TokenSettings {
        if (secret == null && jwksUri == null) {
            throw new IllegalArgumentException("Neither a token secret nor a JWKS URL: no token could be verified");
        }
        if (jwksUri != null) {
            checkJwksUri(jwksUri);
        }
        if (issuer != null && issuer.isBlank()) {
            throw new IllegalArgumentException("The token issuer is blank");
        }
        if (audience != null && audience.isBlank()) {
            throw new IllegalArgumentException("The token audience is blank");
        }
    }

    private static void checkJwksUri(URI uri) {
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (scheme == null || host == null) {
            throw new IllegalArgumentException("The JWKS URL is not an absolute URL with a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("The JWKS URL has a user or a fragment");
        }
        boolean plain = scheme.equalsIgnoreCase("http")
                && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
        if (!plain && !scheme.equalsIgnoreCase("https")) {
            throw new IllegalArgumentException("The JWKS URL is neither HTTPS nor HTTP to this machine");
        }
    }
}
