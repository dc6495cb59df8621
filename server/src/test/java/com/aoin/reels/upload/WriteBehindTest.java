package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBehindTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 3_000_000})
    void everythingIsWrittenInOrder(int length) throws IOException {
        byte[] bytes = new byte[length];
        Random random = new Random(length);
        random.nextBytes(bytes);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (WriteBehind behind = new WriteBehind(Channels.newChannel(written))) {
            for (int at = 0; at < length; ) {
                int n = Math.min(length - at, 1 + random.nextInt(100_000));
                assertThat(behind.write(ByteBuffer.wrap(bytes, at, n))).isEqualTo(n);
                at += n;
            }
        }
        assertThat(written.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void aFailureIsToldAndHoldsNobodyUp() throws IOException {
        WriteBehind behind = new WriteBehind(new FullDisk());
        ByteBuffer piece = ByteBuffer.allocate(256 * 1024);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        behind.write(piece.clear());
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        assertThatThrownBy(behind::close).isInstanceOf(IOException.class);
        behind.close();
    }

    private static final class FullDisk implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
