package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.http.ApiException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoReceiverTest {
    private final MessageDigest digest = sha256();
    private final VideoReceiver receiver = new VideoReceiver(digest);

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The beginning of an MP4 file, and zeros. */
    private static byte[] video(int length) {
        byte[] start = "\0\0\0\u0018ftypisom\0\0\2\0isommp42".getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.copyOf(start, length);
    }

    @Test
    void aRepeatedVideoReachesTheDigestWhole(@TempDir Path folder) throws IOException {
        byte[] video = video(200_000);
        Path file = folder.resolve("upload.mp4");
        receiver.receive(new ByteArrayInputStream(video), "mp4", file);
        byte[] first = digest.digest();
        assertThat(Files.readAllBytes(file)).isEqualTo(video);
        receiver.compare(new ByteArrayInputStream(video), "mp4");
        assertThat(digest.digest()).isEqualTo(first);
    }

    @Test
    void aRepeatedVideoIsCheckedLikeTheFirst() {
        assertThatThrownBy(() -> receiver.compare(new ByteArrayInputStream(new byte[0]), "mp4"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> receiver.compare(new ByteArrayInputStream(video(100)), "mkv"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("does not match its extension");
    }
}
