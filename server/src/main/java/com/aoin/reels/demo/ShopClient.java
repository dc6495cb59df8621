package com.aoin.reels.demo;

import com.aoin.reels.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntFunction;

/** Calls the service as the shop's people would, over HTTP. */
final class ShopClient implements AutoCloseable {
    private static final String BOUNDARY = "reels-demo-5d41402abc4b2a76";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;
    private final IntFunction<String> tokens;

    /**
     * A client of the service at this address.
     *
     * @param tokens of users by their id
     */
    ShopClient(URI service, IntFunction<String> tokens) {
        this.service = service;
        this.tokens = tokens;
    }

    /** Where the public feed is. */
    URI feed() {
        return service.resolve("/api/reels/public");
    }

    void importCatalogue(byte[] file, String adminToken) throws IOException, InterruptedException {
        post("/api/admin/catalog/import", adminToken, "application/json", BodyPublishers.ofByteArray(file), 200);
    }

    void upload(int merchantUser, DemoClip clip, Path mp4) throws IOException, InterruptedException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        part(form, "name=\"product_id\"", Integer.toString(clip.productId()).getBytes(StandardCharsets.UTF_8));
        part(form, "name=\"description\"", clip.description().getBytes(StandardCharsets.UTF_8));
        String name = clip.illustration() + ".mp4";
        part(form, "name=\"video\"; filename=\"" + name + "\"", Files.readAllBytes(mp4));
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        post(
                "/api/reels",
                tokens.apply(merchantUser),
                "multipart/form-data; boundary=" + BOUNDARY,
                BodyPublishers.ofByteArray(form.toByteArray()),
                201);
    }

    /** @param views writes the elements of the list */
    void watch(int user, Json.Writer views) throws IOException, InterruptedException {
        byte[] body = Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("views");
            views.write(json);
            json.writeEndArray();
            json.writeEndObject();
        });
        post("/api/reels/views", tokens.apply(user), "application/json", BodyPublishers.ofByteArray(body), 200);
    }

    /** Likes, shares or follows; what was done already stays done. */
    void interact(int user, String path) throws IOException, InterruptedException {
        send(path, tokens.apply(user), "application/json", BodyPublishers.noBody());
    }

    private static void part(ByteArrayOutputStream form, String disposition, byte[] content) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
        form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private void post(String path, String token, String type, BodyPublisher body, int expected)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(path, token, type, body);
        if (answer.statusCode() != expected) {
            throw new IOException("POST " + path + " was answered " + answer.statusCode() + " " + answer.body());
        }
    }

    private HttpResponse<String> send(String path, String token, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .POST(body)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
