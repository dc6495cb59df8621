package com.aoin.reels.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSecretTest {
    @TempDir
    Path directory;

    @Test
    void isMadeOnceAndKept() throws Exception {
        SharedSecret made = SharedSecret.loadOrCreate(directory);
        assertThat(made.bytes()).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(SharedSecret.loadOrCreate(directory).bytes()).isEqualTo(made.bytes());
        assertThat(Files.readString(directory.resolve("jwt-secret"))).matches("[A-Za-z0-9_-]{43}\n");
    }

    @Test
    void isDifferentInEveryDirectory() throws Exception {
        assertThat(SharedSecret.loadOrCreate(directory.resolve("a")).bytes())
                .isNotEqualTo(
                        SharedSecret.loadOrCreate(directory.resolve("b/c")).bytes());
    }

    @Test
    void isReadableByItsOwnerOnlyAndLeavesNothingElse() throws Exception {
        SharedSecret.loadOrCreate(directory);
        Path file = directory.resolve("jwt-secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
    }

    /** The callers share nothing but the directory, as separate processes would. */
    @Test
    void manyAtOnceAgreeOnOne() throws Exception {
        for (int round = 0; round < 20; round++) {
            Path fresh = directory.resolve("round" + round);
            CyclicBarrier together = new CyclicBarrier(8);
            List<Future<String>> secrets = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(8)) {
                for (int i = 0; i < 8; i++) {
                    secrets.add(threads.submit(() -> {
                        together.await();
                        return HexFormat.of()
                                .formatHex(SharedSecret.loadOrCreate(fresh).bytes());
                    }));
                }
            }
            List<String> seen = new ArrayList<>();
            for (Future<String> secret : secrets) {
                seen.add(secret.get());
            }
            assertThat(seen).containsOnly(seen.getFirst());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "tooshort", "!!!not base64 at all, though it is long enough!!!", "MDEyMw"})
    void refusesAFileWithoutASecret(String content) throws Exception {
        Files.writeString(directory.resolve("jwt-secret"), content);
        assertThatThrownBy(() -> SharedSecret.loadOrCreate(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("jwt-secret does not hold a token secret")
                .hasNoCause()
                .satisfies(e -> {
                    if (!content.isBlank()) {
                        assertThat(e.getMessage()).doesNotContain(content);
                    }
                });
    }

    @Test
    void takesTextAsItsUtf8Bytes() {
        String text = "ключ ключ ключ ключ!";
        assertThat(SharedSecret.ofText(text).bytes()).isEqualTo(text.getBytes(UTF_8));
    }

    @Test
    void needs32BytesAndSaysSoWithoutShowingIt() {
        assertThatThrownBy(() -> SharedSecret.ofText("x".repeat(31)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A token secret needs at least 32 bytes, this one has 31");
        assertThat(SharedSecret.ofText("x".repeat(32))).hasToString("SharedSecret[hidden]");
    }

    @Test
    void isNotChangedFromOutside() {
        byte[] bytes = "x".repeat(32).getBytes(UTF_8);
        SharedSecret secret = SharedSecret.of(bytes);
        bytes[0] = 0;
        secret.bytes()[1] = 0;
        assertThat(secret.bytes()).containsOnly('x');
    }
}
