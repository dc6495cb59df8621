package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.media.FfmpegBinaries;
import com.aoin.reels.media.MediaLimits;
import com.aoin.reels.media.TestClips;
import com.aoin.reels.media.VideoTools;
import com.aoin.reels.storage.LocalStorage;
import com.aoin.reels.storage.Storages;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.TcpSwitch;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transcoder makes of faults that are not the video's. */
class TranscoderIT {
    private static DatabaseAddress address;
    private static Path directory;
    private static int reel;

    @TempDir
    Path folder;

    @BeforeAll
    static void upload() {
        address = TestingDatabase.fresh();
        directory = TestingReels.newDirectory();
        try (TestingReels reels =
                TestingReels.builder().database(address).directory(directory).start()) {
            TestShop.in(reels);
            reel = reels.user(TestShop.MERCHANT_USER)
                    .upload(MultipartForm.of(11, "x").file("video", "a.avi", TestClips.avi(1, 64, 64)))
                    .expect(201)
                    .data()
                    .get("reel_id")
                    .intValue();
            Waiting.until(() -> reels.count("transcodes") == 0);
        }
    }

    @AfterAll
    static void drop() {
        TestingDatabase.drop(address);
        TestingReels.delete(directory);
    }

    /** The service has ended, so nobody but a test's own transcoder takes the job. */
    @BeforeEach
    void queue() throws IOException {
        String key = (String) value("SELECT video_public_id FROM reels");
        Files.copy(
                TestClips.avi(1, 64, 64), directory.resolve("media").resolve(key), StandardCopyOption.REPLACE_EXISTING);
        sql("UPDATE reels SET processing = 'pending', video_format = 'avi'");
        sql("DELETE FROM transcodes");
        sql(
                "INSERT INTO transcodes (reel_id, not_before, created_at)"
                        + " VALUES (?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) - INTERVAL 1 HOUR)",
                reel);
    }

    @Test
    void aFaultOfOursUsesUpNoAttemptHoweverOftenItComes() {
        try (Parts parts = new Parts(address, missing())) {
            for (int i = 0; i < 5; i++) {
                Waiting.until(TranscoderIT::isPostponed);
                assertThat(processing()).isEqualTo("pending");
                sql("UPDATE transcodes SET not_before = UTC_TIMESTAMP(6)");
                parts.transcoder.wake();
            }
        }
        sql("UPDATE transcodes SET not_before = UTC_TIMESTAMP(6)");
        try (Parts _ = new Parts(address, TestClips.tools())) {
            Waiting.until(() -> processing().equals("ready"));
        }
    }

    @Test
    void aFaultThatNeverEndsIsGivenUpAfterADayAndThreeAttempts() {
        sql("UPDATE transcodes SET created_at = UTC_TIMESTAMP(6) - INTERVAL 25 HOUR");
        try (Parts parts = new Parts(address, missing())) {
            for (int attempt = 1; attempt <= 2; attempt++) {
                int attempts = attempt;
                Waiting.until(() -> rows("transcodes WHERE attempts = " + attempts + " AND not_before <"
                                + " UTC_TIMESTAMP(6) + INTERVAL 61 SECOND")
                        == 1);
                sql("UPDATE transcodes SET not_before = UTC_TIMESTAMP(6)");
                parts.transcoder.wake();
            }
            Waiting.until(() -> rows("transcodes") == 0);
            assertThat(processing()).isEqualTo("failed");
        }
    }

    @Test
    void requestsThatTakeEveryPermitDoNotHoldItUp() {
        MediaLimits usual = MediaLimits.defaults();
        MediaLimits busy = new MediaLimits(
                usual.maxPixels(),
                usual.maxPackets(),
                usual.memoryBytes(),
                usual.outputBytes(),
                usual.requestTime(),
                usual.transcodeTime(),
                0,
                1,
                Duration.ofMillis(1));
        try (Parts _ = new Parts(address, new VideoTools(TestClips.binaries(), busy))) {
            Waiting.until(() -> processing().equals("ready"));
        }
    }

    @Test
    void aDatabaseThatGoesAwayMeanwhileUsesUpNoAttempt() throws IOException {
        Path begun = folder.resolve("begun");
        Path go = folder.resolve("go");
        FfmpegBinaries real = TestClips.binaries();
        Path waiting = script("""
                #!/bin/sh
                : >%s
                while [ ! -e %s ]; do sleep 0.02; done
                exec %s "$@"
                """.formatted(begun, go, real.ffprobe()));
        VideoTools tools = new VideoTools(
                new FfmpegBinaries(real.ffmpeg(), waiting, real.libraries(), real.h264Encoder()),
                MediaLimits.defaults());
        int port = URI.create(address.url().substring("jdbc:".length())).getPort();
        try (TcpSwitch line = TcpSwitch.to(port);
                Parts parts = new Parts(through(line), tools)) {
            Waiting.until(() -> Files.exists(begun));
            assertThat(rows("transcodes WHERE attempts = 1")).isOne();
            line.cut();
            Files.createFile(go);
            Waiting.until(parts::isIdle);
            assertThat(rows("transcodes WHERE attempts = 1")).isOne();
            line.join();
            Waiting.until(TranscoderIT::isPostponed);
            assertThat(processing()).isEqualTo("pending");
            sql("UPDATE transcodes SET not_before = UTC_TIMESTAMP(6)");
            parts.transcoder.wake();
            Waiting.until(() -> processing().equals("ready"));
        }
    }

    private Path script(String text) throws IOException {
        Path script = Files.writeString(folder.resolve("ffprobe"), text);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static DatabaseAddress through(TcpSwitch line) {
        return new DatabaseAddress(
                address.url().replaceFirst(":[0-9]+/", ":" + line.port() + "/"), address.user(), address.password());
    }

    /** As when ffmpeg is being replaced on this machine. */
    private VideoTools missing() {
        FfmpegBinaries none = new FfmpegBinaries(folder.resolve("ffmpeg"), folder.resolve("ffprobe"), null, "libx264");
        return new VideoTools(none, MediaLimits.defaults());
    }

    private static boolean isPostponed() {
        return rows("transcodes WHERE attempts = 0 AND not_before > UTC_TIMESTAMP(6) + INTERVAL 4 MINUTE") == 1;
    }

    private static String processing() {
        return (String) value("SELECT processing FROM reels");
    }

    private static long rows(String fromWhere) {
        return ((Number) value("SELECT COUNT(*) FROM " + fromWhere)).longValue();
    }

    private static void sql(String statement, Object... arguments) {
        TestingReels.sql(address, statement, arguments);
    }

    private static Object value(String query) {
        try (Connection connection = TestingDatabase.connect(address);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getObject(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A transcoder with what it needs of a service. */
    private static final class Parts implements AutoCloseable {
        private final Database database;
        private final Storages storages;
        private final Workspace workspace;
        private final Transcoder transcoder;

        Parts(DatabaseAddress address, VideoTools tools) {
            Map<String, String> settings = Map.of("REELS_DATA_DIR", directory.toString());
            ReelsConfig config = ReelsConfig.read(settings, false);
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            database = Database.connect(address, new Database.Tuning(4, true, null), Duration.ofSeconds(10));
            storages =
                    Storages.open(config, new LocalStorage(directory.resolve("media"), config.publicUrl()), registry);
            workspace = Workspace.open(directory.resolve("work"));
            transcoder = new Transcoder(database, tools, storages, workspace, registry);
        }

        /** Whether it works on nothing. */
        boolean isIdle() {
            try (var files = Files.walk(directory.resolve("work"))) {
                return files.noneMatch(file -> file.getFileName().toString().startsWith("work-"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            transcoder.close();
            workspace.close();
            storages.close();
            database.close();
        }
    }
}
