package com.aoin.reels.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer that has been held against the published contract. */
public record ApiResponse(int status, HttpHeaders headers, byte[] body) {
    private static final JsonMapper MAPPER = new JsonMapper();

    static ApiResponse of(HttpResponse<byte[]> response) {
        return new ApiResponse(response.statusCode(), response.headers(), response.body());
    }

    public JsonNode json() {
        return MAPPER.readTree(body);
    }

    public JsonNode data() {
        return json().get("data");
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Asserts a success. */
    public ApiResponse expect(int expected) {
        assertThat(status).as("status of %s", text()).isEqualTo(expected);
        return this;
    }

    /** Asserts a refusal by its status, code and the field at fault; null = no field is named. */
    public ApiResponse expectError(int expected, String code, String field) {
        expect(expected);
        JsonNode json = json();
        assertThat(json.get("code").stringValue()).as(text()).isEqualTo(code);
        JsonNode named = json.get("details").get("field");
        assertThat(named == null ? null : named.stringValue()).as(text()).isEqualTo(field);
        return this;
    }

    public ApiResponse expectMessage(String message) {
        assertThat(json().get("error").stringValue()).isEqualTo(message);
        return this;
    }
}
