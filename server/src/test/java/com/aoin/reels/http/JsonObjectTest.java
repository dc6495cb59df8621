package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    private static JsonObject parse(String json) {
        return JsonObject.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String field, ThrowingCallable reading) {
        assertThatThrownBy(reading).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
            assertThat(refusal.field()).isEqualTo(field);
        });
    }

    @Test
    void noBodyIsTheEmptyObject() {
        assertThat(JsonObject.parse(new byte[0]).has("a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "[]",
                "null",
                "1",
                "\"{}\"",
                "{",
                "{}}",
                "{} {}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":1e2147483648}",
                "{\"a\":\"\t\"}",
                "{/**/}"
            })
    void whatIsNotOneObjectIsRefused(String body) {
        refused("body", () -> parse(body));
    }

    @Test
    void deepNestingAndBytesThatAreNoTextAreRefused() {
        refused("body", () -> parse("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}"));
        refused("body", () -> JsonObject.parse(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2147483647"})
    void anId(String number) {
        assertThat(parse("{\"id\":" + number + "}").id("id")).isEqualTo(Integer.parseInt(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "2147483648",
                "9223372036854775808",
                "1.0",
                "1.5",
                "1e0",
                "\"1\"",
                "true",
                "null",
                "[1]",
                "{}"
            })
    void whatIsNoIdIsRefused(String value) {
        refused("id", () -> parse("{\"id\":" + value + "}").id("id"));
    }

    @Test
    void whatIsMissingIsRefused() {
        refused("id", () -> parse("{}").id("id"));
        refused("text", () -> parse("{}").text("text", 5));
    }

    @Test
    void aTextIsTrimmedAndCountedInCodePoints() {
        String emoji = "\uD83D\uDE00";
        assertThat(parse("{\"t\":\" \\n" + emoji.repeat(5) + "\\u2003 \"}").text("t", 5))
                .isEqualTo(emoji.repeat(5));
        refused("t", () -> parse("{\"t\":\"" + emoji.repeat(6) + "\"}").text("t", 5));
        for (String half : List.of("\\ud83c", "a\\udf89b", "\\udf89\\ud83c")) {
            refused("t", () -> parse("{\"t\":\"" + half + "\"}").text("t", 5));
        }
        for (String blank : List.of("", "  ", "\\t\\n", "\\u2003")) {
            refused("t", () -> parse("{\"t\":\"" + blank + "\"}").text("t", 5));
        }
        for (String other : List.of("1", "true", "null", "[]", "{}")) {
            refused("t", () -> parse("{\"t\":" + other + "}").text("t", 5));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00",
        "0.0, 0.00",
        "9999.98, 9999.98",
        "9999999999.99, 9999999999.99",
        "1e3, 1000.00",
        "1.50000, 1.50",
        "1E-2, 0.01"
    })
    void money(String json, String amount) {
        assertThat(parse("{\"m\":" + json + "}").money("m")).hasToString(amount);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0.01",
                "0.001",
                "10000000000",
                "1e10",
                "1e999999999",
                "1e2147483647",
                "1e-2147483647",
                "\"1\"",
                "true",
                "null"
            })
    void whatIsNoAmountIsRefused(String json) {
        refused("m", () -> parse("{\"m\":" + json + "}").money("m"));
    }

    @Test
    void flagsAndChoicesAreExact() {
        JsonObject object =
                parse("{\"yes\":true,\"no\":false,\"one\":1,\"text\":\"true\",\"role\":\"user\",\"other\":\"User\"}");
        assertThat(object.flag("yes")).isTrue();
        assertThat(object.flag("no")).isFalse();
        refused("one", () -> object.flag("one"));
        refused("text", () -> object.flag("text"));
        assertThat(object.choice("role", Set.of("user", "admin"))).isEqualTo("user");
        refused("other", () -> object.choice("other", Set.of("user", "admin")));
        refused("one", () -> object.choice("one", Set.of("1")));
    }

    @Test
    void times() {
        assertThat(parse("{\"t\":\"2025-11-24T09:59:01+01:00\"}").time("t"))
                .isEqualTo(Instant.parse("2025-11-24T08:59:01Z"));
        assertThat(parse("{\"t\":\"2025-11-24T09:59:01\"}").time("t")).isEqualTo(Instant.parse("2025-11-24T09:59:01Z"));
        for (String other : List.of("\"2025-11-24\"", "\"\"", "1763978341", "null", "\"0999-01-01T00:00:00Z\"")) {
            refused("t", () -> parse("{\"t\":" + other + "}").time("t"));
        }
        refused("t", () -> parse("{\"t\":\"" + "T".repeat(200_000) + "\"}").time("t"));
    }

    @Test
    void aListNamesItsItems() {
        JsonObject object = parse("{\"l\":[{\"id\":1},{\"id\":0}],\"n\":null,\"s\":\"x\",\"m\":[{},1]}");
        List<JsonObject> items = object.objects("l", 2);
        assertThat(items.get(0).id("id")).isEqualTo(1);
        refused("l[1].id", () -> items.get(1).id("id"));
        refused("l[0].name", () -> items.get(0).text("name", 5));
        refused("l", () -> object.objects("l", 1));
        refused("s", () -> object.objects("s", 1));
        refused("m[1]", () -> object.objects("m", 2));
        assertThat(object.objects("n", 1)).isEmpty();
        assertThat(object.objects("missing", 1)).isEmpty();
    }
}
