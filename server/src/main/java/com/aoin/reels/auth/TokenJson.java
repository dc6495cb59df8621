package com.aoin.reels.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the JSON of tokens and key sets strictly: UTF-8 only, one object, no name twice, nothing after it. Two readers
 * must never see two meanings in one token.
 */
final class TokenJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TokenJson() {}

    /** @throws IllegalArgumentException when the bytes are anything else; without a cause, which may quote them */
    static JsonNode object(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException | CharacterCodingException e) {
            throw new IllegalArgumentException("not well-formed JSON");
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }
}
