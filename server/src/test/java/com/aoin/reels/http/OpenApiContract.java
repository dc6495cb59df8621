package com.aoin.reels.http;

import com.aoin.reels.http.OpenApiDocument.Place;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

/**
 * Holds real responses against the published OpenAPI document. Anything that the document does not say (a status, a
 * content type, a missing header, a member too many or too few) is an {@link AssertionError} that names it.
 *
 * <p>A path or method that the document does not have has to be refused with the common 404 or 405. A request with
 * {@code fields} has to be answered with exactly those members of each reel, one without with all of them. HEAD is held
 * against GET without its body where it has no entry of its own; preflights (OPTIONS) are the browser's business and not checked. Thread-safe.
 */
public final class OpenApiContract {
    private static final OpenApiDocument PUBLISHED = OpenApiDocument.load();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** What any request may be answered, before its path is looked at. */
    private static final Map<Integer, String> BEFORE_THE_PATH =
            Map.of(408, "RequestTimeout", 411, "LengthRequired", 414, "UriTooLong");

    private final OpenApiDocument document;

    /** The contract of the document that the service publishes. */
    public OpenApiContract() {
        this(PUBLISHED);
    }

    OpenApiContract(OpenApiDocument document) {
        this.document = document;
    }

    /** As {@link #check(String, String, int, Map, byte[])}, for a response of the JDK's client. */
    public void check(HttpResponse<byte[]> response) {
        var uri = response.request().uri();
        var path = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        check(response.request().method(), path, response.statusCode(), response.headers(), response.body());
    }

    /** As {@link #check(String, String, int, Map, byte[])}, for the JDK's headers. */
    public void check(String method, String pathWithQuery, int status, HttpHeaders headers, byte[] body) {
        check(method, pathWithQuery, status, headers.map(), body);
    }

    /** Fails unless the document allows this answer to {@code method} on the raw {@code pathWithQuery}. */
    public void check(String method, String pathWithQuery, int status, Map<String, List<String>> headers, byte[] body) {
        if (method.equals("OPTIONS")) {
            return;
        }
        var answer = new Answer("%s %s -> %d".formatted(method, pathWithQuery, status), caseless(headers), body);
        var cut = pathWithQuery.split("\\?", 2);
        var response = response(answer, method, cut[0], status);
        checkHeaders(answer, response);
        checkContent(answer, response, method, cut.length == 2 ? selected(cut[1]) : Set.of());
    }

    private static final class Answer {
        private final String title;
        private final Map<String, List<String>> headers;
        private final byte[] body;

        Answer(String title, Map<String, List<String>> headers, byte[] body) {
            this.title = title;
            this.headers = headers;
            this.body = body;
        }

        AssertionError wrong(String what) {
            return new AssertionError("%s%n  %s%n  body: %s".formatted(title, what, excerpt()));
        }

        private String excerpt() {
            var text = new String(body, StandardCharsets.UTF_8);
            return text.length() <= 2000 ? text : text.substring(0, 2000) + "…";
        }
    }

    private Place response(Answer answer, String method, String path, int status) {
        var early = BEFORE_THE_PATH.get(status);
        if (early != null) {
            return document.at("/components/responses/" + early);
        }
        var template = document.path(path);
        var operation = template.map(found -> operation(found, method)).filter(Place::exists);
        if (operation.isEmpty()) {
            int expected = template.isEmpty() ? 404 : 405;
            if (status != expected) {
                throw answer.wrong("is not documented, so it has to be refused with " + expected);
            }
            return document.at("/components/responses/" + (expected == 404 ? "NotFound" : "MethodNotAllowed"));
        }
        var response = document.below(operation.get(), "responses", Integer.toString(status));
        if (!response.exists()) {
            throw answer.wrong("status %d is not documented for %s"
                    .formatted(
                            status, operation.get().node().path("operationId").asString()));
        }
        return response;
    }

    private Place operation(Place path, String method) {
        var operation = document.below(path, method.toLowerCase(Locale.ROOT));
        return method.equals("HEAD") && !operation.exists() ? document.below(path, "get") : operation;
    }

    private void checkHeaders(Answer answer, Place response) {
        for (var name : response.node().path("headers").propertyNames()) {
            var header = document.below(response, "headers", name);
            var values = answer.headers.getOrDefault(name, List.of());
            if (values.isEmpty() && header.node().path("required").asBoolean(false)) {
                throw answer.wrong("header %s is missing".formatted(name));
            }
            var schema = document.below(header, "schema");
            for (var value : values) {
                refuse(answer, "header " + name, document.violations(schema.pointer(), typed(schema, value)));
            }
        }
    }

    private static JsonNode typed(Place schema, String value) {
        boolean integer = schema.node().path("type").asString("").equals("integer") && value.matches("-?\\d{1,9}");
        return integer ? IntNode.valueOf(Integer.parseInt(value)) : StringNode.valueOf(value);
    }

    private void checkContent(Answer answer, Place response, String method, Set<String> fields) {
        if (!response.node().has("content")) {
            if (answer.body.length > 0) {
                throw answer.wrong("no body is documented");
            }
            return;
        }
        var type = Optional.ofNullable(answer.headers.get("Content-Type")).orElse(List.of()).stream()
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElseThrow(() -> answer.wrong("header Content-Type is missing"));
        var media = document.below(response, "content", type);
        if (!media.exists()) {
            throw answer.wrong("content type %s is not documented".formatted(type));
        }
        if (type.equals("application/json") && !method.equals("HEAD")) {
            checkJson(answer, media, fields);
        }
    }

    private void checkJson(Answer answer, Place media, Set<String> fields) {
        JsonNode value;
        try {
            value = JSON.readTree(answer.body);
        } catch (JacksonException e) {
            throw answer.wrong("the body is not JSON: " + e.getOriginalMessage());
        }
        var narrowed = media.node().path(fields.isEmpty() ? "x-schema-without-fields" : "x-schema-with-fields");
        var schema = narrowed.isString() ? narrowed.stringValue().substring(1) : media.pointer() + "/schema";
        refuse(answer, "the body does not match " + schema, document.violations(schema, value));
        if (narrowed.isString() && !fields.isEmpty()) {
            checkSelection(answer, reels(value.path("data")), membersOf(media), fields);
        }
    }

    private void checkSelection(Answer answer, Iterable<JsonNode> reels, Set<String> members, Set<String> fields) {
        var expected = new TreeSet<>(members);
        expected.retainAll(fields);
        for (var reel : reels) {
            var given = new TreeSet<>(reel.propertyNames());
            if (!given.equals(expected)) {
                throw answer.wrong("a reel has the members %s, wanted %s".formatted(given, expected));
            }
        }
    }

    /** The members that a reel can have in this answer: its own, and those that only this list knows. */
    private Set<String> membersOf(Place media) {
        var members = new TreeSet<>(
                document.at("/components/schemas/ReelMembers/properties").node().propertyNames());
        media.node().path("x-members-of-this-list").forEach(name -> members.add(name.stringValue()));
        return members;
    }

    private static Iterable<JsonNode> reels(JsonNode data) {
        if (data.path("reels").isArray()) {
            return data.path("reels");
        }
        return data.isArray() ? data : List.of(data);
    }

    /** The names in the query's {@code fields}; none means that all members are wanted. */
    private static Set<String> selected(String query) {
        return Arrays.stream(query.split("&"))
                .filter(pair -> pair.startsWith("fields="))
                .limit(1)
                .map(pair -> URLDecoder.decode(pair.substring("fields=".length()), StandardCharsets.UTF_8))
                .flatMap(names -> Arrays.stream(names.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private static void refuse(Answer answer, String what, List<String> violations) {
        if (!violations.isEmpty()) {
            throw answer.wrong(what
                    + violations.stream()
                            .map(line -> "%n    %s".formatted(line))
                            .collect(Collectors.joining()));
        }
    }

    private static Map<String, List<String>> caseless(Map<String, List<String>> headers) {
        var names = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        names.putAll(headers);
        return names;
    }
}
