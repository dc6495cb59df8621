package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.RawHttp;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The upload through HTTP: what is taken, how it is shown and delivered, and every refusal, after which nothing is left. */
class UploadRoutesIT {
    /** Each merchant has ten attempts an hour, so each test takes a merchant of its own. */
    private static final AtomicInteger NEXT_MERCHANT = new AtomicInteger(1000);

    private static TestingReels reels;
    private static TestShop shop;

    private int merchant;
    private int product;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    /** Whatever a test did: no upload is left under way, and no file without a reel or a day of grace. */
    @AfterEach
    void nothingIsLeft() {
        Waiting.until(() -> reels.count("uploads WHERE state <> 'DONE'") == 0);
        Waiting.until(() -> reels.count("media_files WHERE delete_after <= UTC_TIMESTAMP()") == 0);
        // A transcoder may be at work there.
        Waiting.until(() -> reels.files("work").stream().allMatch(file -> file.endsWith("lock")));
        Waiting.until(() -> reels.files("media").equals(ofReels()));
    }

    private static List<String> ofReels() {
        return reels.rows("SELECT storage_key FROM media_files WHERE reel_id IS NOT NULL ORDER BY storage_key").stream()
                .map(row -> (String) row.getFirst())
                .toList();
    }

    private ApiClient newMerchant() {
        merchant = NEXT_MERCHANT.getAndIncrement();
        product = merchant * 10;
        shop.user(merchant, "user");
        shop.merchant(merchant, merchant, "Merchant " + merchant);
        shop.product(product, merchant, 1, "Product of " + merchant, 3);
        return reels.user(merchant);
    }

    private MultipartForm form(String fileName, Path video) {
        return MultipartForm.of(product, "A fine product").file("video", fileName, video);
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of("phone.mp4", TestClips.h264(2, 180, 320), "mp4", "ready", "180x320"),
                Arguments.of("PHONE.MP4", TestClips.mov(2, 180, 320), "mp4", "ready", "180x320"),
                Arguments.of("clip.mov", TestClips.mov(2, 320, 180), "mov", "ready", "320x180"),
                Arguments.of("clip.mov", TestClips.h264(2, 320, 180), "mov", "ready", "320x180"),
                Arguments.of("quiet.mp4", TestClips.silent(2, 180, 320), "mp4", "ready", "180x320"),
                Arguments.of("film.mkv", TestClips.mkv(2, 180, 320), "mkv", "ready", "180x320"),
                Arguments.of("turned.mp4", TestClips.rotated(90, 2, 320, 180), "mp4", "ready", "180x320"),
                Arguments.of("old.avi", TestClips.avi(2, 320, 240), "avi", "pending", "320x240"));
    }

    @ParameterizedTest(name = "{0} {2} {3} {4}")
    @MethodSource("formats")
    void eachFormatBecomesAReelThatPlays(
            String fileName, Path video, String format, String processing, String resolution) throws IOException {
        ApiClient client = newMerchant();
        ApiResponse response = client.upload(form(fileName, video)).expect(201);
        JsonNode reel = response.data();
        assertThat(response.json().get("message").stringValue()).isEqualTo("Reel uploaded successfully.");
        assertThat(reel.get("video_format").stringValue()).isEqualTo(format);
        assertThat(reel.get("processing").stringValue()).isEqualTo(processing);
        assertThat(reel.get("resolution").stringValue()).isEqualTo(resolution);
        assertThat(reel.get("duration_seconds").intValue()).isEqualTo(2);
        assertThat(reel.get("file_size_bytes").longValue()).isEqualTo(Files.size(video));
        assertThat(response.header("RateLimit-Limit")).isEqualTo("10");
        assertThat(response.header("RateLimit-Remaining")).isEqualTo("9");
        int id = reel.get("reel_id").intValue();
        assertThat(publicIds()).contains(id);
        var thumbnail = ImageIO.read(new ByteArrayInputStream(
                reels.anonymous().get(path(reel, "thumbnail_url")).expect(200).body()));
        assertThat(thumbnail.getWidth() + "x" + thumbnail.getHeight()).isEqualTo("640x360");
        ApiResponse start = reels.anonymous()
                .with("Range", "bytes=0-99")
                .get(path(reel, "video_url"))
                .expect(206);
        assertThat(start.body()).hasSize(100);
    }

    private static String path(JsonNode reel, String field) {
        return reel.get(field).stringValue().replaceFirst("http://[^/]+", "");
    }

    private static List<Integer> publicIds() {
        return reels.anonymous()
                .get("/api/reels/public?per_page=100")
                .expect(200)
                .data()
                .valueStream()
                .map(reel -> reel.get("reel_id").intValue())
                .toList();
    }

    @Test
    void aRemuxedUploadIsServedAsFaststartMp4() {
        JsonNode reel = newUpload("film.mkv", TestClips.mkv(2, 180, 320));
        String url = path(reel, "video_url");
        assertThat(url).endsWith(".mp4");
        ApiResponse video = reels.anonymous().get(url).expect(200);
        assertThat(video.header("Content-Type")).isEqualTo("video/mp4");
        String head = new String(video.body(), StandardCharsets.ISO_8859_1);
        assertThat(head.indexOf("moov")).isPositive().isLessThan(head.indexOf("mdat"));
    }

    private JsonNode newUpload(String fileName, Path video) {
        return newMerchant().upload(form(fileName, video)).expect(201).data();
    }

    @Test
    void aVideoThatDoesNotPlayEverywhereIsTranscodedAndSwapped() {
        JsonNode reel = newUpload("phone.mov", TestClips.phoneHevc());
        assertThat(reel.get("processing").stringValue()).isEqualTo("pending");
        String uploaded = path(reel, "video_url");
        assertThat(uploaded).endsWith(".mp4");
        assertThat(new String(reels.anonymous().get(uploaded).expect(200).body(), StandardCharsets.ISO_8859_1))
                .as("the place where it was taken")
                .doesNotContain("48.85", "location", "Apple");
        String own = "/api/reels/" + reel.get("reel_id").intValue();
        Waiting.until(() -> reels.anonymous()
                .get(own)
                .data()
                .get("processing")
                .stringValue()
                .equals("ready"));
        JsonNode swapped = reels.anonymous().get(own).data();
        assertThat(path(swapped, "video_url")).endsWith(".mp4").isNotEqualTo(uploaded);
        assertThat(swapped.get("resolution")).isEqualTo(reel.get("resolution"));
        assertThat(swapped.get("video_format")).isEqualTo(reel.get("video_format"));
        reels.anonymous().get(path(swapped, "video_url")).expect(200);
        reels.anonymous().get(uploaded).expect(200);
        Object hoursLeft = reels.value(
                "SELECT ROUND(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), delete_after) / 3600) FROM media_files"
                        + " WHERE storage_key = ?",
                uploaded.substring("/media/".length()));
        assertThat(((Number) hoursLeft).intValue()).isEqualTo(24);
        assertThat(reels.count("transcodes")).isZero();
    }

    @Test
    void aVideoThatResistsTranscodingStaysPlayableAsItWas() throws IOException {
        JsonNode reel = newUpload("old.avi", TestClips.avi(2, 320, 240));
        int id = reel.get("reel_id").intValue();
        Waiting.until(() -> reels.count("transcodes") == 0);
        String key = (String) reels.value("SELECT video_public_id FROM reels WHERE reel_id = ?", id);
        Files.write(reels.directory().resolve("media").resolve(key), new byte[4096]);
        reels.sql("UPDATE reels SET processing = 'pending' WHERE reel_id = ?", id);
        reels.sql(
                "INSERT INTO transcodes (reel_id, not_before, created_at) VALUES (?, UTC_TIMESTAMP(), UTC_TIMESTAMP())",
                id);
        newUpload("old.avi", TestClips.avi(2, 320, 240));
        Waiting.until(() -> reels.count("transcodes") == 0);
        JsonNode failed = reels.anonymous().get("/api/reels/" + id).expect(200).data();
        assertThat(failed.get("processing").stringValue()).isEqualTo("failed");
        assertThat(failed.get("is_visible").booleanValue()).isTrue();
    }

    @Test
    void theLengthIsRoundedHalfUpBeforeItIsHeldAgainstTheLimit() {
        ApiClient client = newMerchant();
        JsonNode reel = client.upload(form("long.mp4", TestClips.silent(60.4, 64, 64)))
                .expect(201)
                .data();
        assertThat(reel.get("duration_seconds").intValue()).isEqualTo(60);
        client.upload(form("longer.mp4", TestClips.silent(60.6, 64, 64)))
                .expectError(400, "FILE_VALIDATION_ERROR", "video");
        JsonNode blink = client.upload(form("blink.mp4", TestClips.silent(0.3, 64, 64)))
                .expect(201)
                .data();
        assertThat(blink.get("duration_seconds").intValue()).isEqualTo(1);
    }

    @Test
    void aPictureThatBeginsLateIsMeasuredFromTheBeginning() {
        ApiClient client = newMerchant();
        client.upload(form("late.mp4", TestClips.late(70, 1, "mp4")))
                .expectError(400, "FILE_VALIDATION_ERROR", "video");
        client.upload(form("late.mkv", TestClips.late(70, 1, "mkv")))
                .expectError(400, "FILE_VALIDATION_ERROR", "video");
        JsonNode reel = client.upload(form("late.mp4", TestClips.late(5, 1, "mp4")))
                .expect(201)
                .data();
        assertThat(reel.get("duration_seconds").intValue()).isEqualTo(1);
    }

    @Test
    void partsComeInAnyOrderAndStrangeOnesAreSkipped() {
        ApiClient client = newMerchant();
        MultipartForm form = new MultipartForm()
                .text("app_version", "7")
                .file("video", "../../etc/pass wd%00.MP4", TestClips.h264(1, 64, 64))
                .file("cover", "cover.png", new byte[100])
                .text("description", "  Zum Glück 🎉  ")
                .text("product_id", " " + product + " ");
        JsonNode reel = client.upload(form).expect(201).data();
        assertThat(reel.get("description").stringValue()).isEqualTo("Zum Glück 🎉");
    }

    static Stream<Arguments> badForms() {
        Path good = TestClips.h264(1, 64, 64);
        return Stream.of(
                refused("no video", p -> MultipartForm.of(p, "x"), "VALIDATION_ERROR", "video"),
                refused(
                        "a text named video",
                        p -> MultipartForm.of(p, "x").text("video", "x"),
                        "VALIDATION_ERROR",
                        "video"),
                refused(
                        "no product",
                        p -> new MultipartForm().text("description", "x").file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "product_id"),
                refused(
                        "no description",
                        p -> new MultipartForm().text("product_id", "" + p).file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "description"),
                refused(
                        "two videos",
                        p -> MultipartForm.of(p, "x")
                                .file("video", "a.mp4", good)
                                .file("video", "b.mp4", good),
                        "VALIDATION_ERROR",
                        "video"),
                refused(
                        "extension",
                        p -> MultipartForm.of(p, "x").file("video", "a.webm", good),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "no extension",
                        p -> MultipartForm.of(p, "x").file("video", "mp4", good),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "extension before product",
                        p -> MultipartForm.of(1, "x").file("video", "a.exe", good),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "file name in broken Base64",
                        p -> MultipartForm.of(p, "x").file("video", "=?utf-8?B?=a=?=", good),
                        "VALIDATION_ERROR",
                        "body"),
                refused(
                        "empty file",
                        p -> MultipartForm.of(p, "x").file("video", "a.mp4", new byte[0]),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "not a video",
                        p -> MultipartForm.of(p, "x")
                                .file("video", "a.mp4", "#EXTM3U\n".repeat(500).getBytes(StandardCharsets.UTF_8)),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "another container",
                        p -> MultipartForm.of(p, "x").file("video", "a.mp4", TestClips.mkv(2, 180, 320)),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "type before product",
                        p -> new MultipartForm()
                                .file("video", "a.mp4", new byte[70_000])
                                .text("product_id", "1")
                                .text("description", "x"),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "product is no number",
                        p -> new MultipartForm()
                                .text("product_id", "abc")
                                .text("description", "x")
                                .file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "product_id"),
                refused(
                        "unknown product",
                        p -> MultipartForm.of(999_999, "x").file("video", "a.mp4", good),
                        "PRODUCT_VALIDATION_ERROR",
                        "product_id"),
                refused(
                        "another's product",
                        p -> MultipartForm.of(21, "x").file("video", "a.mp4", good),
                        "PRODUCT_VALIDATION_ERROR",
                        "product_id"),
                refused(
                        "product before description",
                        p -> MultipartForm.of(21, " ").file("video", "a.mp4", good),
                        "PRODUCT_VALIDATION_ERROR",
                        "product_id"),
                refused(
                        "blank description",
                        p -> MultipartForm.of(p, " \n ").file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "description"),
                refused(
                        "description too long",
                        p -> MultipartForm.of(p, "é".repeat(5001)).file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "description"),
                refused(
                        "description much too long",
                        p -> MultipartForm.of(p, "x".repeat(200_000)).file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "description"),
                refused(
                        "description before duration",
                        p -> MultipartForm.of(p, "").file("video", "a.mp4", TestClips.silent(60.6, 64, 64)),
                        "VALIDATION_ERROR",
                        "description"),
                refused(
                        "sound only",
                        p -> MultipartForm.of(p, "x").file("video", "a.mp4", soundOnly()),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "cut off",
                        p -> MultipartForm.of(p, "x").file("video", "a.mp4", firstHalf(good)),
                        "FILE_VALIDATION_ERROR",
                        "video"));
    }

    /** Builds a form for a product. */
    interface BadForm {
        MultipartForm of(int product);
    }

    private static Arguments refused(String name, BadForm form, String code, String field) {
        return Arguments.of(name, form, code, field);
    }

    private static Path soundOnly() {
        return TestClips.make("sound-only.mp4", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac");
    }

    private static byte[] firstHalf(Path video) {
        try {
            byte[] bytes = Files.readAllBytes(video);
            return Arrays.copyOf(bytes, bytes.length / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badForms")
    void aWrongFormIsRefusedByTheFirstFaultInOrder(String name, BadForm form, String code, String field) {
        long before = reels.count("reels");
        newMerchant().upload(form.of(product)).expectError(400, code, field);
        assertThat(reels.count("reels")).isEqualTo(before);
    }

    static Stream<Arguments> unusableProducts() {
        return Stream.of(
                Arguments.of("UPDATE products SET approval_status = 'pending' WHERE product_id = ?", "not approved"),
                Arguments.of("UPDATE products SET approval_status = 'rejected' WHERE product_id = ?", "not approved"),
                Arguments.of("UPDATE products SET is_active = FALSE WHERE product_id = ?", "not active"),
                Arguments.of("UPDATE products SET deleted_at = UTC_TIMESTAMP() WHERE product_id = ?", "not found"),
                Arguments.of("UPDATE products SET parent_product_id = 11 WHERE product_id = ?", "variant"),
                Arguments.of("UPDATE product_stock SET stock_qty = 0 WHERE product_id = ?", "out of stock"),
                Arguments.of("DELETE FROM product_stock WHERE product_id = ?", "out of stock"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusableProducts")
    void aProductThatCannotBeShownIsRefused(String statement, String reason) {
        ApiClient client = newMerchant();
        reels.sql(statement, product);
        ApiResponse response = client.upload(form("a.mp4", TestClips.h264(1, 64, 64)))
                .expectError(400, "PRODUCT_VALIDATION_ERROR", "product_id");
        assertThat(response.json().get("error").stringValue().toLowerCase(Locale.ROOT))
                .contains(reason);
    }

    @Test
    void whoMayNotUploadIsRefusedBeforeTheBody() {
        MultipartForm form = MultipartForm.of(11, "x").file("video", "a.mp4", TestClips.h264(1, 64, 64));
        reels.anonymous().upload(form).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.bearing("nonsense").upload(form).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(1).upload(form).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.admin(TestShop.ADMIN_USER).upload(form).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.user(555).upload(form).expectError(404, "NOT_FOUND_ERROR", null).expectMessage("User not found");
    }

    @Test
    void theEleventhAttemptWithinAnHourIsRefused() {
        ApiClient client = newMerchant();
        for (int left = 9; left >= 0; left--) {
            ApiResponse refused = client.upload(MultipartForm.of(product, "x")).expect(400);
            assertThat(refused.header("RateLimit-Remaining")).isEqualTo(Integer.toString(left));
        }
        ApiResponse limited =
                client.upload(form("a.mp4", TestClips.h264(1, 64, 64))).expectError(429, "RATE_LIMIT_ERROR", null);
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(3500, 3600);
    }

    @Test
    void aRepeatedKeyIsAnsweredWithTheFirstReelAndCostsNothing() {
        ApiClient client = newMerchant().with("Idempotency-Key", "key-1");
        Path video = TestClips.h264(1, 64, 64);
        JsonNode first = client.upload(form("a.mp4", video)).expect(201).data();
        for (int i = 0; i < 12; i++) {
            JsonNode again = client.upload(form("a.mp4", video)).expect(201).data();
            assertThat(again.get("reel_id")).isEqualTo(first.get("reel_id"));
        }
        client.upload(MultipartForm.of(product, "Another text").file("video", "a.mp4", video))
                .expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
        client.upload(form("a.mp4", TestClips.h264(2, 64, 64))).expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
        assertThat(reels.count("reels WHERE merchant_id = ?", merchant)).isEqualTo(1);
        ApiResponse other = client.with("Idempotency-Key", "key-2")
                .upload(form("a.mp4", video))
                .expect(201);
        assertThat(other.header("RateLimit-Remaining")).isEqualTo("8");
    }

    /** Each holds its place for as long as it sends slowly, which costs it no attempt. */
    @Test
    void repeatsThatSendSlowlyHoldUpNobody() throws IOException {
        ApiClient client = newMerchant();
        int slow = merchant;
        Path video = TestClips.h264(1, 64, 64);
        MultipartForm form = form("a.mp4", video);
        for (String key : List.of("one", "two", "three")) {
            client.with("Idempotency-Key", key).upload(form).expect(201);
        }
        try (RawHttp one = begin(slow, form, "Idempotency-Key: one");
                RawHttp _ = begin(slow, form, "Idempotency-Key: two")) {
            ApiResponse same = client.with("Idempotency-Key", "one").upload(form);
            same.expectError(409, "VALIDATION_ERROR", null);
            assertThat(same.header("Retry-After")).isEqualTo("5");
            ApiResponse third = client.with("Idempotency-Key", "three").upload(form);
            third.expectError(503, "TRANSACTION_ERROR", null);
            assertThat(third.header("Retry-After")).isEqualTo("10");
            // New uploads take no place of theirs, neither this merchant's nor another's.
            assertThat(client.upload(form).expect(201).header("RateLimit-Remaining"))
                    .isEqualTo("6");
            newMerchant().upload(form("a.mp4", video)).expect(201);
            one.sendBytes(form.stream().readAllBytes());
            one.answerTo("POST", "/api/reels").expect(201);
        }
        Waiting.until(() -> client.with("Idempotency-Key", "three").upload(form).status() == 201);
        Waiting.until(() -> client.with("Idempotency-Key", "two").upload(form).status() == 201);
    }

    @Test
    void aMerchantHasTenUploadsUnderWayAtMost() {
        ApiClient client = newMerchant();
        MultipartForm form = form("a.mp4", TestClips.h264(1, 64, 64));
        List<RawHttp> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                slow.add(begin(merchant, form));
            }
            client.upload(form).expectError(503, "TRANSACTION_ERROR", null);
            int other = merchant;
            newMerchant().upload(form("a.mp4", TestClips.h264(1, 64, 64))).expect(201);
            slow.removeFirst().close();
            // A place is free again, but the hour's ten attempts are used up.
            Waiting.until(() -> reels.user(other).upload(form).status() == 429);
        } finally {
            slow.forEach(RawHttp::close);
        }
    }

    /** Sends the head of an upload, and returns when the service waits for its body. */
    private static RawHttp begin(int user, MultipartForm form, String... headers) {
        String[] all = Stream.concat(
                        Stream.of(
                                "Authorization: Bearer " + reels.token(user),
                                "Content-Type: " + form.contentType(),
                                "Content-Length: " + form.length(),
                                "Expect: 100-continue"),
                        Stream.of(headers))
                .toArray(String[]::new);
        RawHttp http = RawHttp.to(reels.base().getPort()).head("POST", "/api/reels", all);
        assertThat(http.answer().status()).isEqualTo(100);
        return http;
    }

    @Test
    void onlySuccessIsRememberedUnderAKey() {
        ApiClient client = newMerchant().with("Idempotency-Key", "key");
        client.upload(MultipartForm.of(product, "x")).expect(400);
        client.upload(form("a.mp4", TestClips.h264(1, 64, 64))).expect(201);
        client.with("Idempotency-Key", "x".repeat(256))
                .upload(form("a.mp4", TestClips.h264(1, 64, 64)))
                .expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
    }

    /** What is not ASCII arrives as something else, so that two keys could be taken for one. */
    @ParameterizedTest
    @ValueSource(strings = {"Schlüssel", "Schlössel", "a\tb"})
    void aKeyIsPrintableAscii(String key) {
        newMerchant();
        try (RawHttp http = RawHttp.to(reels.base().getPort())) {
            http.head(
                    "POST",
                    "/api/reels",
                    "Authorization: Bearer " + reels.token(merchant),
                    "Content-Length: 0",
                    "Idempotency-Key: " + key);
            http.answerTo("POST", "/api/reels").expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
        }
        assertThat(reels.count("uploads WHERE user_id = ?", merchant)).isZero();
    }

    @Test
    void twoRequestsWithOneKeyAtOnceMakeOneReel() throws Exception {
        ApiClient client = newMerchant().with("Idempotency-Key", "race");
        Path video = TestClips.h264(2, 180, 320);
        List<ApiResponse> responses = Concurrently.run(6, () -> client.upload(form("a.mp4", video)));
        assertThat(responses).extracting(ApiResponse::status).allMatch(status -> status == 201 || status == 409);
        assertThat(responses).extracting(ApiResponse::status).contains(201);
        responses.stream()
                .filter(response -> response.status() == 409)
                .forEach(response -> response.expectError(409, "VALIDATION_ERROR", null));
        assertThat(reels.count("reels WHERE merchant_id = ?", merchant)).isEqualTo(1);
        // The race has cost one attempt in all, this one is the second.
        ApiResponse next = client.with("Idempotency-Key", "next")
                .upload(form("a.mp4", video))
                .expect(201);
        assertThat(next.header("RateLimit-Remaining")).isEqualTo("8");
    }

    @Test
    void anUploadCutOffHalfWayLeavesNothing() throws IOException {
        newMerchant();
        long before = reels.count("reels");
        byte[] whole = form("a.mp4", TestClips.h264(2, 180, 320)).stream().readAllBytes();
        try (Socket socket = new Socket(reels.base().getHost(), reels.base().getPort())) {
            String head = "POST /api/reels HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + reels.token(merchant)
                    + "\r\nContent-Type: " + new MultipartForm().contentType() + "\r\nContent-Length: " + whole.length
                    + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(whole, 0, whole.length / 2);
            socket.getOutputStream().flush();
            Waiting.until(() -> reels.count("uploads WHERE state = 'RECEIVING'") == 1);
        }
        Waiting.until(() -> reels.count("uploads WHERE state <> 'DONE'") == 0);
        assertThat(reels.count("reels")).isEqualTo(before);
    }

    @Test
    void aVideoOverTheLimitIsRefusedAsSoonAsThatIsKnown() {
        ApiClient client = newMerchant();
        MultipartForm announced = MultipartForm.of(product, "x").file("video", "a.mp4", new byte[101 * 1024 * 1024]);
        ApiResponse refused = client.upload(announced).expectError(400, "FILE_VALIDATION_ERROR", "video");
        assertThat(refused.header("Connection")).isEqualTo("close");
    }

    @Test
    void anUploadMayComeInChunks() throws IOException {
        newMerchant();
        byte[] body = form("a.mp4", TestClips.h264(1, 64, 64)).stream().readAllBytes();
        try (RawHttp http = chunked()) {
            for (int start = 0; start < body.length; start += 5000) {
                chunk(http, Arrays.copyOfRange(body, start, Math.min(start + 5000, body.length)));
            }
            ApiResponse answer =
                    http.send("0\n\n").answerTo("POST", "/api/reels").expect(201);
            assertThat(answer.data().get("duration_seconds").intValue()).isEqualTo(1);
        }
    }

    /** Nobody has said how long the body is, so that is known only when it is too long. */
    @ParameterizedTest
    @ValueSource(strings = {"video", "cover"})
    void whatComesInChunksIsRefusedWithTheFirstByteTooMany(String part) throws IOException {
        newMerchant();
        byte[] video = Files.readAllBytes(TestClips.h264(1, 64, 64));
        byte[] mebibyte = new byte[1024 * 1024];
        try (RawHttp http = chunked()) {
            chunk(http, new MultipartForm().file(part, "a.mp4", video).beginning());
            for (int i = 0; i < (part.equals("video") ? 99 : 103); i++) {
                chunk(http, mebibyte);
            }
            assertThat(reels.count("uploads WHERE user_id = ?", merchant)).isOne();
            chunk(http, mebibyte);
            chunk(http, mebibyte);
            ApiResponse refused = http.answerTo("POST", "/api/reels");
            refused.expectError(400, "FILE_VALIDATION_ERROR", "video");
            assertThat(refused.header("Connection")).isEqualTo("close");
            assertThat(http.isEnded()).isTrue();
        }
    }

    private RawHttp chunked() {
        return RawHttp.to(reels.base().getPort())
                .head(
                        "POST",
                        "/api/reels",
                        "Authorization: Bearer " + reels.token(merchant),
                        "Content-Type: " + new MultipartForm().contentType(),
                        "Transfer-Encoding: chunked");
    }

    private static void chunk(RawHttp http, byte[] bytes) {
        http.send(Integer.toHexString(bytes.length) + "\n").sendBytes(bytes).send("\n");
    }

    @Test
    void aVideoOfTheFullSizeMayComeWithOtherParts() throws IOException {
        ApiClient client = newMerchant();
        byte[] full = Arrays.copyOf(Files.readAllBytes(TestClips.h264(1, 64, 64)), 100 * 1024 * 1024);
        JsonNode reel = client.upload(form("a.mp4", full).file("cover", "cover.png", new byte[3 * 1024 * 1024]))
                .expect(201)
                .data();
        assertThat(reel.get("file_size_bytes").longValue()).isEqualTo(full.length);
        client.upload(form("a.mp4", Arrays.copyOf(full, full.length + 1)))
                .expectError(400, "FILE_VALIDATION_ERROR", "video");
    }

    private MultipartForm form(String fileName, byte[] video) {
        return MultipartForm.of(product, "A fine product").file("video", fileName, video);
    }
}
