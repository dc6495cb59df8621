package com.aoin.reels.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides whether a bearer token (a signed JWT in compact form) is believed. HS256 is checked with the shared secret
 * only, RS256 and ES256 with the identity provider's published keys only, nothing else is accepted; claims are looked
 * at once the signature is good. Safe for use by many threads; verifying blocks while keys are fetched, a few seconds
 * at most.
 */
public final class TokenVerifier implements AutoCloseable {
    private static final String SHARED = "HS256";
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration MAX_WAIT = Duration.ofSeconds(4);
    private static final int MOST_KEPT_BYTES = 32 << 20;
    /** What the claims of a token take beside its text, about. */
    private static final int BYTES_OF_CLAIMS = 1_000;

    private final @Nullable VerificationKey secret;
    private final @Nullable JwksCache jwks;
    private final ClaimRules rules;
    /**
     * The claims of tokens that the shared secret has signed: a token comes with every request of its bearer, and the
     * secret stays what it is. Times are looked at each time. Other keys may be withdrawn, so theirs are not kept.
     */
    private final Cache<String, JsonNode> claims = Caffeine.newBuilder()
            .maximumWeight(MOST_KEPT_BYTES)
            .weigher((String token, JsonNode _) -> BYTES_OF_CLAIMS + token.length())
            .build();

    TokenVerifier(TokenSettings settings, InstantSource clock, @Nullable JwksCache jwks) {
        this.secret = settings.secret() == null ? null : VerificationKey.of(settings.secret());
        this.jwks = jwks;
        this.rules = new ClaimRules(settings.issuer(), settings.audience(), clock);
    }

    /** A verifier by these settings; keys behind a JWKS URL are fetched when somebody needs or asks for them. */
    public static TokenVerifier create(TokenSettings settings, InstantSource clock) {
        JwksCache jwks = settings.jwksUri() == null
                ? null
                : new JwksCache(new JwksEndpoint(settings.jwksUri(), FETCH_TIMEOUT), System::nanoTime, MAX_WAIT);
        return new TokenVerifier(settings, clock, jwks);
    }

    /**
     * Whether there are keys of the identity provider to tell its tokens by; true where none is set. Answers at once, and
     * has them fetched in the background where they are missing or old.
     */
    public boolean hasProviderKeys() {
        return jwks == null || jwks.hasKeys();
    }

    /**
     * Verifies a token.
     *
     * @throws InvalidTokenException when it is refused, with a reason that may be shown
     * @throws KeysUnavailableException when the keys to tell by could not be fetched
     */
    public VerifiedToken verify(String compactJwt) {
        JsonNode known = claims.getIfPresent(compactJwt);
        if (known != null) {
            return rules.check(known);
        }
        CompactToken token = CompactToken.parse(compactJwt);
        if (!isSigned(token)) {
            throw InvalidTokenException.invalid();
        }
        JsonNode told = token.claims();
        VerifiedToken verified = rules.check(told);
        if (token.algorithm().equals(SHARED)) {
            claims.put(compactJwt, told);
        }
        return verified;
    }

    private boolean isSigned(CompactToken token) {
        if (token.algorithm().equals(SHARED) && secret != null) {
            return secret.signed(token);
        }
        if ((token.algorithm().equals("RS256") || token.algorithm().equals("ES256")) && jwks != null) {
            return jwks.signed(token);
        }
        throw new InvalidTokenException("Token algorithm is not accepted");
    }

    /** Ends a fetch of keys that may be under way. */
    @Override
    public void close() {
        if (jwks != null) {
            jwks.close();
        }
    }
}
