package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.FaultyLine;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.TestingStorages;
import com.aoin.reels.testing.Waiting;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** From the upload to the removal, through HTTP, with each storage and from one to the next. */
class StorageJourneysIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static TestingStorages storages;

    @BeforeAll
    static void start() {
        storages = new TestingStorages();
    }

    @AfterAll
    static void stop() {
        storages.close();
    }

    private static String name(JsonNode reel, String field) {
        return reel.get(field)
                .stringValue()
                .replaceFirst("\\?.*", "")
                .replaceFirst(".*/(reels/merchant_.*)\\.[a-z0-9]+$", "$1");
    }

    private static JsonNode upload(TestingReels reels, Path clip) {
        String name = clip.getFileName().toString();
        return reels.user(TestShop.MERCHANT_USER)
                .upload(MultipartForm.of(11, "A phone")
                        .file("video", "a" + name.substring(name.lastIndexOf('.')), clip))
                .expect(201)
                .data();
    }

    private static HttpResponse<byte[]> get(String url, String... headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertPlays(JsonNode reel) {
        String url = reel.get("video_url").stringValue();
        HttpResponse<byte[]> start = get(url, "Range", "bytes=0-65535");
        assertThat(start.statusCode()).isEqualTo(206);
        assertThat(start.headers().firstValue("Content-Type")).contains("video/mp4");
        String bytes = new String(start.body(), StandardCharsets.ISO_8859_1);
        assertThat(bytes.indexOf("moov"))
                .as("the index stands first")
                .isPositive()
                .isLessThan(1000);
        try {
            HttpResponse<byte[]> picture = get(reel.get("thumbnail_url").stringValue());
            assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.body()));
            assertThat(image.getWidth()).isEqualTo(640);
            assertThat(image.getHeight()).isEqualTo(360);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(TestingReels reels, int id) {
        return reels.anonymous()
                .get("/api/reels/" + id + "?track_view=false")
                .expect(200)
                .data();
    }

    private static void delete(TestingReels reels, int id) {
        reels.user(TestShop.MERCHANT_USER).delete("/api/reels/" + id).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "aws", "cloudinary"})
    void aReelIsUploadedPlayedAndRemoved(String provider) {
        try (TestingReels reels = storages.with(provider).start()) {
            TestShop.in(reels);
            JsonNode reel = upload(reels, TestClips.phoneH264());
            int id = reel.get("reel_id").intValue();
            assertPlays(reel);
            assertThat(storages.stored(reels, provider)).contains(name(reel, "video_url"), name(reel, "thumbnail_url"));
            List<Object> row = reels.rows(
                            "SELECT storage_provider, video_url, thumbnail_url, video_public_id FROM reels WHERE reel_id = ?",
                            id)
                    .getFirst();
            assertThat(row.getFirst()).isEqualTo(provider);
            assertThat(reel.get("video_url").stringValue()).startsWith((String) row.get(1));
            assertThat((String) row.get(1)).doesNotContain("?").endsWith((String) row.get(3));
            assertThat((String) row.get(2)).doesNotContain("?");
            assertThat(read(reels, id).get("video_url"))
                    .as("the link stays the same for a while")
                    .isEqualTo(reel.get("video_url"));
            delete(reels, id);
            Waiting.until(() -> reels.count("media_files") == 0);
            assertThat(storages.stored(reels, provider))
                    .doesNotContain(name(reel, "video_url"), name(reel, "thumbnail_url"));
            assertThat(get(reel.get("video_url").stringValue()).statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "cloudinary"})
    void whatPhonesCannotPlayIsFetchedBackAndTranscoded(String provider) {
        try (TestingReels reels = storages.with(provider).start()) {
            TestShop.in(reels);
            JsonNode reel = upload(reels, TestClips.vp9(1, 128, 96));
            int id = reel.get("reel_id").intValue();
            assertThat(reel.get("processing").stringValue()).isEqualTo("pending");
            Waiting.until(() -> read(reels, id).get("processing").stringValue().equals("ready"));
            JsonNode ready = read(reels, id);
            assertThat(ready.get("video_url")).isNotEqualTo(reel.get("video_url"));
            assertPlays(ready);
            assertThat(storages.stored(reels, provider))
                    .contains(name(ready, "video_url"), name(reel, "video_url"), name(reel, "thumbnail_url"));
            assertThat(reels.files("work")).allMatch(file -> file.endsWith("lock"));
            assertThat(reels.files("media")).isEmpty();
            assertThat(reels.value(
                            "SELECT storage_provider FROM media_files WHERE storage_key LIKE ?",
                            name(ready, "video_url") + "%"))
                    .isEqualTo(provider);
        }
    }

    /** The file's name is the client's; how it is stored, delivered and played follows its bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"local", "aws", "cloudinary"})
    void aFileIsDeliveredAsWhatItIsWhateverItsName(String provider) {
        try (TestingReels reels = storages.with(provider).start()) {
            TestShop.in(reels);
            JsonNode mp4 = upload(reels, TestClips.mp4Named("really-mp4.mov"));
            assertDelivered(mp4, "mov", "mp4", "video/mp4");
            JsonNode quickTime = upload(reels, TestClips.quickTimeNamed("really-quicktime.mp4"));
            assertDelivered(quickTime, "mp4", "mov", "video/quicktime");
            JsonNode film = upload(reels, TestClips.vp9(1, 128, 96));
            assertDelivered(film, "mkv", "mkv", "video/x-matroska");
            assertThat(storages.cloudinary().conversions()).isEmpty();
            for (JsonNode reel : List.of(mp4, quickTime, film)) {
                delete(reels, reel.get("reel_id").intValue());
            }
            Waiting.until(() -> {
                timePasses(reels);
                return reels.count("media_files") == 0;
            });
        }
    }

    private static void assertDelivered(JsonNode reel, String named, String extension, String type) {
        assertThat(reel.get("video_format").stringValue()).isEqualTo(named);
        assertThat(reel.get("processing").stringValue()).isEqualTo("pending");
        String url = reel.get("video_url").stringValue();
        assertThat(url.replaceFirst("\\?.*", "")).endsWith("." + extension);
        HttpResponse<byte[]> video = get(url);
        assertThat(video.statusCode()).isEqualTo(200);
        assertThat(video.headers().firstValue("Content-Type")).contains(type);
        String brand = new String(video.body(), 4, 8, StandardCharsets.ISO_8859_1);
        switch (extension) {
            case "mp4" -> assertThat(brand).startsWith("ftyp").isNotEqualTo("ftypqt  ");
            case "mov" -> assertThat(brand).isEqualTo("ftypqt  ");
            default -> assertThat(brand).doesNotContain("ftyp");
        }
    }

    @Test
    void aShopMovesFromOneToTheNextWithoutLosingAClip() {
        DatabaseAddress database = TestingDatabase.fresh();
        Path directory = TestingReels.newDirectory();
        List<String> providers = List.of("local", "aws", "cloudinary");
        for (String provider : providers) {
            try (TestingReels reels = storages.with(provider)
                    .database(database)
                    .directory(directory)
                    .start()) {
                if (provider.equals("local")) {
                    TestShop.in(reels);
                }
                upload(reels, TestClips.h264(1, 180, 320));
            }
        }
        try (TestingReels reels = storages.with("cloudinary")
                .database(database)
                .directory(directory)
                .start()) {
            for (int id = 1; id <= 3; id++) {
                assertPlays(read(reels, id));
                delete(reels, id);
            }
            Waiting.until(() -> reels.count("media_files") == 0);
            for (String provider : providers) {
                assertThat(storages.stored(reels, provider)).isEmpty();
            }
        }
        TestingReels.delete(directory);
        TestingDatabase.drop(database);
    }

    @Test
    void aStorageWhoseSettingsAreGoneKeepsItsLinksAndItsRemovalsWait() {
        DatabaseAddress database = TestingDatabase.fresh();
        Path directory = TestingReels.newDirectory();
        JsonNode reel;
        try (TestingReels reels =
                storages.with("aws").database(database).directory(directory).start()) {
            TestShop.in(reels);
            upload(reels, TestClips.h264(1, 180, 320));
            reel = upload(reels, TestClips.h264(1, 180, 320));
        }
        String unsigned = reel.get("video_url").stringValue().replaceFirst("\\?.*", "");
        try (TestingReels reels =
                TestingReels.builder().database(database).directory(directory).start()) {
            assertThat(read(reels, 2).get("video_url").stringValue()).isEqualTo(unsigned);
            delete(reels, 2);
            Waiting.until(
                    () -> reels.anonymous().get("/metrics").text().contains("reels_media_removals_unconfigured 2.0"));
            assertThat(storages.s3().keys()).contains(name(reel, "video_url") + ".mp4");
        }
        try (TestingReels reels =
                storages.with("local").database(database).directory(directory).start()) {
            Waiting.until(() -> reels.count("media_files WHERE delete_after IS NOT NULL") == 0);
            assertThat(storages.stored(reels, "aws"))
                    .doesNotContain(name(reel, "video_url"))
                    .hasSize(2);
            assertPlays(read(reels, 1));
            delete(reels, 1);
            Waiting.until(() -> storages.s3().keys().isEmpty());
        }
        TestingReels.delete(directory);
        TestingDatabase.drop(database);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "cloudinary"})
    void aProviderThatIsAwayIsToldAndNothingIsLeft(String provider) {
        try (FaultyLine line = storages.line(provider);
                TestingReels reels = storages.through(line, provider).start()) {
            TestShop.in(reels);
            int kept = upload(reels, TestClips.h264(1, 180, 320)).get("reel_id").intValue();
            line.cutAfter(1000);
            failing(reels);
            line.down();
            failing(reels);
            Waiting.until(() -> readiness(reels).equals("degraded"));
            assertThat(reels.anonymous()
                            .get("/health/ready")
                            .expect(200)
                            .json()
                            .at("/checks/storage/status")
                            .stringValue())
                    .isEqualTo("down");
            // Whoever only watches notices nothing.
            assertThat(read(reels, kept).get("is_visible").booleanValue()).isTrue();
            reels.anonymous().get("/api/reels/public").expect(200);
            assertThat(reels.anonymous().get("/metrics").text())
                    .contains("reels_storage_up{provider=\"" + provider + "\"} 0.0")
                    .containsPattern(
                            "reels_storage_calls_seconds_count\\{operation=\"store\",outcome=\"failed\",provider=\""
                                    + provider + "\"} 2");
            delete(reels, kept);
            Waiting.until(() -> reels.count("media_files WHERE delete_attempts > 0") > 0);
            line.mend();
            Waiting.until(() -> {
                timePasses(reels);
                return reels.count("media_files") == 0;
            });
            assertThat(storages.stored(reels, provider)).isEmpty();
            assertThat(reels.count("reels WHERE deleted_at IS NULL")).isZero();
            assertThat(reels.count("uploads WHERE state <> 'DONE'")).isZero();
            assertThat(reels.files("work")).allMatch(file -> file.endsWith("lock"));
            upload(reels, TestClips.h264(1, 180, 320));
            Waiting.until(() -> readiness(reels).equals("ready"));
            delete(reels, (int) reels.value("SELECT MAX(reel_id) FROM reels"));
            Waiting.until(() -> reels.count("media_files") == 0);
        }
    }

    /** Begun before a restart, finished while the provider is away, stored when it is back. */
    @ParameterizedTest
    @ValueSource(strings = {"aws", "cloudinary"})
    void aResumableUploadEndsThereWhateverComesBetween(String provider) throws IOException {
        DatabaseAddress database = TestingDatabase.fresh();
        Path directory = TestingReels.newDirectory();
        byte[] video = Files.readAllBytes(TestClips.phoneH264());
        int half = video.length / 2;
        try (FaultyLine line = storages.line(provider)) {
            TestingReels.Builder settings =
                    storages.through(line, provider).database(database).directory(directory);
            TestUpload upload;
            try (TestingReels before = settings.start()) {
                TestShop.in(before);
                upload = TestUpload.begin(before.user(TestShop.MERCHANT_USER), "phone.mp4", 11, video.length);
                upload.patch(0, Arrays.copyOf(video, half)).expect(204);
            }
            try (TestingReels reels = settings.start()) {
                TestUpload resumed = upload.as(reels.user(TestShop.MERCHANT_USER));
                assertThat(resumed.offset()).isEqualTo(half);
                line.down();
                ApiResponse whole =
                        resumed.patch(half, TestUpload.rest(video, half)).expect(204);
                assertThat(whole.header("Reels-Upload-State")).isEqualTo("processing");
                line.mend();
                reels.sql("UPDATE resumable_uploads SET not_before = UTC_TIMESTAMP()");
                ApiResponse done = resumed.patch(video.length, new byte[0]).expect(204);
                assertThat(done.header("Reels-Upload-State")).isEqualTo("done");
                JsonNode reel = read(reels, Integer.parseInt(done.header("Reels-Reel-Id")));
                assertPlays(reel);
                assertThat(storages.stored(reels, provider))
                        .containsExactlyInAnyOrder(name(reel, "video_url"), name(reel, "thumbnail_url"));
                assertThat(reels.count("uploads WHERE state <> 'DONE'")).isZero();
                delete(reels, reel.get("reel_id").intValue());
                Waiting.until(() -> {
                    timePasses(reels);
                    return reels.count("media_files") == 0;
                });
                assertThat(storages.stored(reels, provider)).isEmpty();
            }
        }
        TestingReels.delete(directory);
        TestingDatabase.drop(database);
    }

    private static void failing(TestingReels reels) {
        reels.user(TestShop.MERCHANT_USER)
                .upload(MultipartForm.of(11, "x").file("video", "a.mp4", TestClips.h264(1, 180, 320)))
                .expectError(500, "STORAGE_ERROR", null);
    }

    private static String readiness(TestingReels reels) {
        return reels.anonymous()
                .get("/health/ready")
                .expect(200)
                .json()
                .get("status")
                .stringValue();
    }

    /** An hour, after which a refused upload has the sweepers look at once. */
    private static void timePasses(TestingReels reels) {
        reels.sql("""
                UPDATE media_files SET delete_after = UTC_TIMESTAMP(), created_at = created_at - INTERVAL 1 HOUR
                WHERE delete_after IS NOT NULL
                """);
        reels.user(TestShop.OTHER_MERCHANT_USER).upload(MultipartForm.of(21, "no video"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_SECRET_ACCESS_KEY", "AWS_S3_BUCKET", "CLOUDINARY_API_SECRET", "CLOUDINARY_CLOUD_NAME"})
    void aSettingThatTheProviderRefusesIsTold(String name) {
        String provider = name.startsWith("AWS") ? "aws" : "cloudinary";
        try (TestingReels reels =
                storages.with(provider).set(name, "another-one").start()) {
            TestShop.in(reels);
            failing(reels);
            Waiting.until(() -> readiness(reels).equals("degraded"));
            assertThat(reels.count("reels")).isZero();
        }
    }
}
