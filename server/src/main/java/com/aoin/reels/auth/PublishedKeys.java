package com.aoin.reels.auth;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The usable keys of one JWKS document. */
record PublishedKeys(List<VerificationKey> keys) {
    /** How many keys are tried for a token that does not say which one signed it. */
    static final int MAX_TRIED = 16;

    private static final Logger log = LoggerFactory.getLogger(PublishedKeys.class);

    /**
     * Reads a JWKS document; entries that cannot be used are skipped.
     *
     * @throws IllegalArgumentException when it is no JSON object with a list of keys
     */
    static PublishedKeys parse(byte[] document) {
        JsonNode entries = TokenJson.object(document).path("keys");
        if (!entries.isArray()) {
            throw new IllegalArgumentException("no list of keys");
        }
        List<VerificationKey> keys = entries.values().stream()
                .map(JwksEntry::parse)
                .flatMap(Optional::stream)
                .toList();
        log.info("Fetched the identity provider's keys: {} usable of {}", keys.size(), entries.size());
        return new PublishedKeys(keys);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean has(String algorithm, @Nullable String keyId) {
        return fitting(algorithm, keyId).findAny().isPresent();
    }

    boolean signed(CompactToken token) {
        return fitting(token.algorithm(), token.keyId()).limit(MAX_TRIED).anyMatch(key -> key.signed(token));
    }

    private Stream<VerificationKey> fitting(String algorithm, @Nullable String keyId) {
        return keys.stream().filter(key -> key.is(algorithm) && (keyId == null || keyId.equals(key.keyId())));
    }
}
