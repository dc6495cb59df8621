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
    @ValueSource(ints = {0, 1, 524_287, 524_288, 524_289, 5_000_000})
    void everythingIsWrittenInOrder(int length) throws IOException {
        byte[] bytes = new byte[length];
        Random random = new Random(length);
        random.nextBytes(bytes);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (WriteBehind behind = new WriteBehind(Channels.newChannel(written))) {
            for (int at = 0; at < length; ) {
                WriteBehind.Piece piece = behind.piece();
                int n = Math.min(length - at, 1 + random.nextInt(piece.bytes().length));
                System.arraycopy(bytes, at, piece.bytes(), 0, n);
                behind.write(piece, n);
                at += n;
            }
        }
        assertThat(written.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void aFailureIsToldAndHoldsNobodyUp() throws IOException {
        WriteBehind behind = new WriteBehind(new FullDisk());
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        behind.write(behind.piece(), 1000);
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
