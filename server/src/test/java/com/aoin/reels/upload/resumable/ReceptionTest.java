package com.aoin.reels.upload.resumable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ClientGoneException;
import com.aoin.reels.http.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceptionTest {
    private final byte[] bytes = new byte[700_000];
    private final List<Long> saved = new ArrayList<>();

    @TempDir
    private Path folder;

    private PartialFiles files;
    private String id;

    @BeforeEach
    void open() {
        new Random(7).nextBytes(bytes);
        files = PartialFiles.open(folder, "here");
        id = files.newId();
    }

    private final Reception.Progress progress = new Reception.Progress() {
        @Override
        public void written(long written) {}

        @Override
        public void saved(long bytes) {
            saved.add(bytes);
        }
    };

    private long receive(InputStream in, long offset) throws IOException {
        return new Reception(files, id).receive(in, offset, bytes.length, progress);
    }

    private InputStream from(int start, int end) {
        return new ByteArrayInputStream(bytes, start, end - start);
    }

    /** A body that fails after these bytes. */
    private InputStream failing(int start, int end, RuntimeException failure) {
        return new SequenceInputStream(from(start, end), new InputStream() {
            @Override
            public int read() {
                throw failure;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                throw failure;
            }
        });
    }

    @Test
    void piecesMakeTheWhole() throws IOException {
        assertThat(receive(from(0, 300_000), 0)).isEqualTo(300_000);
        assertThat(receive(from(300_000, 300_000), 300_000)).isEqualTo(300_000);
        assertThat(receive(from(300_000, 700_000), 300_000)).isEqualTo(700_000);
        assertThat(files.path(id)).hasBinaryContent(bytes);
        assertThat(saved).containsExactly(300_000L, 700_000L);
    }

    /** After a crash there may be more in the file than anybody was told. */
    @Test
    void whatWasNeverAcknowledgedIsOverwritten() throws IOException {
        Files.write(files.path(id), new byte[500_000]);
        receive(from(1000, 2000), 1000);
        assertThat(files.path(id)).hasSize(2000);
    }

    @Test
    void whatCameBeforeAFailureIsSaved() {
        assertThatThrownBy(() -> receive(failing(0, 400_000, new IllegalStateException("broken")), 0))
                .isInstanceOf(IllegalStateException.class);
        assertThat(saved).containsExactly(400_000L);
        assertThat(files.has(id, 400_000)).isTrue();
        assertThat(files.has(id, 400_001)).isFalse();
    }

    @Test
    void aSlowSenderIsCutOffWithoutAnAnswer() {
        ApiException slow = ApiException.withStatus(408, ErrorCode.VALIDATION_ERROR, "too slow");
        assertThatThrownBy(() -> receive(failing(0, 10, slow), 0)).isInstanceOf(ClientGoneException.class);
        assertThat(saved).containsExactly(10L);
    }

    @Test
    void moreThanIsMissingIsRefused() {
        InputStream more = new SequenceInputStream(from(0, 700_000), from(0, 1));
        assertThatThrownBy(() -> receive(more, 0)).isInstanceOf(ApiException.class);
        assertThat(saved).doesNotContain(700_000L);
    }

    @Test
    void oneWritesAtATime() throws IOException {
        try (var _ = files.openAt(id, 0)) {
            assertThatThrownBy(() -> receive(from(0, 10), 0))
                    .isInstanceOf(ApiException.class)
                    .extracting(refusal -> ((ApiException) refusal).status())
                    .isEqualTo(423);
        }
        assertThat(receive(from(0, 10), 0)).isEqualTo(10);
    }

    @Test
    void whoIsGivenUpStopsAndKeepsWhatCame() throws Exception {
        Reception reception = new Reception(files, id);
        InputStream silent = new InputStream() {
            private int asked;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (asked++ == 0) {
                    System.arraycopy(bytes, 0, buffer, offset, 1000);
                    return 1000;
                }
                reception.giveUp();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                throw new AssertionError("It was not interrupted");
            }
        };
        assertThatThrownBy(() -> reception.receive(silent, 0, bytes.length, progress))
                .isInstanceOf(IOException.class);
        assertThat(saved).containsExactly(1000L);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void filesThatNobodyNeedsAreSwept() throws IOException {
        receive(from(0, 10), 0);
        String other = files.newId();
        Files.write(files.path(other), bytes);
        Files.writeString(folder.resolve("node"), "here");
        files.sweep(other::equals);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(other, "node");
    }

    @Test
    void aMadeNameIsKept() {
        PartialFiles made = PartialFiles.open(folder.resolve("made"), null);
        assertThat(made.node()).matches("[0-9a-f]{8}");
        assertThat(PartialFiles.open(folder.resolve("made"), null).node()).isEqualTo(made.node());
        assertThat(PartialFiles.isId(made.newId())).isTrue();
        assertThat(PartialFiles.isId("../node")).isFalse();
    }
}
