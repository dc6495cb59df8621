package com.aoin.reels.upload;

import static com.aoin.reels.upload.TestUpload.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.CrashingReels;
import com.aoin.reels.Main;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.RawHttp;
import com.aoin.reels.testing.ReelsProcess;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.TestingStorages;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills the service while an upload arrives and while it becomes a reel; what was acknowledged is there afterwards. */
class ResumableCrashIT {
    private final TestingStorages storages = new TestingStorages();
    private final DatabaseAddress database = TestingDatabase.fresh();
    private final Path directory = TestingReels.newDirectory();
    private final TestingReels.Builder settings =
            TestingReels.builder().database(database).directory(directory);
    private final String token = TestingReels.tokenOf(TestShop.MERCHANT_USER);
    private byte[] video;

    @BeforeEach
    void shop() throws IOException {
        video = Files.readAllBytes(TestClips.avi(2, 320, 240));
        try (TestingReels before = settings.start()) {
            TestShop.in(before);
        }
    }

    @AfterEach
    void clean() {
        TestingReels.delete(directory);
        TestingDatabase.drop(database);
        storages.close();
    }

    /** Every step with local storage, and those at which something is in storage with the others. */
    static Stream<Arguments> deaths() {
        Stream<Arguments> local = Stream.of(UploadStep.values())
                .filter(step -> step != UploadStep.ADMITTED)
                .map(step -> Arguments.of("local", step));
        Stream<Arguments> others = Stream.of("aws", "cloudinary")
                .flatMap(provider -> EnumSet.range(UploadStep.VIDEO_STORED, UploadStep.COMMITTED).stream()
                        .map(step -> Arguments.of(provider, step)));
        return Stream.concat(local, others);
    }

    /** The client never comes back, and its upload becomes a reel all the same, once. */
    @ParameterizedTest
    @MethodSource("deaths")
    void anUploadThatIsWholeBecomesAReelWhateverHappens(String provider, UploadStep step) {
        TestingReels.Builder stored = storages.with(provider).database(database).directory(directory);
        TestUpload upload;
        try (ReelsProcess doomed = ReelsProcess.start(
                stored.environment(database, directory), CrashingReels.class.getName(), step.name())) {
            doomed.awaitReady();
            upload = TestUpload.begin(doomed.bearing(token), "old.avi", 11, video.length);
            upload.patch(0, Arrays.copyOf(video, 100_000)).expect(204);
            assertThatThrownBy(() -> upload.patch(100_000, rest(video, 100_000)))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(doomed.awaitEnd()).isEqualTo(137);
        }
        // No write of the dead process can be under way any more.
        TestingReels.sql(database, "UPDATE media_files SET created_at = created_at - INTERVAL 1 HOUR");
        try (TestingReels after = stored.start()) {
            TestUpload resumed = upload.as(after.bearing(token));
            assertThat(resumed.offset()).isEqualTo(video.length);
            Waiting.until(() -> resumed.state().equals("done"));
            assertThat(after.count("reels")).isEqualTo(1);
            Waiting.until(() -> after.count("reels WHERE processing = 'ready'") == 1);
            // What the first attempt has stored goes with its record.
            Waiting.until(() -> after.count("media_files WHERE reel_id IS NULL") == 0);
            assertThat(after.count("uploads WHERE state <> 'DONE'")).isZero();
            String key = (String) after.value(
                    "SELECT storage_key FROM media_files WHERE reel_id IS NOT NULL AND storage_key LIKE '%.avi'");
            assertThat(storages.video(after, provider, key)).isEqualTo(video);
            Waiting.until(() -> after.files("uploads").equals(List.of("node")));
            assertEveryVideoHasItsRow(after, provider);
        }
    }

    private void assertEveryVideoHasItsRow(TestingReels reels, String provider) {
        List<String> stored = storages.stored(reels, provider);
        assertThat(reels.rows("SELECT storage_key FROM media_files"))
                .extracting(row -> TestingStorages.bare((String) row.getFirst()))
                .containsAll(stored);
    }

    @Test
    void whatHeadHasPromisedIsThereAfterAKill() {
        Map<String, String> environment = settings.environment(database, directory);
        URI base = URI.create("http://127.0.0.1:" + environment.get("REELS_HTTP_PORT"));
        try (ReelsProcess doomed = ReelsProcess.start(environment, Main.class.getName(), "serve")) {
            doomed.awaitReady();
            TestUpload upload = TestUpload.begin(doomed.bearing(token), "old.avi", 11, video.length);
            upload.patch(0, Arrays.copyOf(video, 77_777)).expect(204);
            long promised;
            try (RawHttp http = TestUpload.patching(
                    base, token, upload.path(), 77_777, "Content-Length: " + (video.length - 77_777))) {
                // Bytes that come in the middle of a request are promised about every second.
                int[] at = {77_777};
                Waiting.until(() -> {
                    http.sendBytes(Arrays.copyOfRange(video, at[0], at[0] + 500));
                    at[0] += 500;
                    return promised(upload) > 77_777;
                });
                promised = promised(upload);
                doomed.process().destroyForcibly();
                doomed.awaitEnd();
            }
            try (ReelsProcess after = ReelsProcess.start(environment, Main.class.getName(), "serve")) {
                after.awaitReady();
                TestUpload resumed = upload.as(after.bearing(token));
                long offset = resumed.offset();
                assertThat(offset).isGreaterThanOrEqualTo(promised);
                ApiResponse last =
                        resumed.patch(offset, rest(video, (int) offset)).expect(204);
                assertThat(last.header("Reels-Upload-State")).isEqualTo("done");
            }
        }
        try (TestingReels after = settings.start()) {
            String key = (String) after.value(
                    "SELECT storage_key FROM media_files WHERE reel_id IS NOT NULL AND storage_key LIKE '%.avi'");
            assertThat(directory.resolve("media").resolve(key)).hasBinaryContent(video);
        }
    }

    private static long promised(TestUpload upload) {
        return upload.get().expect(200).data().get("offset").longValue();
    }

    private static void expire(TestingReels reels, TestUpload upload) {
        reels.sql("UPDATE resumable_uploads SET expires_at = UTC_TIMESTAMP() WHERE upload_id = ?", id(upload));
    }

    private static String id(TestUpload upload) {
        return upload.path().substring("/api/uploads/".length());
    }

    @Test
    void expiredUploadsAreSwept() {
        TestUpload upload;
        try (TestingReels before = settings.start()) {
            upload = TestUpload.begin(before.bearing(token), "old.avi", 11, video.length);
            upload.patch(0, Arrays.copyOf(video, 100_000)).expect(204);
            TestUpload other = TestUpload.begin(before.bearing(token), "old.avi", 11, video.length);
            other.patch(0, Arrays.copyOf(video, 100_000)).expect(204);
            ApiClient keyed = before.bearing(token).with("Idempotency-Key", "key");
            TestUpload forgotten = TestUpload.begin(keyed, "old.avi", 11, video.length);
            forgotten.patch(0, Arrays.copyOf(video, 100_000)).expect(204);
            assertThat(before.files("uploads")).hasSize(4);
            expire(before, upload);
            expire(before, forgotten);
            // Its row gives way to another upload with its key, and leaves its file to the sweep.
            assertThat(TestUpload.begin(keyed, "old.avi", 11, video.length).path())
                    .isNotEqualTo(forgotten.path());
        }
        try (TestingReels after = settings.start()) {
            Waiting.until(() -> after.files("uploads").size() == 2);
            assertThat(after.count("resumable_uploads")).isEqualTo(2);
            upload.as(after.bearing(token)).head().expect(404);
            assertThat(after.anonymous().get("/metrics").text())
                    .contains("reels_resumable_uploads_total{event=\"expired\"} 1.0");
        }
    }

    @Test
    void theDiskIsNeverPromisedTwice() {
        try (TestingReels reels =
                settings.set("REELS_UNFINISHED_UPLOADS_MB", "100").start()) {
            TestUpload most = TestUpload.begin(reels.bearing(token), "a.mp4", 11, 104_857_599);
            TestUpload.begin(reels.bearing(token), "a.mp4", 11, 1);
            TestUpload.create(reels.bearing(token), 1, TestUpload.metadata("a.mp4", 11))
                    .expectError(503, "TRANSACTION_ERROR", null);
            most.delete().expect(204);
            TestUpload.begin(reels.bearing(token), "a.mp4", 11, 1);
        }
    }

    @Test
    void aNodeHasTheNameThatItIsGiven() {
        try (TestingReels reels = settings.set("REELS_NODE", "left").start()) {
            assertThat(TestUpload.begin(reels.bearing(token), "a.mp4", 11, 9).path())
                    .startsWith("/api/uploads/left-");
        }
    }
}
