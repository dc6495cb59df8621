package com.aoin.reels.auth;

import java.net.URI;
import java.time.Duration;

/** A process of its own that verifies one token, with the certificates that its JVM is told to trust. */
public final class VerifyingToken {
    private static final Duration LONG = Duration.ofSeconds(45);

    private VerifyingToken() {}

    /** Arguments: the JWKS URL and the token. Ends with 0 when it is accepted, 3 when its keys cannot be had. */
    public static void main(String[] arguments) {
        URI uri = URI.create(arguments[0]);
        JwksCache keys = new JwksCache(new JwksEndpoint(uri, LONG), System::nanoTime, LONG);
        try (TokenVerifier verifier =
                new TokenVerifier(new TokenSettings(null, uri, null, null), TestingTokens.CLOCK, keys)) {
            System.out.println(verifier.verify(arguments[1]));
        } catch (KeysUnavailableException e) {
            System.out.println("no keys: " + e);
            Runtime.getRuntime().halt(3);
        }
    }
}
