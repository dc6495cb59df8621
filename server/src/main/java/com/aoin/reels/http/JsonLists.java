package com.aoin.reels.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an object whose members are lists of flat objects, item by item, so that however large the body is, it never
 * stands in memory as a tree. A member that nobody named in advance is refused: it is most likely misspelt.
 */
public final class JsonLists {
    private final JsonParser in;
    private final int maxItems;

    private JsonLists(JsonParser in, int maxItems) {
        this.in = in;
        this.maxItems = maxItems;
    }

    /**
     * One of the lists.
     *
     * @param members what its objects may hold
     * @param taker   called with each object, in order
     */
    public record Items(Set<String> members, Consumer<JsonObject> taker) {}

    /**
     * Reads to the end of the stream; no bytes at all are the empty object.
     *
     * @param maxItems most items of one list
     * @param lists    every list that the object may hold, by name
     * @throws ApiException VALIDATION_ERROR that names the place, like {@code products[3].merchant_id}
     */
    public static void read(InputStream body, int maxItems, Map<String, Items> lists) throws IOException {
        try (JsonParser in = Json.MAPPER.createParser(body)) {
            new JsonLists(in, maxItems).readBody(lists);
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw ApiException.invalid("body", "The body is not valid JSON: " + e.getOriginalMessage());
        } catch (NumberFormatException e) {
            throw JsonObject.tooLargeNumber();
        }
    }

    private void readBody(Map<String, Items> lists) {
        JsonToken first = in.nextToken();
        if (first == null) {
            return;
        }
        if (first != JsonToken.START_OBJECT) {
            throw ApiException.invalid("body", "The body must be a JSON object");
        }
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            Items items = lists.get(name);
            if (items == null) {
                throw unknown(name, lists.keySet());
            }
            readList(name, items);
        }
        if (in.nextToken() != null) {
            throw ApiException.invalid("body", "The body must end with its JSON object");
        }
    }

    private void readList(String name, Items items) {
        if (in.nextToken() != JsonToken.START_ARRAY) {
            throw ApiException.invalid(name, name + " must be a list");
        }
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == maxItems) {
                throw ApiException.invalid(name, name + " must not hold more than " + maxItems + " items");
            }
            String item = name + "[" + i + "]";
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw ApiException.invalid(item, item + " must be an object");
            }
            items.taker().accept(JsonObject.of(readObject(item, items.members()), item + "."));
        }
    }

    private ObjectNode readObject(String item, Set<String> members) {
        ObjectNode object = Json.MAPPER.createObjectNode();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            String path = item + "." + name;
            if (!members.contains(name)) {
                throw unknown(path, members);
            }
            if (in.nextToken().isStructStart()) {
                throw ApiException.invalid(path, path + " must not be a list or an object");
            }
            JsonNode value = in.readValueAsTree();
            object.set(name, value);
        }
        return object;
    }

    private static ApiException unknown(String path, Set<String> known) {
        return ApiException.invalid(
                path,
                "There is no member \"" + path + "\" here; members are "
                        + String.join(", ", known.stream().sorted().toList()));
    }
}
