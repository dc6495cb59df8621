package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract lets true answers through and names what is wrong with the others. */
final class OpenApiContractTest {
    private static final OpenApiContract CONTRACT = new OpenApiContract();
    private static final String REEL = example("ReelVisible");
    private static final String PUBLIC = example("PublicReels");
    private static final String SELECTED = example("PublicReelsSelected");
    private static final String NOT_FOUND =
            "{\"error\":\"Reel not found\",\"code\":\"NOT_FOUND_ERROR\",\"details\":{}}";
    private static final String REFUSED = "{\"error\":\"No\",\"code\":\"VALIDATION_ERROR\",\"details\":{}}";

    @Test
    void letsTrueAnswersThrough() {
        accepts("GET", "/api/reels/7", 200, REEL);
        accepts("GET", "/api/reels/7?track_view=false&fields=", 200, REEL);
        accepts("GET", "/api/reels/7", 404, NOT_FOUND);
        accepts("GET", "/api/reels/public?page=1", 200, PUBLIC);
        accepts("GET", "/api/reels/public?fields=reel_id%2Clikes_count,unknown&page=1", 200, SELECTED);
        accepts("GET", "/api/reels/abc", 400, REFUSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a member too many        | \"reel_id\":1      | \"reel_id\":1,\"owner\":2       | owner",
                "a member too few         | \"is_liked\":false,| ''                              | is_liked",
                "a text for a number      | \"views_count\":150| \"views_count\":\"150\"         | views_count",
                "a time without zone      | 09:59:01Z          | 09:59:01                        | created_at",
                "a time with fractions    | 09:59:01Z          | 09:59:01.5Z                     | created_at",
                "an unknown reason        | []                 | [\"BORED\"]                     | disabling_reasons",
                "a nested member too many | \"stock_qty\":30   | \"stock_qty\":30,\"colour\":1   | product",
                "another status           | \"success\"        | \"ok\"                          | status",
                "an envelope member       | \"status\"         | \"took\":1,\"status\"           | took",
                "a member twice           | \"status\"         | \"status\":\"x\",\"status\"     | not JSON",
                "null where a value is    | \"is_active\":true | \"is_active\":null              | is_active",
            })
    void refusesDrift(String what, String now, String then, String named) {
        refuses("GET", "/api/reels/7", 200, headers(), REEL.replace(now, then), named);
    }

    @Test
    void refusesWhatIsNotDocumented() {
        refuses("GET", "/api/reels/7", 202, headers(), REEL, "status 202 is not documented for getReel");
        refuses("GET", "/api/reels/7", 200, headers("Content-Type", "text/html"), REEL, "text/html");
        refuses("GET", "/api/reels/7", 200, headers("Content-Type", null), REEL, "Content-Type is missing");
        refuses("GET", "/api/reels/7", 200, headers("X-Request-Id", null), REEL, "X-Request-Id is missing");
        refuses("GET", "/api/reels/7", 200, headers("X-Request-Id", "a b"), REEL, "header X-Request-Id");
        refuses("GET", "/api/reels/7", 404, headers(), REFUSED, "code");
        refuses("GET", "/api/reels/7", 200, headers(), "", "");
    }

    @Test
    void holdsFieldsAgainstTheSelection() {
        refuses("GET", "/api/reels/public", 200, headers(), SELECTED, "required");
        refuses("GET", "/api/reels/public?fields=reel_id", 200, headers(), SELECTED, "likes_count");
        refuses("GET", "/api/reels/public?fields=reel_id", 200, headers(), PUBLIC, "wanted [reel_id]");
    }

    @Test
    void findsTheOperationByPath() {
        refuses("GET", "/api/reels/public", 200, headers(), REEL, "PublicReelsAnswer");
        refuses("GET", "/api/reels/merchant/my", 200, headers(), REEL, "ReelsAnswer");
        refuses("GET", "/api/reels/merchant/3", 403, headers(), REFUSED, "listMerchantReels");
        refuses("GET", "/media/reels/merchant_1/product_1/a.mp4", 201, headers(), "", "getMedia");
    }

    @Test
    void unknownPathsAndMethodsAreRefusedInTheCommonShape() {
        accepts("GET", "/api/nothing", 404, NOT_FOUND);
        refuses("GET", "/api/nothing", 200, headers(), "{}", "404");
        refuses("GET", "/api/nothing", 404, headers(), "<html>", "not JSON");
        check("PATCH", "/api/reels/7", 405, headers("Allow", "GET, PUT, DELETE"), REFUSED);
        refuses("PATCH", "/api/reels/7", 405, headers(), REFUSED, "Allow is missing");
        refuses("POST", "/api/reels/7", 404, headers("Allow", "GET"), NOT_FOUND, "405");
    }

    @Test
    void retriesNameTheirTime() {
        var busy = "{\"error\":\"Busy\",\"code\":\"TRANSACTION_ERROR\",\"details\":{}}";
        check("GET", "/api/reels/7", 503, headers("Retry-After", "2"), busy);
        refuses("GET", "/api/reels/7", 503, headers(), busy, "Retry-After is missing");
        refuses("GET", "/api/reels/7", 503, headers("Retry-After", "soon"), busy, "header Retry-After");
    }

    @Test
    void bodiesThatAreNotJsonAreHeldByStatusAndType() {
        var media = Map.of(
                "content-type", List.of("video/mp4"),
                "x-request-id", List.of("a"),
                "last-modified", List.of("Sat, 31 Jan 2026 09:30:00 GMT"),
                "accept-ranges", List.of("bytes"),
                "etag", List.of("\"1\""));
        check("GET", "/media/reels/a.mp4", 200, media, "not looked at");
        check("HEAD", "/media/reels/a.mp4", 200, media, "");
        check("GET", "/media/reels/a.mp4", 304, headers("ETag", "\"1\""), "");
        refuses("GET", "/media/reels/a.mp4", 304, headers("ETag", "\"1\""), "x", "no body is documented");
        refuses("GET", "/metrics", 200, headers(), "{}", "application/json is not documented");
        check("OPTIONS", "/api/reels/7", 204, Map.of(), "");
    }

    private static void accepts(String method, String path, int status, String body) {
        assertThatCode(() -> check(method, path, status, headers(), body)).doesNotThrowAnyException();
    }

    private static void refuses(
            String method, String path, int status, Map<String, List<String>> headers, String body, String named) {
        assertThatThrownBy(() -> check(method, path, status, headers, body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("%s %s -> %d", method, path, status)
                .hasMessageContaining(named);
    }

    private static void check(String method, String path, int status, Map<String, List<String>> headers, String body) {
        CONTRACT.check(method, path, status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> headers() {
        return Map.of("content-type", List.of("application/json; charset=utf-8"), "x-request-id", List.of("7f9c"));
    }

    /** The usual headers, one of them set to a value, or left out for null. */
    private static Map<String, List<String>> headers(String name, String value) {
        var headers = new HashMap<>(headers());
        headers.keySet().removeIf(name::equalsIgnoreCase);
        if (value != null) {
            headers.put(name, List.of(value));
        }
        return headers;
    }

    private static String example(String name) {
        return OpenApiDocument.load()
                .at("/components/examples/%s/value".formatted(name))
                .node()
                .toString();
    }
}
