package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.http.OpenApiDocument.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every example of the published document keeps to the schema that it is an example of. */
final class OpenApiExamplesTest {
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.load();

    @TestFactory
    Stream<DynamicTest> everyExampleIsTrue() {
        var examples = new ArrayList<DynamicTest>();
        DOCUMENT.walk("", place -> {
            if (place.node().has("schema") && place.node().path("examples").isObject()) {
                for (var example : DOCUMENT.children(DOCUMENT.at(place.pointer() + "/examples"))) {
                    examples.add(example(
                            example.pointer(),
                            place.pointer() + "/schema",
                            example.node().path("value")));
                }
            }
            // A schema's examples are an array; a property called "examples" would be an object.
            for (var value :
                    place.node().path("examples").isArray() ? place.node().path("examples") : List.<JsonNode>of()) {
                examples.add(example(place.pointer(), place.pointer(), value));
            }
        });
        return examples.stream();
    }

    @Test
    void everyJsonAnswerHasAnExample() {
        var bare = DOCUMENT.responses().stream()
                .filter(response -> response.node().path("content").has("application/json"))
                .map(response -> DOCUMENT.below(response, "content", "application/json"))
                .filter(media -> !media.node().has("examples"))
                .map(Place::pointer)
                .collect(Collectors.toSet());
        // The document is not repeated within itself.
        assertThat(bare).containsExactly("/paths/~1api~1openapi.json/get/responses/200/content/application~1json");
    }

    private static DynamicTest example(String name, String schema, JsonNode value) {
        return DynamicTest.dynamicTest(
                name,
                () -> assertThat(DOCUMENT.violations(schema, value)).as(name).isEmpty());
    }
}
