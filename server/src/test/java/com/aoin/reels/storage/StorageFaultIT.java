package com.aoin.reels.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.testing.FaultyLine;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Storages in the network when something goes wrong on the way: told in time, and nothing is left afterwards. */
@ParameterizedClass
@EnumSource(value = StorageUnderTest.class, mode = Mode.EXCLUDE, names = "LOCAL")
class StorageFaultIT {
    private static final int LARGE = 26_000_000;
    /** Of a part of S3 as well as of a chunk of Cloudinary. */
    private static final int HALF = 4_000_000;

    private static final Limits SHORT = new Limits(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            3,
            Duration.ofMillis(20));

    @Parameter
    private StorageUnderTest under;

    @TempDir
    private Path folder;

    private final String key = StorageKey.make(1, 2, "mp4");
    private FaultyLine line;
    private VideoStorage storage;
    private Path file;

    @BeforeAll
    static void start() {
        StorageUnderTest.startServers();
    }

    @AfterAll
    static void stop() {
        StorageUnderTest.stopServers();
    }

    @BeforeEach
    void open() throws IOException {
        line = FaultyLine.to(under.serverPort());
        storage = under.open(folder, line.port(), SHORT);
        byte[] bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);
        file = Files.write(folder.resolve("video.mp4"), bytes);
    }

    @AfterEach
    void nothingIsLeftAfterTheRemoval() {
        line.mend();
        storage.delete(key);
        assertThat(under.keys(folder)).doesNotContain(under.stored(key));
        assertThat(under.unfinished()).isEmpty();
        storage.close();
        line.close();
    }

    private void storingFails() {
        assertThatThrownBy(() -> storage.store(file, key)).isInstanceOf(StorageException.class);
        assertThat(line.faults()).isPositive();
        assertThat(under.keys(folder)).doesNotContain(under.stored(key));
    }

    @Test
    void oneThatIsDown() {
        line.down();
        storingFails();
        assertThatThrownBy(() -> storage.delete(key)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> storage.fetch(key, folder.resolve("none"))).isInstanceOf(StorageException.class);
        assertThat(storage.isReachable()).isFalse();
        line.mend();
        assertThat(storage.isReachable()).isTrue();
    }

    @Test
    void oneThatHangsUpHalfWay() {
        line.cutAfter(HALF);
        storingFails();
    }

    @Test
    void oneThatStopsReadingHalfWay() {
        line.stallAfter(HALF);
        storingFails();
    }

    @Test
    void oneThatNeverAnswers() {
        line.loseAnswers();
        assertThatThrownBy(() -> storage.store(file, key)).isInstanceOf(StorageException.class);
        assertThat(storage.isReachable()).isFalse();
    }

    @Test
    void oneThatRefuses() {
        for (int status : new int[] {403, 500, 503}) {
            line.answer(status);
            storingFails();
        }
    }

    @Test
    void oneThatRefusesForAMomentIsTriedAgain() {
        line.answer(503);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread storing = Thread.startVirtualThread(() -> {
            try (VideoStorage patient = under.open(folder, line.port(), patient())) {
                patient.store(file, key);
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        Waiting.until(() -> line.faults() > 0);
        line.mend();
        Waiting.until(() -> !storing.isAlive());
        assertThat(failure.get()).isNull();
        assertThat(under.keys(folder)).contains(under.stored(key));
    }

    private static Limits patient() {
        return new Limits(
                SHORT.connect(),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                10,
                Duration.ofMillis(100));
    }

    @Test
    void aDownloadThatBreaksOffIsNotTakenForWhole() throws IOException {
        storage.store(file, key);
        line.cutAnswersAfter(HALF);
        assertThatThrownBy(() -> storage.fetch(key, folder.resolve("half"))).isInstanceOf(StorageException.class);
        line.mend();
        assertThat(storage.fetch(key, folder.resolve("whole"))).hasSameBinaryContentAs(file);
    }

    @Test
    void anInterruptedThreadStopsAndStaysInterrupted() throws InterruptedException {
        line.stallAfter(HALF);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread storing = Thread.startVirtualThread(() -> {
            try (VideoStorage patient = under.open(folder, line.port(), patient())) {
                patient.store(file, key);
            } catch (RuntimeException e) {
                failure.set(e);
            }
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        Waiting.until(() -> line.faults() > 0);
        storing.interrupt();
        storing.join();
        assertThat(failure.get()).isInstanceOf(StorageException.class);
        assertThat(interrupted.get()).isTrue();
    }
}
