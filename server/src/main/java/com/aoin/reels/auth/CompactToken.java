package com.aoin.reels.auth;

import com.nimbusds.jose.util.Base64URL;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A token taken apart but not yet believed. Of the header only {@code alg}, {@code kid} and {@code crit} are read:
 * {@code jku}, {@code jwk}, {@code x5u} and {@code x5c}, by which a token names its own key, reach no other code.
 *
 * @param algorithm the header's {@code alg}, whatever it says
 * @param keyId the header's {@code kid}
 * @param signedText what the signature covers
 * @param payload the claims, not decoded: they mean nothing before the signature is known to be good
 */
record CompactToken(String algorithm, @Nullable String keyId, String signedText, String payload, Base64URL signature) {
    static final int MAX_LENGTH = 8 * 1024;

    /** @throws InvalidTokenException unless the text is a signed token in compact form of at most 8 KiB */
    static CompactToken parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidTokenException("Token is too long");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw InvalidTokenException.invalid();
        }
        JsonNode header = json(parts[0]);
        decode(parts[2]);
        // No extension is understood here, so there is no critical one that could be honoured.
        if (header.has("crit")) {
            throw new InvalidTokenException("Token requires an extension that is not supported");
        }
        JsonNode algorithm = header.path("alg");
        JsonNode keyId = header.path("kid");
        if (!algorithm.isString() || !(keyId.isString() || keyId.isMissingNode())) {
            throw InvalidTokenException.invalid();
        }
        return new CompactToken(
                algorithm.stringValue(),
                keyId.isString() ? keyId.stringValue() : null,
                text.substring(0, text.lastIndexOf('.')),
                parts[1],
                new Base64URL(parts[2]));
    }

    /** The claims; to be asked for only once the signature has been verified. */
    JsonNode claims() {
        return json(payload);
    }

    private static JsonNode json(String part) {
        try {
            return TokenJson.object(decode(part));
        } catch (IllegalArgumentException e) {
            throw InvalidTokenException.invalid();
        }
    }

    /** Canonical base64url only, so that no second spelling of a token passes: no padding, no stray last bits. */
    private static byte[] decode(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw InvalidTokenException.invalid();
        }
        throw InvalidTokenException.invalid();
    }
}
