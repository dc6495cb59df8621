package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.RawHttp;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Bodies of every length, in chunks or not, and those that end too early. */
class UploadBodiesIT extends UploadTesting {
    @Test
    void anUploadCutOffHalfWayLeavesNothing() throws IOException {
        newMerchant();
        long before = reels.count("reels");
        byte[] whole = form("a.mp4", TestClips.h264(2, 180, 320)).stream().readAllBytes();
        try (Socket socket = new Socket(reels.base().getHost(), reels.base().getPort())) {
            String head = "POST /api/reels HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + reels.token(merchant)
                    + "\r\nContent-Type: " + new MultipartForm().contentType() + "\r\nContent-Length: " + whole.length
                    + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(whole, 0, whole.length / 2);
            socket.getOutputStream().flush();
            Waiting.until(() -> reels.count("uploads WHERE state = 'RECEIVING'") == 1);
        }
        Waiting.until(() -> reels.count("uploads WHERE state <> 'DONE'") == 0);
        assertThat(reels.count("reels")).isEqualTo(before);
    }

    @Test
    void aVideoOverTheLimitIsRefusedAsSoonAsThatIsKnown() {
        ApiClient client = newMerchant();
        MultipartForm announced = MultipartForm.of(product, "x").file("video", "a.mp4", new byte[101 * 1024 * 1024]);
        ApiResponse refused = client.upload(announced).expectError(400, "FILE_VALIDATION_ERROR", "video");
        assertThat(refused.header("Connection")).isEqualTo("close");
    }

    @Test
    void anUploadMayComeInChunks() throws IOException {
        newMerchant();
        byte[] body = form("a.mp4", TestClips.h264(1, 64, 64)).stream().readAllBytes();
        try (RawHttp http = chunked()) {
            for (int start = 0; start < body.length; start += 5000) {
                chunk(http, Arrays.copyOfRange(body, start, Math.min(start + 5000, body.length)));
            }
            ApiResponse answer =
                    http.send("0\n\n").answerTo("POST", "/api/reels").expect(201);
            assertThat(answer.data().get("duration_seconds").intValue()).isEqualTo(1);
        }
    }

    /** Nobody has said how long the body is, so that is known only when it is too long. */
    @ParameterizedTest
    @ValueSource(strings = {"video", "cover"})
    void whatComesInChunksIsRefusedWithTheFirstByteTooMany(String part) throws IOException {
        newMerchant();
        byte[] video = Files.readAllBytes(TestClips.h264(1, 64, 64));
        byte[] mebibyte = new byte[1024 * 1024];
        try (RawHttp http = chunked()) {
            chunk(http, new MultipartForm().file(part, "a.mp4", video).beginning());
            for (int i = 0; i < (part.equals("video") ? 99 : 103); i++) {
                chunk(http, mebibyte);
            }
            assertThat(reels.count("uploads WHERE user_id = ?", merchant)).isOne();
            chunk(http, mebibyte);
            chunk(http, mebibyte);
            ApiResponse refused = http.answerTo("POST", "/api/reels");
            refused.expectError(400, "FILE_VALIDATION_ERROR", "video");
            assertThat(refused.header("Connection")).isEqualTo("close");
            assertThat(http.isEnded()).isTrue();
        }
    }

    private RawHttp chunked() {
        return RawHttp.to(reels.base().getPort())
                .head(
                        "POST",
                        "/api/reels",
                        "Authorization: Bearer " + reels.token(merchant),
                        "Content-Type: " + new MultipartForm().contentType(),
                        "Transfer-Encoding: chunked");
    }

    private static void chunk(RawHttp http, byte[] bytes) {
        http.send(Integer.toHexString(bytes.length) + "\n").sendBytes(bytes).send("\n");
    }

    @Test
    void aVideoOfTheFullSizeMayComeWithOtherParts() throws IOException {
        ApiClient client = newMerchant();
        byte[] full = Arrays.copyOf(Files.readAllBytes(TestClips.h264(1, 64, 64)), 100 * 1024 * 1024);
        JsonNode reel = client.upload(form("a.mp4", full).file("cover", "cover.png", new byte[3 * 1024 * 1024]))
                .expect(201)
                .data();
        assertThat(reel.get("file_size_bytes").longValue()).isEqualTo(full.length);
        client.upload(form("a.mp4", Arrays.copyOf(full, full.length + 1)))
                .expectError(400, "FILE_VALIDATION_ERROR", "video");
    }

    private MultipartForm form(String fileName, byte[] video) {
        return MultipartForm.of(product, "A fine product").file("video", fileName, video);
    }
}
