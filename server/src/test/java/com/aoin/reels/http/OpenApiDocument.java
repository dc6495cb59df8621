package com.aoin.reels.http;

import static java.util.Comparator.comparingInt;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The published OpenAPI document as the tests read it: places in it by JSON pointer, operations by path. */
final class OpenApiDocument {
    private static final String LOCATION = "https://reels.test/openapi.json";

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final JsonNode root;
    private final SchemaRegistry schemas;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    private OpenApiDocument(JsonNode root) {
        this.root = root;
        var config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        this.schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(),
                registry -> registry.schemaRegistryConfig(config).schemas(Map.of(LOCATION, root.toString())));
    }

    static OpenApiDocument load() {
        try (InputStream yaml = OpenApiDocument.class.getResourceAsStream("/openapi.yaml")) {
            return of(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OpenApiDocument of(String yaml) {
        var mapper = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();
        return new OpenApiDocument(mapper.readTree(yaml));
    }

    /** A place in the document; its node is missing when nothing is there. */
    record Place(String pointer, JsonNode node) {
        boolean exists() {
            return !node.isMissingNode();
        }
    }

    Place at(String pointer) {
        return new Place(pointer, root.at(JsonPointer.compile(pointer)));
    }

    /** The place below {@code parent}, a reference there followed to what it refers to. */
    Place below(Place parent, String... names) {
        var place = parent;
        for (var name : names) {
            place = follow(at(place.pointer + "/" + name.replace("~", "~0").replace("/", "~1")));
        }
        return place;
    }

    List<Place> children(Place parent) {
        return parent.node.propertyNames().stream()
                .map(name -> below(parent, name))
                .toList();
    }

    private Place follow(Place place) {
        var reference = place.node.path("$ref");
        // Only a bare reference stands for what it refers to; a schema may add keywords beside it.
        if (!reference.isString() || place.node.size() > 1) {
            return place;
        }
        var target = at(reference.stringValue().substring(1));
        if (!target.exists()) {
            throw new AssertionError(place.pointer + " refers to nothing: " + reference.stringValue());
        }
        return follow(target);
    }

    /** The template that a path without query belongs to: a literal segment beats a parameter. */
    Optional<Place> path(String path) {
        return root.path("paths").propertyNames().stream()
                .filter(template -> matches(template, path))
                .min(comparingInt(OpenApiDocument::parameters))
                .map(template -> below(at("/paths"), template));
    }

    private boolean matches(String template, String path) {
        var wanted = template.split("/", -1);
        // A parameter that spans segments, such as a storage key, is always the last one.
        var given = path.split("/", spansSegments(template) ? wanted.length : -1);
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            boolean parameter = wanted[i].startsWith("{");
            if (parameter ? given[i].isEmpty() : !wanted[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean spansSegments(String template) {
        return operations(below(at("/paths"), template)).stream()
                .flatMap(this::parameters)
                .anyMatch(parameter -> parameter.node.path("x-spans-segments").asBoolean(false));
    }

    private static int parameters(String template) {
        return (int) Arrays.stream(template.split("/", -1))
                .filter(segment -> segment.startsWith("{"))
                .count();
    }

    List<Place> operations() {
        return children(at("/paths")).stream()
                .flatMap(path -> operations(path).stream())
                .toList();
    }

    List<Place> operations(Place path) {
        return path.node.propertyNames().stream()
                .filter(METHODS::contains)
                .map(method -> below(path, method))
                .toList();
    }

    List<Place> responses() {
        return operations().stream()
                .flatMap(operation -> children(below(operation, "responses")).stream())
                .distinct()
                .toList();
    }

    Stream<Place> parameters(Place owner) {
        return IntStream.range(0, owner.node.path("parameters").size())
                .mapToObj(i -> below(owner, "parameters", Integer.toString(i)));
    }

    /** Visits every node below {@code pointer} as it stands, references not followed. */
    void walk(String pointer, Consumer<Place> visitor) {
        var place = at(pointer);
        visitor.accept(place);
        for (var name : place.node.propertyNames()) {
            walk(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), visitor);
        }
        for (int i = 0; place.node.isArray() && i < place.node.size(); i++) {
            walk(pointer + "/" + i, visitor);
        }
    }

    /** What is wrong with {@code value} by the schema at {@code pointer}, one line each; empty when nothing is. */
    List<String> violations(String pointer, JsonNode value) {
        return compiled.computeIfAbsent(pointer, this::compile).validate(value).stream()
                .map(error -> "%s: %s".formatted(error.getInstanceLocation(), error.getMessage()))
                .distinct()
                .toList();
    }

    private Schema compile(String pointer) {
        return schemas.getSchema(
                SchemaLocation.of("urn:schema"),
                "{\"$ref\":\"%s#%s\"}"
                        .formatted(LOCATION, pointer.replace("{", "%7B").replace("}", "%7D")),
                InputFormat.JSON);
    }
}
