package com.aoin.reels.http;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object that a client sent, read into types. A member that is missing or wrong is a 400 that names it by its path,
 * like {@code products[3].merchant_id}.
 */
public final class JsonObject {
    private static final Instant EARLIEST = Instant.parse("1000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private final ObjectNode node;
    private final String path;

    private JsonObject(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /**
     * An object that was read elsewhere.
     *
     * @param path what stands before its members' names, like {@code products[3].}
     */
    static JsonObject of(ObjectNode node, String path) {
        return new JsonObject(node, path);
    }

    /** Reads a body that must be one JSON object; no bytes at all are the empty object. */
    public static JsonObject parse(byte[] body) {
        if (body.length == 0) {
            return new JsonObject(Json.MAPPER.createObjectNode(), "");
        }
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
                return new JsonObject(object, "");
            }
        } catch (JacksonException e) {
            throw ApiException.invalid("body", "The body is not valid JSON: " + e.getOriginalMessage());
        } catch (NumberFormatException e) {
            throw tooLargeNumber();
        }
        throw ApiException.invalid("body", "The body must be a JSON object");
    }

    /** For the NumberFormatException with which Jackson refuses exponents beyond an int. */
    static ApiException tooLargeNumber() {
        return ApiException.invalid("body", "The body holds a number that is too large");
    }

    /** The full path of a member, for messages of checks that this class does not know. */
    public String path(String name) {
        return path + name;
    }

    public boolean has(String name) {
        return node.has(name);
    }

    /** Whether the member is there and not null. */
    public boolean hasValue(String name) {
        return node.hasNonNull(name);
    }

    /** Refuses members beyond these, which are most likely misspelt. */
    public void requireOnly(String... names) {
        for (String name : node.propertyNames()) {
            if (!List.of(names).contains(name)) {
                throw ApiException.invalid(
                        path(name),
                        "There is no member \"" + path(name) + "\" here; members are " + String.join(", ", names));
            }
        }
    }

    public int id(String name) {
        return integer(name, 1, Integer.MAX_VALUE);
    }

    public int integer(String name, int min, int max) {
        JsonNode value = required(name);
        if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= min && value.intValue() <= max) {
            return value.intValue();
        }
        String range = max == Integer.MAX_VALUE && min == 0 ? "0 or more" : "from " + min + " to " + max;
        throw wrong(name, "a whole number " + range);
    }

    /** A whole number from so many on; one that no int holds is the largest int. */
    public int integerFrom(String name, int min) {
        JsonNode value = required(name);
        if (value.isIntegralNumber() && value.bigIntegerValue().compareTo(BigInteger.valueOf(min)) >= 0) {
            return value.canConvertToInt() ? value.intValue() : Integer.MAX_VALUE;
        }
        throw wrong(name, "a whole number " + min + " or more");
    }

    /**
     * A text that is not blank.
     *
     * @param max most code points
     */
    public String text(String name, int max) {
        JsonNode value = required(name);
        if (!value.isString()) {
            throw wrong(name, "a text");
        }
        String text = value.stringValue().strip();
        // Half a surrogate pair, which JSON can escape but UTF-8 cannot hold: it would be stored as a question mark.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw wrong(name, "a text of whole Unicode characters");
        }
        if (text.isEmpty()) {
            throw ApiException.invalid(path(name), path(name) + " must not be empty");
        }
        if (text.codePointCount(0, text.length()) > max) {
            throw ApiException.invalid(path(name), path(name) + " must not be longer than " + max + " characters");
        }
        return text;
    }

    public String choice(String name, Set<String> choices) {
        JsonNode value = required(name);
        if (value.isString() && choices.contains(value.stringValue())) {
            return value.stringValue();
        }
        throw wrong(
                name, "one of " + String.join(", ", choices.stream().sorted().toList()));
    }

    public boolean flag(String name) {
        JsonNode value = required(name);
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        throw wrong(name, "true or false");
    }

    /** An amount from 0 with at most two decimals and ten digits before them. */
    public BigDecimal money(String name) {
        JsonNode value = required(name);
        if (value.isNumber()) {
            BigDecimal amount = value.decimalValue().stripTrailingZeros();
            // Exponents reach beyond an int's half, so the digits before the point are counted as a long.
            long digits = (long) amount.precision() - amount.scale();
            if (amount.signum() >= 0 && amount.scale() <= 2 && digits <= 10) {
                return amount.setScale(2);
            }
        }
        throw wrong(name, "an amount of 0 or more with at most two decimals");
    }

    /** A time that a column can hold. */
    public Instant time(String name) {
        Instant time = anyTime(name);
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw notATime(name);
        }
        return time;
    }

    /** The nearest time that a column can hold: for clocks that are wrong by thousands of years. */
    public Instant nearestTime(String name) {
        Instant time = anyTime(name);
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    }

    private Instant anyTime(String name) {
        JsonNode value = required(name);
        if (value.isString()) {
            try {
                return IsoTime.parse(value.stringValue());
            } catch (DateTimeException e) {
                // Told below.
            }
        }
        throw notATime(name);
    }

    private ApiException notATime(String name) {
        return wrong(name, "an ISO 8601 date-time like 2025-11-24T09:59:01Z");
    }

    /** The objects of a list; a list left out is empty. */
    public List<JsonObject> objects(String name, int max) {
        if (!hasValue(name)) {
            return List.of();
        }
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw wrong(name, "a list");
        }
        if (value.size() > max) {
            throw ApiException.invalid(path(name), path(name) + " must not hold more than " + max + " items");
        }
        List<JsonObject> objects = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            String item = path(name) + "[" + i + "]";
            if (!(value.get(i) instanceof ObjectNode object)) {
                throw ApiException.invalid(item, item + " must be an object");
            }
            objects.add(new JsonObject(object, item + "."));
        }
        return objects;
    }

    /**
     * A list of ids, each of them once.
     *
     * @param max most ids; there is at least one
     */
    public List<Integer> distinctIds(String name, int max) {
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw wrong(name, "a list of ids");
        }
        if (value.isEmpty() || value.size() > max) {
            throw wrong(name, "a list of 1 to " + max + " ids");
        }
        Set<Integer> ids = new LinkedHashSet<>();
        for (int i = 0; i < value.size(); i++) {
            String item = name + "[" + i + "]";
            if (!ids.add(idOf(item, value.get(i)))) {
                throw ApiException.invalid(path(item), path(item) + " stands in the list twice");
            }
        }
        return List.copyOf(ids);
    }

    private int idOf(String item, JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 1) {
            return value.intValue();
        }
        throw wrong(item, "a whole number from 1 to " + Integer.MAX_VALUE);
    }

    private JsonNode required(String name) {
        @Nullable JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            throw ApiException.invalid(path(name), path(name) + " is required");
        }
        return value;
    }

    private ApiException wrong(String name, String takes) {
        return ApiException.invalid(path(name), path(name) + " must be " + takes);
    }
}
