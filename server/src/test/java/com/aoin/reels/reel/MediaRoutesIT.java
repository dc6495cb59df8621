package com.aoin.reels.reel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.RawHttp;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class MediaRoutesIT {
    private static final byte[] CONTENT = new byte[200_000];
    private static final String KEY = key(1, "mp4");
    private static final String PATH = "/media/" + KEY;
    private static final String TAG = "\"" + "%040x".formatted(1) + "\"";
    private static final String MODIFIED = "Sun, 01 Mar 2026 10:00:00 GMT";

    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    private static TestingReels reels;
    private static TestShop shop;
    private static int reel;

    @BeforeAll
    static void start() {
        new Random(7).nextBytes(CONTENT);
        LOG.start();
        root().addAppender(LOG);
        reels = TestingReels.start();
        shop = TestShop.in(reels);
        reel = shop.reel(11, "A reel with files", "2026-03-01 10:00:00");
        store(KEY, reel, CONTENT);
    }

    @AfterAll
    static void stop() {
        root().detachAppender(LOG);
        reels.close();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static String key(int number, String extension) {
        return "reels/merchant_1/product_11/%040x.%s".formatted(number, extension);
    }

    private static void store(String key, int reelId, byte[] content) {
        register(key, reelId);
        try {
            Path file = reels.directory().resolve("media").resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-03-01T10:00:00.750Z")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void register(String key, int reelId) {
        reels.sql(
                "INSERT INTO media_files (storage_key, storage_provider, reel_id, created_at) VALUES (?, 'local', ?, '2026-03-01')",
                key,
                reelId);
    }

    private static ApiResponse get(String name, String value) {
        return reels.anonymous().with(name, value).get(PATH);
    }

    @Test
    void aWholeFile() {
        ApiResponse answer = reels.anonymous().get(PATH).expect(200);
        assertThat(answer.body()).isEqualTo(CONTENT);
        assertThat(answer.header("Content-Type")).isEqualTo("video/mp4");
        assertThat(answer.header("Content-Length")).isEqualTo("200000");
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(answer.header("ETag")).isEqualTo(TAG);
        assertThat(answer.header("Last-Modified")).isEqualTo(MODIFIED);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @CsvSource({"mov, video/quicktime", "avi, video/x-msvideo", "mkv, video/x-matroska", "jpg, image/jpeg"})
    void types(String extension, String type) {
        store(key(1, extension), reel, new byte[] {1, 2, 3});
        assertThat(reels.anonymous()
                        .get("/media/" + key(1, extension))
                        .expect(200)
                        .header("Content-Type"))
                .isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-99, 0, 100",
        "bytes=70000-140000, 70000, 140001",
        "bytes=199999-, 199999, 200000",
        "bytes=-500, 199500, 200000",
        "bytes=-999999, 0, 200000",
        "bytes=100-999999, 100, 200000"
    })
    void aPart(String range, int from, int to) {
        ApiResponse answer = get("Range", range).expect(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(CONTENT, from, to));
        assertThat(answer.header("Content-Range")).isEqualTo("bytes %d-%d/200000".formatted(from, to - 1));
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(to - from));
        assertThat(answer.header("ETag")).isEqualTo(TAG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-6", "bytes=5-1", "bytes=x", "items=0-1", "bytes"})
    void aRangeThatIsNotUnderstoodIsTheWholeFile(String range) {
        assertThat(get("Range", range).expect(200).body()).hasSize(CONTENT.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=200000-", "bytes=999999999999-", "bytes=-0"})
    void aRangeBeyondTheEnd(String range) {
        ApiResponse answer = get("Range", range).expectError(416, "VALIDATION_ERROR", null);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes */200000");
    }

    @Test
    void aPartOfWhatHasChangedIsOfNoUse() {
        ApiClient ranged = reels.anonymous().with("Range", "bytes=0-9");
        for (String same : List.of(TAG, MODIFIED)) {
            ranged.with("If-Range", same).get(PATH).expect(206);
        }
        for (String other : List.of(
                "\"other\"", "W/" + TAG, "Sun, 01 Mar 2026 10:00:01 GMT", "Sun, 01 Mar 2026 09:59:59 GMT", "x")) {
            ranged.with("If-Range", other).get(PATH).expect(200);
        }
    }

    @Test
    void whatTheClientHasIsNotSentAgain() {
        for (String match : List.of(TAG, "W/" + TAG, "\"a\", " + TAG + " , \"b\"", "*")) {
            ApiResponse answer = get("If-None-Match", match).expect(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("ETag")).isEqualTo(TAG);
            assertThat(answer.header("Cache-Control")).contains("immutable");
        }
        get("If-None-Match", "\"other\"").expect(200);
        get("If-Modified-Since", MODIFIED).expect(304);
        get("If-Modified-Since", "Sun, 01 Mar 2026 10:00:01 GMT").expect(304);
        get("If-Modified-Since", "Sun, 01 Mar 2026 09:59:59 GMT").expect(200);
        get("If-Modified-Since", "yesterday").expect(200);
        reels.anonymous()
                .with("If-None-Match", "\"other\"")
                .with("If-Modified-Since", MODIFIED)
                .get(PATH)
                .expect(200);
        reels.anonymous()
                .with("If-None-Match", TAG)
                .with("Range", "bytes=0-1")
                .get(PATH)
                .expect(304);
    }

    /** A pattern tried anew at each blank would take more than a second for one such header. */
    @Test
    @Timeout(60)
    void aHeaderFullOfBlanksTakesNoTime() {
        String blanks = "\"x" + " ".repeat(15_000) + "x\"";
        for (int i = 0; i < 100; i++) {
            get("If-None-Match", blanks).expect(200);
        }
    }

    @Test
    void headSaysWhatGetSays() {
        ApiResponse got = reels.anonymous().get(PATH);
        ApiResponse head = reels.anonymous().head(PATH).expect(200);
        assertThat(head.body()).isEmpty();
        for (String name :
                List.of("Content-Length", "Content-Type", "ETag", "Last-Modified", "Accept-Ranges", "Cache-Control")) {
            assertThat(head.header(name)).as(name).isEqualTo(got.header(name)).isNotEmpty();
        }
        assertThat(reels.anonymous()
                        .with("Range", "bytes=0-9")
                        .head(PATH)
                        .expect(206)
                        .header("Content-Range"))
                .isEqualTo("bytes 0-9/200000");
        reels.anonymous().head("/media/" + key(99, "mp4")).expect(404);
    }

    @Test
    void hiddenReelsHaveHiddenFiles() {
        int hidden = shop.reel(11, "Hidden", "2026-03-01 10:00:00");
        String path = "/media/" + key(2, "mp4");
        store(key(2, "mp4"), hidden, CONTENT);
        reels.anonymous().get(path).expect(200);
        for (String state : List.of(
                "is_active = FALSE", "is_active = TRUE, approval_status = 'pending'", "approval_status = 'rejected'")) {
            reels.sql("UPDATE reels SET " + state + " WHERE reel_id = ?", hidden);
            for (ApiClient stranger :
                    List.of(reels.anonymous(), reels.user(1), reels.user(TestShop.OTHER_MERCHANT_USER))) {
                stranger.get(path).expectError(404, "NOT_FOUND_ERROR", null);
                stranger.with("Range", "bytes=0-0").get(path).expectError(404, "NOT_FOUND_ERROR", null);
                stranger.with("If-None-Match", "*").get(path).expectError(404, "NOT_FOUND_ERROR", null);
            }
            for (ApiClient insider :
                    List.of(reels.user(TestShop.MERCHANT_USER), reels.user(TestShop.ADMIN_USER), reels.admin(5000))) {
                assertThat(insider.get(path).expect(200).header("Cache-Control"))
                        .isEqualTo("private, no-store");
            }
        }
        reels.bearing("broken").get(path).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.sql("UPDATE reels SET approval_status = 'approved', deleted_at = '2026-03-02' WHERE reel_id = ?", hidden);
        reels.user(TestShop.MERCHANT_USER).get(path).expectError(404, "NOT_FOUND_ERROR", null);
        reels.admin(5000).get(path).expectError(404, "NOT_FOUND_ERROR", null);
    }

    @Test
    void aReelThatIsOnlySoldOutKeepsItsFiles() {
        shop.product(71, 1, 1, "Sold out", 0);
        store(key(3, "mp4"), shop.reel(71, "Sold out", "2026-03-01 10:00:00"), CONTENT);
        reels.anonymous().get("/media/" + key(3, "mp4")).expect(200);
    }

    @Test
    void onlyWhatIsRegisteredAndThereIsDelivered() throws IOException {
        register(key(4, "mp4"), reel);
        reels.anonymous().get("/media/" + key(4, "mp4")).expectError(404, "NOT_FOUND_ERROR", null);
        Files.write(reels.directory().resolve("media").resolve(key(5, "mp4")), CONTENT);
        reels.anonymous().get("/media/" + key(5, "mp4")).expectError(404, "NOT_FOUND_ERROR", null);
        store(key(6, "mp4"), reel, CONTENT);
        reels.sql("UPDATE media_files SET delete_after = '2036-01-01' WHERE storage_key = ?", key(6, "mp4"));
        reels.anonymous().get("/media/" + key(6, "mp4")).expect(200);
        reels.anonymous().delete(PATH).expectError(405, "VALIDATION_ERROR", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/media/",
                "/media",
                "/media/../jwt-secret",
                "/media/../../etc/passwd",
                "/media/%2e%2e%2fjwt-secret",
                "/media/..%2f..%2f..%2fetc%2fpasswd",
                "/media/%252e%252e%252fetc/passwd",
                "/media/..%5c..%5cetc",
                "/media/..\\..\\etc",
                "/media//etc/passwd",
                "/media/%2fetc%2fpasswd",
                "/media/%00",
                "/media/reels/merchant_1/product_11/%00.mp4",
                "/media/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
                "/media/reels/merchant_1/product_11/",
                "/media/reels/merchant_1/product_11",
                "/media/reels/merchant_1/../merchant_1/product_11/0000000000000000000000000000000000000001.mp4/..",
                "/media/reels/merchant_1/product_11/0000000000000000000000000000000000000001.mp4%00.jpg",
                "/media/reels/merchant_1/product_11/0000000000000000000000000000000000000001.mp4%0a",
                "/media/reels/merchant_1/product_11/0000000000000000000000000000000000000001.mp4/",
                "/media/reels/merchant_1/product_11/0000000000000000000000000000000000000001.MP4",
                "/media/REELS/merchant_1/product_11/0000000000000000000000000000000000000001.mp4",
                "/media/./reels/merchant_1/%2e%2e/%2e%2e/%2e%2e/secret"
            })
    void noPathLeadsOut(String path) {
        try (RawHttp http = RawHttp.to(reels.base().getPort())) {
            http.head("GET", path);
            ApiResponse answer = http.answer();
            assertThat(answer.status()).as(answer.text()).isIn(400, 404);
            assertThat(answer.json().get("code").stringValue()).isIn("NOT_FOUND_ERROR", "VALIDATION_ERROR");
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothingBehind() {
        byte[] large = new byte[30_000_000];
        store(key(8, "mp4"), reel, large);
        long logged = errorsLogged();
        for (int i = 0; i < 5; i++) {
            RawHttp http = RawHttp.to(reels.base().getPort());
            http.head("GET", "/media/" + key(8, "mp4")).readSome(100_000);
            http.reset();
        }
        Waiting.until(() -> openFiles(key(8, "mp4")) == 0);
        assertThat(errorsLogged()).isEqualTo(logged);
        reels.anonymous().get(PATH).expect(200);
    }

    private static long openFiles(String key) {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(link -> {
                        try {
                            return Files.readSymbolicLink(link).toString().endsWith(key);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long errorsLogged() {
        return List.copyOf(LOG.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .count();
    }
}
