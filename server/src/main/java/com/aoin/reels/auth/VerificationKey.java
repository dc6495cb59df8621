package com.aoin.reels.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import org.jspecify.annotations.Nullable;

/**
 * A key that verifies exactly one algorithm, fixed when the key was read. What a token's header says can therefore only
 * pick a key, never how it is used: a public key is no HMAC secret, whatever the header claims.
 */
record VerificationKey(JWSHeader header, @Nullable String keyId, JWSVerifier verifier) {
    VerificationKey(JWSAlgorithm algorithm, @Nullable String keyId, JWSVerifier verifier) {
        this(new JWSHeader(algorithm), keyId, verifier);
    }

    static VerificationKey of(SharedSecret secret) {
        try {
            return new VerificationKey(JWSAlgorithm.HS256, null, new MACVerifier(secret.bytes()));
        } catch (JOSEException e) {
            throw new IllegalStateException("HMAC with SHA-256 is missing from this Java", e);
        }
    }

    boolean is(String algorithm) {
        return header.getAlgorithm().getName().equals(algorithm);
    }

    boolean signed(CompactToken token) {
        try {
            return verifier.verify(header, token.signedText().getBytes(US_ASCII), token.signature());
        } catch (JOSEException e) {
            return false;
        }
    }
}
