package com.aoin.reels.upload;

import static com.aoin.reels.upload.TestUpload.metadata;
import static com.aoin.reels.upload.TestUpload.rest;
import static com.aoin.reels.upload.TestUpload.tus;
import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.RawHttp;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Resumable uploads header by header: what the protocol asks for, every refusal, and what is left afterwards. */
class ResumableRoutesIT {
    /** Each merchant has ten attempts an hour, so each test takes a merchant of its own. */
    private static final AtomicInteger NEXT_MERCHANT = new AtomicInteger(2000);

    private static TestingReels reels;
    private static TestShop shop;
    private static byte[] video;

    private int merchant;
    private int product;
    private ApiClient client;

    @BeforeAll
    static void start() throws IOException {
        reels = TestingReels.builder()
                .set("REELS_CORS_ORIGINS", "https://shop.example")
                .start();
        shop = TestShop.in(reels);
        // Served as it came until it is transcoded, so that its bytes can be compared.
        video = Files.readAllBytes(TestClips.avi(2, 320, 240));
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    @BeforeEach
    void newMerchant() {
        merchant = NEXT_MERCHANT.getAndIncrement();
        product = merchant * 10;
        shop.user(merchant, "user");
        shop.merchant(merchant, merchant, "Merchant " + merchant);
        shop.product(product, merchant, 1, "Product of " + merchant, 3);
        client = reels.user(merchant);
    }

    private TestUpload begin() {
        return TestUpload.begin(client, "old.avi", product, video.length);
    }

    private static byte[] piece(int from, int to) {
        return Arrays.copyOfRange(video, from, to);
    }

    /** That the reel's video, as it was uploaded, is this one. */
    private static void assertStored(String reelId, byte[] bytes) throws IOException {
        List<List<Object>> keys = reels.rows(
                "SELECT storage_key FROM media_files WHERE reel_id = ? AND storage_key LIKE '%.avi'", reelId);
        Path stored = reels.directory().resolve("media").resolve((String)
                keys.getFirst().getFirst());
        assertThat(Files.readAllBytes(stored)).isEqualTo(bytes);
    }

    private void assertNothingKept(TestUpload upload) {
        String id = upload.path().substring(upload.path().lastIndexOf('/') + 1);
        assertThat(reels.files("uploads")).doesNotContain(id);
        assertThat(reels.count("reels WHERE merchant_id = ?", merchant)).isZero();
    }

    @Test
    void anUploadInPiecesBecomesAReel() throws IOException {
        ApiResponse created = TestUpload.create(client, video.length, metadata("old.avi", product))
                .expect(201);
        assertThat(created.header("RateLimit-Remaining")).isEqualTo("9");
        assertThat(created.header("Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(created.header("Upload-Expires")).endsWith(" GMT");
        TestUpload upload = new TestUpload(client, created.header("Location"));
        ApiResponse head = upload.head().expect(200);
        assertThat(head.header("Upload-Offset")).isEqualTo("0");
        assertThat(head.header("Upload-Length")).isEqualTo("" + video.length);
        assertThat(head.header("Upload-Metadata")).isEqualTo(metadata("old.avi", product));
        assertThat(head.header("Cache-Control")).isEqualTo("no-store");
        int[] cuts = {1, 60_000, 70_000, video.length - 1};
        int at = 0;
        for (int cut : cuts) {
            ApiResponse answer = upload.patch(at, piece(at, cut)).expect(204);
            assertThat(answer.header("Upload-Offset")).isEqualTo("" + cut);
            assertThat(answer.header("Upload-Expires")).isNotEmpty();
            assertThat(upload.offset()).isEqualTo(cut);
            assertThat(upload.state()).isEqualTo("receiving");
            at = cut;
        }
        ApiResponse last = upload.patch(at, rest(video, at)).expect(204);
        assertThat(last.header("Upload-Offset")).isEqualTo("" + video.length);
        assertThat(last.header("Reels-Upload-State")).isEqualTo("done");
        assertStored(last.header("Reels-Reel-Id"), video);
        JsonNode told = upload.get().expect(200).data();
        assertThat(told.get("reel").get("reel_id").asString()).isEqualTo(last.header("Reels-Reel-Id"));
        assertThat(told.get("reel").get("description").stringValue()).isEqualTo("A fine product");
        assertThat(told.get("reel").get("video_format").stringValue()).isEqualTo("avi");
        assertThat(told.get("reel").get("file_size_bytes").intValue()).isEqualTo(video.length);
        assertThat(reels.files("uploads")).doesNotContain(told.get("upload_id").stringValue());
    }

    @Test
    void theEndIsToldToWhoeverAsksAgain() {
        TestUpload upload = begin();
        ApiResponse last = upload.patch(0, video).expect(204);
        ApiResponse head = upload.head().expect(200);
        assertThat(head.header("Upload-Offset")).isEqualTo("" + video.length);
        assertThat(head.header("Reels-Upload-State")).isEqualTo("done");
        assertThat(head.header("Reels-Reel-Id")).isEqualTo(last.header("Reels-Reel-Id"));
        ApiResponse again = upload.patch(video.length, new byte[0]).expect(204);
        assertThat(again.header("Reels-Reel-Id")).isEqualTo(last.header("Reels-Reel-Id"));
        upload.patch(0, video).expectError(409, "VALIDATION_ERROR", "Upload-Offset");
        assertThat(reels.count("reels WHERE merchant_id = ?", merchant)).isEqualTo(1);
        reels.sql("UPDATE reels SET deleted_at = UTC_TIMESTAMP() WHERE merchant_id = ?", merchant);
        assertThat(upload.get().expect(200).data().get("reel").isNull()).isTrue();
        upload.delete().expect(204);
        upload.head().expect(404);
    }

    @Test
    void whatIsSupportedIsToldWithoutAToken() {
        for (String path : List.of("/api/uploads", "/api/uploads/a-" + "0".repeat(32))) {
            ApiResponse answer = reels.anonymous()
                    .with("Origin", "https://shop.example")
                    .send("OPTIONS", path, BodyPublishers.noBody(), Map.of())
                    .expect(204);
            assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
            assertThat(answer.header("Tus-Extension"))
                    .isEqualTo("creation,creation-with-upload,expiration,termination");
            assertThat(answer.header("Tus-Max-Size")).isEqualTo("104857600");
            assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH", "DELETE", "HEAD");
            assertThat(answer.header("Access-Control-Allow-Headers"))
                    .contains("Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata");
            assertThat(answer.header("Access-Control-Expose-Headers"))
                    .contains("Location", "Upload-Offset", "Upload-Length", "Reels-Reel-Id");
        }
    }

    /** A creation that is refused: its name, the length, the metadata for a product, and the answer. */
    record BadCreation(String name, String length, Metadata metadata, int status, String code, String field) {
        interface Metadata {
            String of(int product);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<BadCreation> badCreations() {
        String valid = "VALIDATION_ERROR";
        String file = "FILE_VALIDATION_ERROR";
        return Stream.of(
                new BadCreation("no length", null, p -> metadata("a.mp4", p), 400, valid, "Upload-Length"),
                new BadCreation("length is no number", "-1", p -> metadata("a.mp4", p), 400, valid, "Upload-Length"),
                new BadCreation("empty file", "0", p -> metadata("a.mp4", p), 400, file, "Upload-Length"),
                new BadCreation("too large", "104857601", p -> metadata("a.mp4", p), 413, file, "Upload-Length"),
                new BadCreation("no metadata", "9", p -> "", 400, valid, "filename"),
                new BadCreation("broken Base64", "9", p -> "filename a.mp4", 400, valid, "Upload-Metadata"),
                new BadCreation("a key twice", "9", p -> "filename YQ==,filename YQ==", 400, valid, "Upload-Metadata"),
                new BadCreation("an empty key", "9", p -> "filename YQ==,,x", 400, valid, "Upload-Metadata"),
                new BadCreation("not UTF-8", "9", p -> "filename /w==", 400, valid, "filename"),
                new BadCreation("no product", "9", p -> metadata("filename", "a.mp4"), 400, valid, "product_id"),
                new BadCreation(
                        "no description",
                        "9",
                        p -> metadata("filename", "a.mp4", "product_id", "" + p),
                        400,
                        valid,
                        "description"),
                new BadCreation("extension", "9", p -> metadata("a.webm", p), 400, file, "filename"),
                new BadCreation("extension before size", "104857601", p -> metadata("a", p), 400, file, "filename"),
                new BadCreation("size before product", "104857601", p -> metadata("a.mp4", 21), 413, file, null),
                new BadCreation(
                        "product is no number",
                        "9",
                        p -> metadata("filename", "a.mp4", "product_id", "x", "description", "y"),
                        400,
                        valid,
                        "product_id"),
                new BadCreation(
                        "another's product",
                        "9",
                        p -> metadata("a.mp4", 21),
                        400,
                        "PRODUCT_VALIDATION_ERROR",
                        "product_id"),
                new BadCreation(
                        "product before description",
                        "9",
                        p -> metadata("filename", "a.mp4", "product_id", "21", "description", " "),
                        400,
                        "PRODUCT_VALIDATION_ERROR",
                        "product_id"),
                new BadCreation(
                        "blank description",
                        "9",
                        p -> metadata("filename", "a.mp4", "product_id", "" + p, "description", " "),
                        400,
                        valid,
                        "description"),
                new BadCreation(
                        "description too long",
                        "9",
                        p -> metadata("filename", "a.mp4", "product_id", "" + p, "description", "x".repeat(5001)),
                        400,
                        valid,
                        "description"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCreations")
    void aWrongUploadIsRefusedBeforeItsBytes(BadCreation bad) {
        ApiClient with = tus(client).with("Upload-Metadata", bad.metadata().of(product));
        ApiResponse refused = (bad.length() == null ? with : with.with("Upload-Length", bad.length()))
                .post("/api/uploads")
                .expect(bad.status());
        assertThat(refused.json().get("code").stringValue()).isEqualTo(bad.code());
        if (bad.field() != null) {
            refused.expectError(bad.status(), bad.code(), bad.field());
        }
        assertThat(refused.header("Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(reels.count("resumable_uploads WHERE user_id = ?", merchant)).isZero();
    }

    @Test
    void whoMayNotUploadMayNotBegin() {
        String metadata = metadata("a.mp4", 11);
        TestUpload.create(reels.anonymous(), 9, metadata).expectError(401, "AUTHENTICATION_ERROR", null);
        TestUpload.create(reels.bearing("nonsense"), 9, metadata).expectError(401, "AUTHENTICATION_ERROR", null);
        TestUpload.create(reels.user(1), 9, metadata).expectError(403, "AUTHORIZATION_ERROR", null);
        TestUpload.create(reels.user(555), 9, metadata).expectError(404, "NOT_FOUND_ERROR", null);
    }

    @Test
    void anUploadIsItsOwnersAlone() {
        TestUpload upload = begin();
        for (TestUpload others : List.of(
                upload.as(reels.user(TestShop.MERCHANT_USER)),
                new TestUpload(client, "/api/uploads/a-" + "0".repeat(32)),
                new TestUpload(client, "/api/uploads/..%2Fnode"))) {
            others.head().expect(404);
            others.get().expectError(404, "NOT_FOUND_ERROR", null);
            others.patch(0, video).expectError(404, "NOT_FOUND_ERROR", null);
            others.delete().expectError(404, "NOT_FOUND_ERROR", null);
        }
        upload.as(reels.anonymous()).patch(0, video).expectError(401, "AUTHENTICATION_ERROR", null);
        upload.as(reels.user(1)).patch(0, video).expectError(403, "AUTHORIZATION_ERROR", null);
        assertThat(upload.offset()).isZero();
    }

    @Test
    void aWrongRequestChangesNothing() {
        TestUpload upload = begin();
        upload.patch(0, piece(0, 1000)).expect(204);
        String type = TestUpload.TYPE;
        for (String version : new String[] {"0.2.2", "1.0.1", "x"}) {
            ApiClient other = client.with("Tus-Resumable", version);
            ApiResponse refused = other.post("/api/uploads").expectError(412, "VALIDATION_ERROR", null);
            assertThat(refused.header("Tus-Version")).isEqualTo("1.0.0");
            other.head(upload.path()).expect(412);
            other.delete(upload.path()).expect(412);
            other.send("PATCH", upload.path(), BodyPublishers.ofByteArray(video), Map.of())
                    .expect(412);
        }
        client.delete(upload.path()).expect(412);
        byte[] last = rest(video, 1000);
        upload.patch(Map.of("Upload-Offset", "1000"), last).expectError(415, "VALIDATION_ERROR", null);
        upload.patch(Map.of("Upload-Offset", "1000", "Content-Type", "video/mp4"), last)
                .expectError(415, "VALIDATION_ERROR", null);
        upload.patch(Map.of("Content-Type", type), last).expectError(400, "VALIDATION_ERROR", "Upload-Offset");
        for (String offset : List.of("", "x", "-1", "1e3")) {
            upload.patch(Map.of("Upload-Offset", offset, "Content-Type", type), last)
                    .expectError(400, "VALIDATION_ERROR", "Upload-Offset");
        }
        for (int offset : new int[] {0, 999, 1001, Integer.MAX_VALUE}) {
            upload.patch(offset, last).expectError(409, "VALIDATION_ERROR", "Upload-Offset");
        }
        upload.patch(1000, video).expectError(400, "VALIDATION_ERROR", "body");
        upload.override("PUT", Map.of("Content-Type", type), last).expect(405);
        upload.override("", Map.of("Content-Type", type), last).expect(405);
        assertThat(upload.offset()).isEqualTo(1000);
        upload.patch(1000, last).expect(204);
    }

    @Test
    void aFileThatIsNoVideoIsRefusedAtItsFirstBytes() {
        TestUpload upload = TestUpload.begin(client, "a.mp4", product, 1_000_000);
        upload.patch(0, new byte[65_535]).expect(204);
        ApiResponse refused = upload.patch(65_535, new byte[1]).expectError(400, "FILE_VALIDATION_ERROR", "video");
        assertNothingKept(upload);
        for (int i = 0; i < 2; i++) {
            ApiResponse again = upload.patch(65_536, new byte[10]).expectError(400, "FILE_VALIDATION_ERROR", "video");
            assertThat(again.json()).isEqualTo(refused.json());
        }
        JsonNode told = upload.get().expect(200).data();
        assertThat(told.get("state").stringValue()).isEqualTo("refused");
        assertThat(told.get("refusal")).isEqualTo(refused.json());
        assertThat(upload.head().expect(200).header("Reels-Upload-State")).isEqualTo("refused");
    }

    @Test
    void aSmallFileIsJudgedByAllItsBytes() {
        TestUpload small = TestUpload.begin(client, "a.mp4", product, 10);
        small.patch(0, new byte[9]).expect(204);
        small.patch(9, new byte[1]).expectError(400, "FILE_VALIDATION_ERROR", "video");
        TestUpload other = begin();
        other.patch(0, new byte[video.length]).expectError(400, "FILE_VALIDATION_ERROR", "video");
        assertNothingKept(other);
    }

    @Test
    void whatIsFoundInTheWholeFileIsToldByTheLastRequest() throws IOException {
        byte[] tooLong = Files.readAllBytes(TestClips.silent(60.6, 64, 64));
        TestUpload upload = TestUpload.begin(client, "long.mp4", product, tooLong.length);
        upload.patch(0, tooLong)
                .expectError(400, "FILE_VALIDATION_ERROR", "video")
                .expectMessage("The video must not be longer than 60 seconds");
        assertNothingKept(upload);
        upload.patch(tooLong.length, new byte[0]).expectError(400, "FILE_VALIDATION_ERROR", "video");
        TestUpload late = begin();
        reels.sql("UPDATE product_stock SET stock_qty = 0 WHERE product_id = ?", product);
        late.patch(0, video).expectError(400, "PRODUCT_VALIDATION_ERROR", "product_id");
        assertNothingKept(late);
        assertThat(reels.count("uploads WHERE user_id = ?", merchant)).isZero();
    }

    @Test
    void beginningCountsAsAnAttemptAndSendingDoesNot() {
        TestUpload first = TestUpload.begin(client, "a.mp4", product, 100_000);
        for (int i = 0; i < 15; i++) {
            first.patch(i, new byte[1]).expect(204);
        }
        for (int left = 8; left >= 0; left--) {
            ApiResponse refused =
                    TestUpload.create(client, 0, metadata("a.mp4", product)).expect(400);
            assertThat(refused.header("RateLimit-Remaining")).isEqualTo("" + left);
        }
        TestUpload.create(client, 9, metadata("a.mp4", product)).expectError(429, "RATE_LIMIT_ERROR", null);
        first.patch(15, new byte[1]).expect(204);
    }

    @Test
    void aUserHasSoManyUnfinishedUploads() {
        TestUpload first = begin();
        for (int i = 1; i < 10; i++) {
            reels.sql("""
                    INSERT INTO resumable_uploads (upload_id, node, user_id, merchant_id, product_id, description,
                      extension, metadata, total_bytes, state, created_at, expires_at)
                    SELECT CONCAT(node, '-', ?), node, user_id, merchant_id, product_id, description,
                      extension, metadata, total_bytes, state, created_at, expires_at
                    FROM resumable_uploads WHERE user_id = ? LIMIT 1
                    """, HexFormat.of().toHexDigits(merchant).repeat(3) + "0000000" + i, merchant);
        }
        TestUpload.create(client, 9, metadata("a.mp4", product)).expectError(409, "VALIDATION_ERROR", null);
        first.delete().expect(204);
        TestUpload.create(client, 9, metadata("a.mp4", product)).expect(201);
    }

    @Test
    void aRepeatedKeyIsAnsweredWithTheSameUpload() throws Exception {
        ApiClient keyed = client.with("Idempotency-Key", "key-1");
        String metadata = metadata("old.avi", product);
        List<ApiResponse> created = Concurrently.run(
                4, () -> TestUpload.create(keyed, video.length, metadata).expect(201));
        assertThat(created)
                .extracting(answer -> answer.header("Location"))
                .containsOnly(created.getFirst().header("Location"));
        TestUpload.create(keyed, video.length - 1, metadata).expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
        TestUpload.create(keyed, video.length, metadata("b.avi", product))
                .expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
        TestUpload upload = new TestUpload(client, created.getFirst().header("Location"));
        String reelId = upload.patch(0, video).expect(204).header("Reels-Reel-Id");
        assertThat(TestUpload.create(keyed, video.length, metadata).expect(201).header("Location"))
                .isEqualTo(upload.path());
        // Whoever sends the same video whole under the same key gets the same reel.
        JsonNode direct = keyed.upload(
                        MultipartForm.of(product, "A fine product").file("video", "old.avi", video))
                .expect(201)
                .data();
        assertThat(direct.get("reel_id").asString()).isEqualTo(reelId);
        keyed.upload(MultipartForm.of(product, "Another text").file("video", "old.avi", video))
                .expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
        ApiClient other = client.with("Idempotency-Key", "key-2");
        other.upload(MultipartForm.of(product, "x").file("video", "old.avi", video))
                .expect(201);
        TestUpload.create(other, video.length, metadata).expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
    }

    @Test
    void aRefusedUploadFreesItsKey() {
        ApiClient keyed = client.with("Idempotency-Key", "key");
        String metadata = metadata("old.avi", product);
        TestUpload bad = new TestUpload(
                client,
                TestUpload.create(keyed, video.length, metadata).expect(201).header("Location"));
        bad.patch(0, new byte[video.length]).expect(400);
        TestUpload good = new TestUpload(
                client,
                TestUpload.create(keyed, video.length, metadata).expect(201).header("Location"));
        assertThat(good.path()).isNotEqualTo(bad.path());
        good.patch(0, video).expect(204);
    }

    @Test
    void anUploadCanBeEnded() {
        TestUpload upload = begin();
        upload.patch(0, piece(0, 100_000)).expect(204);
        assertThat(upload.delete().expect(204).header("Tus-Resumable")).isEqualTo("1.0.0");
        assertNothingKept(upload);
        upload.head().expect(404);
        upload.patch(100_000, piece(100_000, 100_001)).expectError(404, "NOT_FOUND_ERROR", null);
        upload.delete().expectError(404, "NOT_FOUND_ERROR", null);
    }

    @Test
    void ofRequestsAtOneTimeOneWins() throws Exception {
        TestUpload upload = begin();
        for (int at = 0; at < video.length; ) {
            int start = at;
            int end = Math.min(video.length, start + 50_000);
            List<ApiResponse> answers = Concurrently.run(4, () -> upload.patch(start, piece(start, end)));
            assertThat(answers)
                    .extracting(ApiResponse::status)
                    .containsOnlyOnce(204)
                    .isSubsetOf(204, 409, 423);
            at = end;
        }
        assertStored(upload.head().header("Reels-Reel-Id"), video);
        assertThat(reels.count("reels WHERE merchant_id = ?", merchant)).isEqualTo(1);
    }

    private RawHttp patching(TestUpload upload, long offset, String framing) {
        return TestUpload.patching(reels.base(), reels.token(merchant), upload.path(), offset, framing);
    }

    @Test
    void whatCameBeforeTheConnectionBrokeIsKept() throws IOException {
        TestUpload upload = begin();
        try (RawHttp http = patching(upload, 0, "Content-Length: " + video.length)) {
            http.sendBytes(piece(0, 123_457));
            TestUpload.awaitReceptions(reels, 1);
        }
        assertThat(upload.offset()).isEqualTo(123_457);
        try (RawHttp http = patching(upload, 123_457, "Transfer-Encoding: chunked")) {
            http.send("3e8\n")
                    .sendBytes(piece(123_457, 124_457))
                    .send("\n3e8\n")
                    .sendBytes(piece(124_457, 124_500));
            TestUpload.awaitReceptions(reels, 1);
        }
        assertThat(upload.offset()).isEqualTo(124_500);
        ApiResponse last = upload.patch(124_500, rest(video, 124_500)).expect(204);
        assertStored(last.header("Reels-Reel-Id"), video);
    }

    /** As when a phone changes its network: nobody tells the service that the old connection is dead. */
    @Test
    void aSilentConnectionGivesWay() throws IOException {
        TestUpload upload = begin();
        try (RawHttp dead = patching(upload, 0, "Content-Length: " + video.length)) {
            dead.sendBytes(piece(0, 100_000));
            TestUpload.awaitReceptions(reels, 1);
            assertThat(upload.offset()).isEqualTo(100_000);
            assertThat(dead.isEnded()).isTrue();
        }
        try (RawHttp dead = patching(upload, 100_000, "Content-Length: " + (video.length - 100_000))) {
            dead.sendBytes(piece(100_000, 110_000));
            TestUpload.awaitReceptions(reels, 1);
            upload.patch(100_000, rest(video, 100_000)).expect(409);
            assertThat(dead.isEnded()).isTrue();
        }
        ApiResponse last = upload.patch(110_000, rest(video, 110_000)).expect(204);
        assertStored(last.header("Reels-Reel-Id"), video);
    }

    @Test
    void chunksAndOverridesWorkAsWell() throws IOException {
        TestUpload upload = begin();
        try (RawHttp http = patching(upload, 0, "Transfer-Encoding: chunked")) {
            http.send("186a0\n").sendBytes(piece(0, 100_000)).send("\n0\n\n");
            assertThat(http.answerTo("PATCH", upload.path()).expect(204).header("Upload-Offset"))
                    .isEqualTo("100000");
        }
        try (RawHttp http = patching(upload, 100_000, "Transfer-Encoding: chunked")) {
            http.send("ffffff\n").sendBytes(video);
            http.answerTo("PATCH", upload.path()).expectError(400, "VALIDATION_ERROR", "body");
        }
        ApiResponse offset = upload.override("HEAD", Map.of(), new byte[0]).expect(200);
        assertThat(offset.header("Upload-Offset")).isEqualTo("100000");
        assertThat(offset.header("Upload-Length")).isEqualTo("" + video.length);
        ApiResponse last = upload.override(
                        "PATCH",
                        Map.of("Upload-Offset", "100000", "Content-Type", TestUpload.TYPE),
                        rest(video, 100_000))
                .expect(204);
        assertStored(last.header("Reels-Reel-Id"), video);
        TestUpload other = begin();
        other.override("DELETE", Map.of(), new byte[0]).expect(204);
        other.head().expect(404);
    }

    @Test
    void bytesMayComeWithTheBeginning() throws IOException {
        ApiClient with = tus(client)
                .with("Upload-Length", "" + video.length)
                .with("Upload-Metadata", metadata("old.avi", product));
        Map<String, String> type = Map.of("Content-Type", TestUpload.TYPE);
        ApiResponse part = with.send("POST", "/api/uploads", BodyPublishers.ofByteArray(piece(0, 5000)), type)
                .expect(201);
        assertThat(part.header("Upload-Offset")).isEqualTo("5000");
        TestUpload upload = new TestUpload(client, part.header("Location"));
        ApiResponse last = upload.patch(5000, rest(video, 5000)).expect(204);
        assertStored(last.header("Reels-Reel-Id"), video);
        ApiResponse whole = with.send("POST", "/api/uploads", BodyPublishers.ofByteArray(video), type)
                .expect(201);
        assertThat(whole.header("Reels-Upload-State")).isEqualTo("done");
        assertStored(whole.header("Reels-Reel-Id"), video);
        with.send("POST", "/api/uploads", BodyPublishers.ofByteArray(new byte[video.length]), type)
                .expectError(400, "FILE_VALIDATION_ERROR", "video");
        with.send("POST", "/api/uploads", BodyPublishers.ofByteArray(video), Map.of("Content-Type", "video/mp4"))
                .expectError(415, "VALIDATION_ERROR", null);
    }

    /** Clients keep trying after a 423, so that without a proxy that pins uploads they get to the right node too. */
    @Test
    void anotherNodeAsksToTryAgain() {
        TestUpload upload = begin();
        upload.patch(0, piece(0, 1000)).expect(204);
        reels.sql("UPDATE resumable_uploads SET node = 'other' WHERE user_id = ?", merchant);
        ApiResponse locked = upload.patch(1000, piece(1000, 2000)).expectError(423, "VALIDATION_ERROR", null);
        assertThat(locked.header("Retry-After")).isEqualTo("1");
        upload.head().expect(423);
        upload.delete().expectError(423, "VALIDATION_ERROR", null);
        assertThat(upload.get().expect(200).data().get("offset").intValue()).isEqualTo(1000);
    }

    @Test
    void anExpiredUploadIsGone() {
        TestUpload upload = begin();
        upload.patch(0, piece(0, 1000)).expect(204);
        reels.sql("UPDATE resumable_uploads SET expires_at = UTC_TIMESTAMP() WHERE user_id = ?", merchant);
        upload.head().expect(404);
        upload.get().expectError(404, "NOT_FOUND_ERROR", null);
        upload.patch(1000, piece(1000, 2000)).expectError(404, "NOT_FOUND_ERROR", null);
    }

    /** Also before the sweep has come to it. */
    @Test
    void anExpiredUploadFreesItsKey() throws IOException {
        ApiClient keyed = client.with("Idempotency-Key", "key");
        String metadata = metadata("old.avi", product);
        TestUpload expired = new TestUpload(
                client,
                TestUpload.create(keyed, video.length, metadata).expect(201).header("Location"));
        expired.patch(0, piece(0, 1000)).expect(204);
        reels.sql("UPDATE resumable_uploads SET expires_at = UTC_TIMESTAMP() WHERE user_id = ?", merchant);
        ApiResponse again = TestUpload.create(keyed, video.length, metadata).expect(201);
        assertThat(again.header("Upload-Offset")).isEqualTo("0");
        TestUpload anew = new TestUpload(client, again.header("Location"));
        assertThat(anew.path()).isNotEqualTo(expired.path());
        expired.head().expect(404);
        expired.patch(1000, piece(1000, 2000)).expectError(404, "NOT_FOUND_ERROR", null);
        assertThat(TestUpload.create(keyed, video.length, metadata).expect(201).header("Location"))
                .isEqualTo(anew.path());
        assertThat(reels.count("resumable_uploads WHERE user_id = ?", merchant)).isEqualTo(1);
        assertStored(anew.patch(0, video).expect(204).header("Reels-Reel-Id"), video);
        // The key of a finished upload is forgotten with it as well.
        reels.sql("UPDATE resumable_uploads SET expires_at = UTC_TIMESTAMP() WHERE user_id = ?", merchant);
        reels.sql("UPDATE uploads SET lease_until = UTC_TIMESTAMP() WHERE user_id = ?", merchant);
        assertThat(TestUpload.create(keyed, 9, metadata).expect(201).header("Location"))
                .isNotEqualTo(anew.path());
    }

    /** However late it is: it becomes a reel as soon as its node gets to it. */
    @Test
    void anUploadThatIsBeingMadeAReelKeepsItsKey() {
        ApiClient keyed = client.with("Idempotency-Key", "key");
        String metadata = metadata("old.avi", product);
        String path =
                TestUpload.create(keyed, video.length, metadata).expect(201).header("Location");
        reels.sql(
                "UPDATE resumable_uploads SET state = 'PROCESSING', node = 'other', not_before = UTC_TIMESTAMP(6),"
                        + " expires_at = UTC_TIMESTAMP() WHERE user_id = ?",
                merchant);
        assertThat(TestUpload.create(keyed, video.length, metadata).expect(201).header("Location"))
                .isEqualTo(path);
    }

    /** What it may bring is kept free on the disk, so that nobody reserves it all for a day with nothing. */
    @Test
    void anUploadWithoutAByteIsGoneAfterAnHour() {
        TestUpload empty = begin();
        TestUpload begun = begin();
        begun.patch(0, new byte[0]).expect(204);
        assertThat(minutesLeft(begun)).isBetween(55L, 60L);
        begun.patch(0, piece(0, 1000)).expect(204);
        assertThat(minutesLeft(begun)).isBetween(1435L, 1440L);
        begun.patch(1000, piece(1000, 2000)).expect(204);
        reels.sql(
                "UPDATE resumable_uploads SET created_at = created_at - INTERVAL 61 MINUTE,"
                        + " expires_at = expires_at - INTERVAL 61 MINUTE WHERE user_id = ?",
                merchant);
        empty.head().expect(404);
        begun.patch(2000, piece(2000, 3000)).expect(204);
        assertThat(minutesLeft(begun)).isBetween(1374L, 1379L);
    }

    private static long minutesLeft(TestUpload upload) {
        String expires = upload.head().expect(200).header("Upload-Expires");
        Instant end = ZonedDateTime.parse(expires, DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        return Duration.between(Instant.now(), end).toMinutes();
    }

    @Test
    void aLostDiskMeansToBeginAnew() throws IOException {
        TestUpload upload = begin();
        upload.patch(0, piece(0, 1000)).expect(204);
        Files.delete(reels.directory().resolve("uploads").resolve(upload.path().substring("/api/uploads/".length())));
        upload.head().expect(404);
        upload.patch(1000, piece(1000, 2000)).expectError(404, "NOT_FOUND_ERROR", null);
    }

    @Test
    void uploadsAreCounted() {
        begin().patch(0, video).expect(204);
        assertThat(reels.anonymous().get("/metrics").expect(200).text())
                .contains("reels_resumable_uploads_total{event=\"begun\"}")
                .contains("reels_resumable_receptions")
                .contains("reels_uploads_seconds_count{outcome=\"accepted\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"schl\u00fcssel YQ==", "\u00e9"})
    void metadataKeysAreAscii(String pair) {
        try (RawHttp http = RawHttp.to(reels.base().getPort())) {
            http.head(
                    "POST",
                    TestUpload.ALL,
                    "Authorization: Bearer " + reels.token(merchant),
                    "Tus-Resumable: 1.0.0",
                    "Content-Length: 0",
                    "Upload-Length: 9",
                    "Upload-Metadata: " + metadata("a.mp4", product) + "," + pair);
            http.answerTo("POST", TestUpload.ALL).expectError(400, "VALIDATION_ERROR", "Upload-Metadata");
        }
    }
}
