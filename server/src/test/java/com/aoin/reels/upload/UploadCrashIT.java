package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.aoin.reels.CrashingReels;
import com.aoin.reels.Main;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.FaultyLine;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.ReelsProcess;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.TestingStorages;
import com.aoin.reels.testing.Waiting;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Kills the service at each step of an upload, with each storage. Afterwards, and after the sweeps of the next start: no
 * row without its video, no video without its row, no temporary file; and the client that tries again under its key
 * gets one reel.
 */
@ParameterizedClass
@ValueSource(strings = {"local", "aws", "cloudinary"})
class UploadCrashIT {
    private static final String KEY = "crash";

    private final TestingStorages storages = new TestingStorages();
    private final DatabaseAddress database = TestingDatabase.fresh();
    private final Path directory = TestingReels.newDirectory();
    private final String token = TestingReels.tokenOf(TestShop.MERCHANT_USER);

    @Parameter
    private String provider;

    private TestingReels.Builder settings;

    @BeforeEach
    void shop() {
        settings = storages.with(provider).database(database).directory(directory);
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

    @ParameterizedTest
    @EnumSource(UploadStep.class)
    void aCrashLeavesNothingBehindThatIsNotSwept(UploadStep step) {
        try (ReelsProcess doomed = ReelsProcess.start(
                settings.environment(database, directory), CrashingReels.class.getName(), step.name())) {
            doomed.awaitReady();
            uploadInVain(doomed, TestClips.h264(2, 180, 320));
            assertThat(doomed.awaitEnd()).isEqualTo(137);
        }
        timePasses();
        try (TestingReels after = settings.start()) {
            assertSwept(after, step == UploadStep.COMMITTED ? 1 : 0);
            JsonNode reel = after.bearing(token)
                    .with("Idempotency-Key", KEY)
                    .upload(form(TestClips.h264(2, 180, 320)))
                    .expect(201)
                    .data();
            assertThat(after.count("reels")).isEqualTo(1);
            assertThat(reel.get("is_visible").booleanValue()).isTrue();
            assertEveryVideoHasItsRow(after);
        }
    }

    /** With 23 MB, which is several parts of S3 and more than one chunk of Cloudinary. */
    @Test
    void aKillWhileAVideoIsOnItsWayLeavesNothing() throws InterruptedException {
        assumeTrue(!provider.equals("local"), "a local video moves at once");
        try (FaultyLine line = storages.line(provider);
                ReelsProcess doomed = ReelsProcess.start(
                        storages.through(line, provider).environment(database, directory),
                        Main.class.getName(),
                        "serve")) {
            doomed.awaitReady();
            line.stallAfter(1_000_000);
            Thread upload = Thread.startVirtualThread(() -> uploadInVain(doomed, TestClips.raw(20, 320, 240)));
            Waiting.until(() -> line.faults() > 0);
            doomed.process().destroyForcibly();
            upload.join();
        }
        if (provider.equals("aws")) {
            assertThat(storages.s3().unfinished()).hasSize(1);
        }
        timePasses();
        try (TestingReels after = settings.start()) {
            assertSwept(after, 0);
            assertThat(storages.s3().unfinished()).isEmpty();
        }
    }

    private void uploadInVain(ReelsProcess doomed, Path clip) {
        assertThatThrownBy(
                        () -> doomed.bearing(token).with("Idempotency-Key", KEY).upload(form(clip)))
                .isInstanceOf(UncheckedIOException.class);
    }

    /** Until the lease of the dead upload has run out, and no write of it can be under way. */
    private void timePasses() {
        TestingReels.sql(
                database, "UPDATE uploads SET lease_until = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE state <> 'DONE'");
        TestingReels.sql(database, "UPDATE media_files SET created_at = created_at - INTERVAL 1 HOUR");
    }

    private static MultipartForm form(Path clip) {
        String name = clip.getFileName().toString();
        return MultipartForm.of(11, "A phone").file("video", "phone" + name.substring(name.lastIndexOf('.')), clip);
    }

    private void assertSwept(TestingReels after, int reels) {
        Waiting.until(() -> after.count("uploads WHERE state <> 'DONE'") == 0);
        Waiting.until(() -> after.count("media_files WHERE reel_id IS NULL") == 0);
        assertThat(after.count("reels")).isEqualTo(reels);
        assertEveryVideoHasItsRow(after);
    }

    private void assertEveryVideoHasItsRow(TestingReels reels) {
        List<String> shown = reels.rows("""
                        SELECT video_public_id FROM reels UNION SELECT thumbnail_public_id FROM reels ORDER BY 1
                        """).stream()
                .map(row -> TestingStorages.bare((String) row.getFirst()))
                .toList();
        assertThat(storages.stored(reels, provider)).containsExactlyElementsOf(shown);
        assertThat(reels.files("work")).allMatch(file -> file.endsWith("lock"));
    }
}
