package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.db.Database;
import com.aoin.reels.storage.MediaFiles;
import com.aoin.reels.storage.StorageKey;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.upload.TranscodeDao.Job;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What nodes that transcode and merchants that delete do to each other. */
class TranscodeDaoIT {
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration DAY = Duration.ofDays(1);

    private static TestingReels reels;
    private static TestShop shop;
    private static Database database;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
        database = Database.connect(reels.database(), new Database.Tuning(2, true, null), Duration.ofSeconds(10));
    }

    @AfterAll
    static void stop() {
        database.close();
        reels.close();
    }

    @Test
    void aFileThatIsAboutToBeWrittenStaysRegisteredWhenItsReelIsDeleted() {
        Job job = job();
        String key = StorageKey.make(1, 11, "mp4");
        database.execute(handle -> TranscodeDao.register(handle, key, "local", LEASE));
        database.execute(handle -> MediaFiles.removeOfReels(handle, List.of(job.reelId())));
        assertThat(reels.count(
                        "media_files WHERE storage_key = ? AND delete_after > UTC_TIMESTAMP() + INTERVAL 1 MINUTE",
                        key))
                .isOne();
        reels.sql("UPDATE reels SET deleted_at = UTC_TIMESTAMP() WHERE reel_id = ?", job.reelId());
        assertThat(swap(job, key)).isFalse();
    }

    @Test
    void aNodeThatLostItsJobDoesNotFailWhatAnotherHasMadeReady() {
        Job job = job();
        String key = StorageKey.make(1, 11, "mp4");
        database.execute(handle -> TranscodeDao.register(handle, key, "local", LEASE));
        assertThat(swap(job, key)).isTrue();
        assertThat(reels.count("media_files WHERE storage_key = ? AND reel_id = ?", key, job.reelId()))
                .isOne();
        database.execute(handle -> TranscodeDao.fail(handle, job));
        assertThat(reels.value("SELECT processing FROM reels WHERE reel_id = ?", job.reelId()))
                .isEqualTo("ready");
    }

    private static boolean swap(Job job, String key) {
        return database.transaction(handle -> TranscodeDao.swap(handle, job, key, "http://localhost/" + key, DAY));
    }

    private static Job job() {
        int id = shop.reel(11, "x", "2026-03-01 10:00:00");
        String key = (String) reels.value("SELECT video_public_id FROM reels WHERE reel_id = ?", id);
        return new Job(id, 1, 1, 11, "local", key, "mov");
    }
}
