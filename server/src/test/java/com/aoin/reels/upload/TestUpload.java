package com.aoin.reels.upload;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.RawHttp;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A resumable upload as a test speaks to it, header by header. */
record TestUpload(ApiClient client, String path) {
    static final String ALL = "/api/uploads";
    static final String TYPE = "application/offset+octet-stream";

    /** Upload-Metadata of names and texts. */
    static String metadata(String... namesAndTexts) {
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            byte[] text = namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
            header.append(i == 0 ? "" : ",")
                    .append(namesAndTexts[i])
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(text));
        }
        return header.toString();
    }

    static String metadata(String fileName, int product) {
        return metadata("filename", fileName, "product_id", "" + product, "description", "A fine product");
    }

    static ApiClient tus(ApiClient client) {
        return client.with("Tus-Resumable", "1.0.0");
    }

    static ApiResponse create(ApiClient client, long length, String metadata) {
        return tus(client)
                .with("Upload-Length", "" + length)
                .with("Upload-Metadata", metadata)
                .post(ALL);
    }

    static TestUpload begin(ApiClient client, String fileName, int product, long length) {
        ApiResponse created =
                create(client, length, metadata(fileName, product)).expect(201);
        return new TestUpload(client, created.header("Location"));
    }

    /** The same upload as another client sees it. */
    TestUpload as(ApiClient other) {
        return new TestUpload(other, path);
    }

    ApiResponse head() {
        return tus(client).head(path);
    }

    long offset() {
        return Long.parseLong(head().expect(200).header("Upload-Offset"));
    }

    ApiResponse get() {
        return client.get(path);
    }

    String state() {
        return get().expect(200).data().get("state").stringValue();
    }

    ApiResponse delete() {
        return tus(client).delete(path);
    }

    ApiResponse patch(long offset, byte[] bytes) {
        return patch(Map.of("Upload-Offset", "" + offset, "Content-Type", TYPE), bytes);
    }

    /** With exactly these headers beside the version. */
    ApiResponse patch(Map<String, String> headers, byte[] bytes) {
        return tus(client).send("PATCH", path, BodyPublishers.ofByteArray(bytes), headers);
    }

    ApiResponse override(String method, Map<String, String> headers, byte[] bytes) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put("X-HTTP-Method-Override", method);
        return tus(client).send("POST", path, BodyPublishers.ofByteArray(bytes), more);
    }

    /** Begins a PATCH whose bytes the test sends itself. */
    static RawHttp patching(URI base, String token, String path, long offset, String framing) {
        return RawHttp.to(base.getPort())
                .head(
                        "PATCH",
                        path,
                        "Authorization: Bearer " + token,
                        "Tus-Resumable: 1.0.0",
                        "Content-Type: " + TYPE,
                        "Upload-Offset: " + offset,
                        framing);
    }

    /** Waits until so many requests send bytes; one that a test has just begun may not have been seen yet. */
    static void awaitReceptions(TestingReels reels, int count) {
        Waiting.until(() -> reels.anonymous()
                .get("/metrics")
                .text()
                .lines()
                .anyMatch(line -> line.equals("reels_resumable_receptions " + count + ".0")));
    }

    static byte[] rest(byte[] bytes, int start) {
        return Arrays.copyOfRange(bytes, start, bytes.length);
    }
}
