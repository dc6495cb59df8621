package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.db.Database;
import com.aoin.reels.storage.MediaFiles;
import com.aoin.reels.storage.StorageKey;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.upload.TranscodeDao.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
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

    /** In one transaction, since the service itself looks into the queue now and then. */
    @Test
    void merchantsTakeTurns() {
        int first = reel(11);
        int second = reel(11);
        int third = reel(11);
        int another = reel(21);
        List<Integer> taken = new ArrayList<>();
        database.execute(handle -> {
            queue(handle, first, 50);
            queue(handle, second, 40);
            queue(handle, third, 30);
            queue(handle, another, 10);
            int last = 0;
            for (Optional<Job> job = claim(handle, last); job.isPresent(); job = claim(handle, last)) {
                taken.add(job.get().reelId());
                last = job.get().merchantId();
            }
            handle.rollback();
        });
        assertThat(taken).containsExactly(first, another, second, third);
    }

    @Test
    void aJobIsTakenByOneNodeOnly() throws Exception {
        int reel = reel(11);
        CountDownLatch taken = new CountDownLatch(1);
        try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<Job>> other = nodes.submit(() -> database.transaction(handle -> {
                taken.await();
                return claim(handle, 0);
            }));
            database.execute(handle -> {
                queue(handle, reel, 0);
                assertThat(claim(handle, 0)).isPresent();
                taken.countDown();
                assertThat(claim(handle, 0)).isEmpty();
            });
            assertThat(other.get()).isEmpty();
        }
        reels.sql("DELETE FROM transcodes WHERE reel_id = ?", reel);
    }

    private static Optional<Job> claim(Handle handle, int lastMerchant) {
        return TranscodeDao.claim(handle, LEASE, lastMerchant);
    }

    private static int reel(int product) {
        return shop.reel(product, "x", "2026-03-01 10:00:00");
    }

    /** Its video waits to be transcoded for so long. */
    private static void queue(Handle handle, int reel, int seconds) {
        handle.execute(
                "INSERT INTO transcodes (reel_id, not_before, created_at)"
                        + " VALUES (?, UTC_TIMESTAMP(6) - INTERVAL ? SECOND, UTC_TIMESTAMP(6))",
                reel,
                seconds);
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
