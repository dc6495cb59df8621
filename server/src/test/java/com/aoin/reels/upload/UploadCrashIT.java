package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.CrashingReels;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.ReelsProcess;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Kills the service at each step of an upload. Afterwards, and after the sweeps of the next start: no row without its
 * video, no video without its row, no temporary file; and the client that tries again under its key gets one reel.
 */
class UploadCrashIT {
    private static final String KEY = "crash";

    private final DatabaseAddress database = TestingDatabase.fresh();
    private final Path directory = TestingReels.newDirectory();
    private final TestingReels.Builder settings =
            TestingReels.builder().database(database).directory(directory);

    @ParameterizedTest
    @EnumSource(UploadStep.class)
    void aCrashLeavesNothingBehindThatIsNotSwept(UploadStep step) {
        String token;
        try (TestingReels before = settings.start()) {
            TestShop.in(before);
            token = before.token(TestShop.MERCHANT_USER);
        }
        crashAt(step, token);
        try (TestingReels after = settings.start()) {
            // The lease of the dead upload is still running; time passes.
            after.sql("UPDATE uploads SET lease_until = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE state <> 'DONE'");
        }
        try (TestingReels after = settings.start()) {
            Waiting.until(() -> after.count("uploads WHERE state <> 'DONE'") == 0);
            boolean committed = step == UploadStep.COMMITTED;
            assertThat(after.count("reels")).isEqualTo(committed ? 1 : 0);
            assertEveryFileHasItsRow(after);
            JsonNode reel = after.bearing(token)
                    .with("Idempotency-Key", KEY)
                    .upload(form())
                    .expect(201)
                    .data();
            assertThat(after.count("reels")).isEqualTo(1);
            assertThat(reel.get("is_visible").booleanValue()).isTrue();
            assertEveryFileHasItsRow(after);
        }
        TestingReels.delete(directory);
        TestingDatabase.drop(database);
    }

    private void crashAt(UploadStep step, String token) {
        try (ReelsProcess doomed = ReelsProcess.start(
                settings.environment(database, directory), CrashingReels.class.getName(), step.name())) {
            doomed.awaitReady();
            assertThatThrownBy(() ->
                            doomed.bearing(token).with("Idempotency-Key", KEY).upload(form()))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(doomed.awaitEnd()).isEqualTo(137);
        }
    }

    private static MultipartForm form() {
        return MultipartForm.of(11, "A phone").file("video", "phone.mp4", TestClips.h264(2, 180, 320));
    }

    private static void assertEveryFileHasItsRow(TestingReels reels) {
        List<String> shown =
                reels.rows("""
                        SELECT video_public_id FROM reels UNION SELECT thumbnail_public_id FROM reels ORDER BY 1
                        """).stream().map(row -> (String) row.getFirst()).toList();
        Waiting.until(() -> reels.files("media").equals(shown));
        assertThat(reels.files("work")).allMatch(file -> file.endsWith("lock"));
    }
}
