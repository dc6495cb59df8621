package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.aoin.reels.http.OpenApiDocument.Place;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The published document itself: valid OpenAPI 3.1, complete, closed, and its examples true. */
final class OpenApiDocumentTest {
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.load();
    private static final String OFFICIAL = "https://spec.openapis.org/oas/3.1/";

    @Test
    void isValidOpenApi() throws IOException {
        assertThat(official().validate(DOCUMENT.at("").node())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "info: {title: x}\npaths: {}",
                "info: {title: x, version: '1'}\npaths: {/a: {get: {responses: {'200': {}}}}}",
                "info: {title: x, version: '1'}\ncomponents: {schemas: {A: {type: nonsense}}}",
            })
    void wouldNotBeValidOpenApi(String rest) throws IOException {
        var broken = OpenApiDocument.of("openapi: 3.1.0\n" + rest);
        assertThat(official().validate(broken.at("").node())).isNotEmpty();
    }

    /** The OpenAPI Initiative's own schema of OpenAPI documents, the one that also looks into their schemas. */
    private static Schema official() throws IOException {
        var texts = new TreeMap<String, String>();
        for (var name :
                List.of("schema-base/2025-09-15", "schema/2025-09-15", "dialect/2024-11-10", "meta/2024-11-10")) {
            try (var text = OpenApiDocumentTest.class.getResourceAsStream("/openapi/3.1/" + name)) {
                texts.put(OFFICIAL + name, new String(text.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return SchemaRegistry.withDialect(Dialects.getDraft202012(), registry -> registry.schemas(texts))
                .getSchema(SchemaLocation.of(OFFICIAL + "schema-base/2025-09-15"));
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
        var used = new TreeSet<String>();
        DOCUMENT.walk("", place -> {
            for (var keyword : List.of("$ref", "x-schema-without-fields", "x-schema-with-fields")) {
                var reference = place.node().path(keyword);
                if (reference.isString()) {
                    var target = reference.stringValue().substring(1);
                    assertThat(DOCUMENT.at(target).exists())
                            .as(place.pointer() + " -> " + target)
                            .isTrue();
                    used.add(target);
                }
            }
        });
        // Answered where the document names no path or method at all, or before they are looked at.
        used.add("/components/responses/NotFound");
        used.add("/components/responses/MethodNotAllowed");
        used.add("/components/responses/UriTooLong");
        for (var kind : List.of("headers", "parameters", "responses", "schemas", "examples")) {
            for (var name : DOCUMENT.at("/components/" + kind).node().propertyNames()) {
                assertThat(used).contains("/components/%s/%s".formatted(kind, name));
            }
        }
    }

    @Test
    void everyOperationIsDescribed() {
        var tags = DOCUMENT.at("/tags")
                .node()
                .valueStream()
                .map(tag -> tag.path("name").asString())
                .toList();
        var ids = new HashSet<String>();
        for (var operation : DOCUMENT.operations()) {
            var node = operation.node();
            assertThat(ids.add(node.path("operationId").asString()))
                    .as(operation.pointer())
                    .isTrue();
            assertThat(node.path("operationId").asString()).matches("[a-z][A-Za-z]+");
            assertThat(node.path("summary").asString(""))
                    .as(operation.pointer())
                    .isNotBlank();
            assertThat(node.path("description").asString(""))
                    .as(operation.pointer())
                    .isNotBlank();
            assertThat(node.path("tags").valueStream().map(JsonNode::asString))
                    .isNotEmpty()
                    .isSubsetOf(tags);
            assertThat(node.has("security"))
                    .as(operation.pointer() + " says who may call")
                    .isTrue();
        }
    }

    @Test
    void everyPathParameterIsDeclaredAndEveryParameterDescribed() {
        for (var template : DOCUMENT.at("/paths").node().propertyNames()) {
            var path = DOCUMENT.below(DOCUMENT.at("/paths"), template);
            for (var operation : DOCUMENT.operations(path)) {
                var parameters =
                        Stream.of(path, operation).flatMap(DOCUMENT::parameters).toList();
                assertThat(parameters).allSatisfy(parameter -> {
                    assertThat(parameter.node().path("description").asString(""))
                            .isNotBlank();
                    assertThat(parameter.node().has("schema")).isTrue();
                });
                var declared = parameters.stream()
                        .map(Place::node)
                        .filter(parameter -> parameter.path("in").asString().equals("path"))
                        .map(parameter -> parameter.path("name").asString());
                var wanted = Pattern.compile("\\{([^}]+)}")
                        .matcher(template)
                        .results()
                        .map(match -> match.group(1));
                assertThat(declared).as(operation.pointer()).containsExactlyInAnyOrderElementsOf(wanted.toList());
            }
        }
    }

    @Test
    void everyResponseIsDescribedAndEveryErrorHasTheCommonShape() {
        for (var response : DOCUMENT.responses()) {
            assertThat(response.node().path("description").asString(""))
                    .as(response.pointer())
                    .isNotBlank();
            assertThat(response.node().path("headers").has("X-Request-Id"))
                    .as(response.pointer())
                    .isTrue();
        }
        for (var operation : DOCUMENT.operations()) {
            for (var status : operation.node().path("responses").propertyNames()) {
                // Readiness answers its own shape with 503, so that a load balancer sees what is down.
                if (status.compareTo("400") < 0
                        || operation.node().path("operationId").asString().equals("getReadiness")) {
                    continue;
                }
                var response = DOCUMENT.below(operation, "responses", status);
                assertThat(response.node().path("content").propertyNames()).containsExactly("application/json");
                var schema = DOCUMENT.below(response, "content", "application/json")
                        .node()
                        .path("schema");
                assertThat(schema.path("$ref").asString(""))
                        .as(response.pointer())
                        .isEqualTo("#/components/schemas/Error");
                assertThat(schema.path("properties").has("code"))
                        .as(response.pointer())
                        .isTrue();
            }
        }
    }

    @Test
    void everySignedInOperationDocumentsItsRefusal() {
        for (var operation : DOCUMENT.operations()) {
            boolean signedIn = operation.node().path("security").valueStream().anyMatch(way -> way.has("bearerAuth"));
            assertThat(operation.node().path("responses").has("401"))
                    .as(operation.pointer())
                    .isEqualTo(signedIn);
            boolean body = operation.node().has("requestBody");
            assertThat(operation.node().path("responses").has("415"))
                    .as(operation.pointer())
                    .isEqualTo(body);
        }
    }

    @Test
    void everyObjectIsClosedAndEveryMemberDescribed() {
        // Open on purpose: closed by those who build on it, or its members depend on the error.
        var open = Set.of("/components/schemas/ReelMembers", "/components/schemas/Error/properties/details");
        DOCUMENT.walk("/components/schemas", place -> {
            var node = place.node();
            if (node.path("type").asString("").equals("object") && !open.contains(place.pointer())) {
                assertThat(node.has("additionalProperties") || node.has("unevaluatedProperties"))
                        .as(place.pointer() + " is closed")
                        .isTrue();
            }
            if (node.path("properties").isObject()) {
                for (var member : DOCUMENT.children(DOCUMENT.at(place.pointer() + "/properties"))) {
                    assertThat(member.node().path("description").asString(""))
                            .as(member.pointer())
                            .isNotBlank();
                }
            }
        });
    }

    /** A comma in an unquoted text of a one-line mapping silently becomes a key without a value. */
    @Test
    void noTextWasCutByAComma() {
        DOCUMENT.walk(
                "",
                place -> place.node().properties().stream()
                        .filter(member ->
                                member.getValue().isNull() && !member.getKey().equals("default"))
                        .filter(member -> !place.pointer().contains("/value"))
                        .forEach(member -> fail(place.pointer() + " has a key without a value: " + member.getKey())));
    }

    @Test
    void aReelHasEveryMember() {
        var required = DOCUMENT.at("/components/schemas/CompleteReel/required")
                .node()
                .valueStream()
                .map(JsonNode::asString);
        assertThat(required)
                .containsExactlyInAnyOrderElementsOf(DOCUMENT.at("/components/schemas/ReelMembers/properties")
                        .node()
                        .propertyNames());
    }
}
