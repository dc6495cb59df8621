package com.aoin.reels.http;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How JSON is read and written here: strictly in, and out in the API's forms of times and money. */
public final class Json {
    /** Deep nesting is never meant by a client of ours. */
    private static final int MAX_DEPTH = 32;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Whoever opened a stream closes it, perhaps after reading on.
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Bytes to begin with: most answers are short, and the pages of lists grow into what they need. */
    private static final int SHORT_ANSWER = 512;

    private Json() {}

    /** Writes one JSON value, or the members of an object that is already open. */
    @FunctionalInterface
    public interface Writer {
        void write(JsonGenerator json);
    }

    /** Renders one value as UTF-8. */
    public static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(SHORT_ANSWER);
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            writer.write(json);
        }
        return bytes.toByteArray();
    }

    /** A member that is a whole second in UTC, {@code 2025-11-24T09:59:01Z}; null stays null. */
    public static void time(JsonGenerator json, String name, @Nullable Instant time) {
        if (time == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, IsoTime.wholeSeconds(time));
        }
    }

    /** A member that is an amount of money with two decimals; null stays null. */
    public static void money(JsonGenerator json, String name, @Nullable BigDecimal amount) {
        if (amount == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, amount.setScale(2, RoundingMode.HALF_UP));
        }
    }

    /** A member that is a whole number or null. */
    public static void integer(JsonGenerator json, String name, @Nullable Number number) {
        if (number == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, number.longValue());
        }
    }

    /** A member that is a text or null. */
    public static void text(JsonGenerator json, String name, @Nullable String text) {
        if (text == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, text);
        }
    }
}
