package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.Waiting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The upload through HTTP: what is taken, and how it is shown and delivered. */
class UploadRoutesIT extends UploadTesting {
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
}
