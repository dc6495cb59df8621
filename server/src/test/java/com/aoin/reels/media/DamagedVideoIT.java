package com.aoin.reels.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.MediaException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files cut short and with bits turned, by the hundred: measured and cut or refused, never stuck, never our fault. */
class DamagedVideoIT {
    private static final int FILES = 110;
    private static final long SEED = 20260501;

    private final VideoTools tools = TestClips.tools();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Container.class)
    @Timeout(300)
    void damaged(Container container) throws Exception {
        Path whole = switch (container) {
            case MP4 -> TestClips.h264(0.4, 48, 48);
            case AVI -> TestClips.avi(0.4, 48, 48);
            case MKV -> TestClips.mkv(0.4, 48, 48);
        };
        byte[] bytes = Files.readAllBytes(whole);
        Random random = new Random(SEED);
        List<Callable<Boolean>> work = Stream.generate(() -> damage(bytes, random))
                .limit(FILES)
                .map(damaged -> (Callable<Boolean>) () -> processed(damaged, container))
                .toList();
        int processed = 0;
        try (var workers = Executors.newFixedThreadPool(2)) {
            for (Future<Boolean> outcome : workers.invokeAll(work)) {
                processed += outcome.get() ? 1 : 0;
            }
        }
        assertThat(processed).isBetween(1, FILES - 1);
        assertThat(TestClips.childProcesses()).isEmpty();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private static byte[] damage(byte[] whole, Random random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
        byte[] damaged = whole.clone();
        // Headers are where a turned bit does most, and there are few of them.
        int reach = random.nextBoolean() ? whole.length : Math.min(whole.length, 600);
        boolean fromEnd = random.nextBoolean();
        for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
            int at = random.nextInt(reach);
            damaged[fromEnd ? whole.length - 1 - at : at] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private boolean processed(byte[] damaged, Container container) throws IOException, InterruptedException {
        Path file = Files.write(Files.createTempFile(folder, "damaged", ""), damaged);
        Path jpeg = file.resolveSibling(file.getFileName() + ".jpg");
        Path mp4 = file.resolveSibling(file.getFileName() + ".mp4");
        try {
            VideoProbe probe = tools.probe(file, container);
            tools.thumbnail(file, container, probe, jpeg);
            if (probe.remuxable()) {
                tools.remux(file, container, probe, mp4);
                Files.delete(mp4);
            }
            Files.delete(jpeg);
            return true;
        } catch (MediaException e) {
            assertThat(e.kind()).as(e.getMessage()).isIn(Kind.NOT_DECODABLE, Kind.TOO_COMPLEX);
            Files.deleteIfExists(jpeg);
            return false;
        } finally {
            Files.delete(file);
        }
    }
}
