package com.aoin.reels.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads one key of the identity provider. Its type fixes its algorithm: RSA of 2048 to 8192 bits is RS256, EC on P-256
 * is ES256; {@code use}, {@code key_ops} and {@code alg} may only narrow that.
 */
final class JwksEntry {
    private static final int MIN_RSA_BITS = 2048;
    /** Verifying takes time that grows with the square of the length; nobody honest uses more. */
    private static final int MAX_RSA_BITS = 8192;

    private JwksEntry() {}

    /** The key of a JWKS entry; empty when it is malformed, weak, of another type, or not meant to verify with. */
    static Optional<VerificationKey> parse(JsonNode entry) {
        JsonNode keyId = entry.path("kid");
        // Anyone may sign with a private key that was published, so it proves nothing.
        if (!isForVerifying(entry) || entry.has("d") || !(keyId.isMissingNode() || keyId.isString())) {
            return Optional.empty();
        }
        String kid = keyId.isString() ? keyId.stringValue() : null;
        try {
            return switch (text(entry, "kty")) {
                case "RSA" -> rsa(entry, kid);
                case "EC" -> ec(entry, kid);
                default -> Optional.empty();
            };
        } catch (JOSEException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static Optional<VerificationKey> rsa(JsonNode entry, @Nullable String keyId) throws JOSEException {
        RSAPublicKey key = new RSAKey.Builder(number(entry, "n"), number(entry, "e"))
                .build()
                .toRSAPublicKey();
        int bits = key.getModulus().bitLength();
        return bits < MIN_RSA_BITS || bits > MAX_RSA_BITS
                ? Optional.empty()
                : fitting(JWSAlgorithm.RS256, entry, keyId, new RSASSAVerifier(key));
    }

    private static Optional<VerificationKey> ec(JsonNode entry, @Nullable String keyId) throws JOSEException {
        if (!text(entry, "crv").equals(Curve.P_256.getName())) {
            return Optional.empty();
        }
        ECKey key = new ECKey.Builder(Curve.P_256, number(entry, "x"), number(entry, "y")).build();
        return fitting(JWSAlgorithm.ES256, entry, keyId, new ECDSAVerifier(key.toECPublicKey()));
    }

    private static Optional<VerificationKey> fitting(
            JWSAlgorithm algorithm, JsonNode entry, @Nullable String keyId, JWSVerifier verifier) {
        boolean fits = !entry.has("alg") || text(entry, "alg").equals(algorithm.getName());
        return fits ? Optional.of(new VerificationKey(algorithm, keyId, verifier)) : Optional.empty();
    }

    private static boolean isForVerifying(JsonNode entry) {
        boolean signs = !entry.has("use") || text(entry, "use").equals("sig");
        boolean verifies = !entry.has("key_ops")
                || entry.path("key_ops").valueStream().anyMatch(one -> "verify".equals(one.stringValue("")));
        return signs && verifies;
    }

    private static Base64URL number(JsonNode entry, String name) {
        return new Base64URL(text(entry, name));
    }

    private static String text(JsonNode entry, String name) {
        JsonNode value = entry.path(name);
        return value.isString() ? value.stringValue() : "";
    }
}
