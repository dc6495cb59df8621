package com.aoin.reels.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs tokens with the shared secret, for trying the service out; a shop's own come from its identity provider. */
public final class TokenMint {
    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();

    private final TokenSettings settings;
    private final MACSigner signer;
    private final InstantSource clock;

    /**
     * Mints tokens that a verifier of the same settings accepts.
     *
     * @throws IllegalArgumentException when the settings have no shared secret
     */
    public TokenMint(TokenSettings settings, InstantSource clock) {
        if (settings.secret() == null) {
            throw new IllegalArgumentException("Tokens can only be minted with a shared secret");
        }
        this.settings = settings;
        this.clock = clock;
        try {
            signer = new MACSigner(settings.secret().bytes());
        } catch (JOSEException e) {
            throw new IllegalStateException("HMAC with SHA-256 is missing from this Java", e);
        }
    }

    /**
     * A token for this user.
     *
     * @param role such as {@code admin}; null for none
     * @param lifetime from now, in whole seconds, at least one
     */
    public String mint(int userId, @Nullable String role, Duration lifetime) {
        if (userId < 1) {
            throw new IllegalArgumentException("A user id is at least 1, not " + userId);
        }
        if (lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("A token lives at least one second, not " + lifetime);
        }
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", Integer.toString(userId));
        claims.put("iat", now);
        claims.put("exp", Math.addExact(now, lifetime.toSeconds()));
        putUnlessNull(claims, "role", role);
        putUnlessNull(claims, "iss", settings.issuer());
        putUnlessNull(claims, "aud", settings.audience());
        return sign(claims);
    }

    private String sign(Map<String, Object> claims) {
        JWSObject token = new JWSObject(HEADER, new Payload(TokenJson.bytes(claims)));
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("Could not sign a token", e);
        }
        return token.serialize();
    }

    private static void putUnlessNull(Map<String, Object> claims, String name, @Nullable String value) {
        if (value != null) {
            claims.put(name, value);
        }
    }
}
