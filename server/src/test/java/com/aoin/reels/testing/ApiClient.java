package com.aoin.reels.testing;

import com.aoin.reels.http.OpenApiContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Calls a service as one caller, and holds every answer against the published contract. */
public final class ApiClient {
    private static final OpenApiContract CONTRACT = new OpenApiContract();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final Map<String, String> headers;

    ApiClient(URI base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /** A caller without a token, of a service that a test has started itself. */
    public static ApiClient of(URI base) {
        return new ApiClient(base, Map.of());
    }

    /** The same caller with one more header on every request. */
    public ApiClient with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiClient(base, more);
    }

    public ApiResponse get(String path) {
        return send("GET", path, BodyPublishers.noBody(), Map.of());
    }

    public ApiResponse head(String path) {
        return send("HEAD", path, BodyPublishers.noBody(), Map.of());
    }

    public ApiResponse delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), Map.of());
    }

    public ApiResponse post(String path) {
        return send("POST", path, BodyPublishers.noBody(), Map.of());
    }

    public ApiResponse postJson(String path, String json) {
        return send("POST", path, BodyPublishers.ofString(json), Map.of("Content-Type", "application/json"));
    }

    public ApiResponse putJson(String path, String json) {
        return send("PUT", path, BodyPublishers.ofString(json), Map.of("Content-Type", "application/json"));
    }

    public ApiResponse upload(MultipartForm form) {
        Supplier<InputStream> body = form::stream;
        return send(
                "POST",
                "/api/reels",
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(body), form.length()),
                Map.of("Content-Type", form.contentType()));
    }

    public ApiResponse send(String method, String path, BodyPublisher body, Map<String, String> more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        headers.forEach(request::setHeader);
        more.forEach(request::setHeader);
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            CONTRACT.check(method, path, response.statusCode(), response.headers(), response.body());
            return ApiResponse.of(response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
