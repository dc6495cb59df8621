package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.RawHttp;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What goes wrong on the way: clients that hang up, a scanner that is slow or fails, and bytes that come in any cuts. */
class ResumableFaultIT {
    private static byte[] video() throws IOException {
        return Files.readAllBytes(TestClips.avi(2, 320, 240));
    }

    private static void assertStored(TestingReels reels, byte[] video) throws IOException {
        String key = (String) reels.value(
                "SELECT storage_key FROM media_files WHERE reel_id IS NOT NULL AND storage_key LIKE '%.avi'");
        Path stored = reels.directory().resolve("media").resolve(key);
        assertThat(Files.readAllBytes(stored)).isEqualTo(video);
    }

    @Test
    void whoeverLostTheAnswerIsToldLater() throws Exception {
        byte[] video = video();
        try (SlowScanner scanner = new SlowScanner("stream: OK\0");
                TestingReels reels = TestingReels.builder()
                        .set("REELS_CLAMD", "127.0.0.1:" + scanner.port())
                        .start()) {
            TestShop.in(reels);
            ApiClient client = reels.user(TestShop.MERCHANT_USER);
            TestUpload upload = TestUpload.begin(client, "old.avi", 11, video.length);
            String token = reels.token(TestShop.MERCHANT_USER);
            try (RawHttp http =
                    TestUpload.patching(reels.base(), token, upload.path(), 0, "Content-Length: " + video.length)) {
                http.sendBytes(video);
                scanner.awaitQuestion();
            }
            ApiResponse head = upload.head().expect(200);
            assertThat(head.header("Upload-Offset")).isEqualTo("" + video.length);
            assertThat(head.header("Reels-Upload-State")).isEqualTo("processing");
            assertThat(upload.state()).isEqualTo("processing");
            upload.delete().expectError(409, "VALIDATION_ERROR", null);
            scanner.answer();
            Waiting.until(() -> upload.state().equals("done"));
            ApiResponse again = upload.patch(video.length, new byte[0]).expect(204);
            assertThat(again.header("Reels-Reel-Id"))
                    .isEqualTo(upload.head().header("Reels-Reel-Id"))
                    .isNotEmpty();
            assertStored(reels, video);
        }
    }

    @Test
    void aFaultOfOursIsTriedAgainAndARefusalIsNot() throws Exception {
        byte[] video = video();
        try (SlowScanner scanner = new SlowScanner("");
                TestingReels reels = TestingReels.builder()
                        .set("REELS_CLAMD", "127.0.0.1:" + scanner.port())
                        .start()) {
            TestShop.in(reels);
            ApiClient client = reels.user(TestShop.MERCHANT_USER);
            scanner.answer();
            TestUpload upload = TestUpload.begin(client, "old.avi", 11, video.length);
            ApiResponse last = upload.patch(0, video).expect(204);
            assertThat(last.header("Reels-Upload-State")).isEqualTo("processing");
            assertThat(last.header("Reels-Reel-Id")).isEmpty();
            assertThat(reels.count("uploads")).isZero();
            scanner.reply = "stream: OK\0";
            assertThat(upload.patch(video.length, new byte[0]).expect(204).header("Reels-Upload-State"))
                    .isEqualTo("processing");
            reels.sql("UPDATE resumable_uploads SET not_before = UTC_TIMESTAMP()");
            ApiResponse again = upload.patch(video.length, new byte[0]).expect(204);
            assertThat(again.header("Reels-Upload-State")).isEqualTo("done");
            assertStored(reels, video);
            scanner.reply = "stream: Win.Test.EICAR_HDB-1 FOUND\0";
            TestUpload bad = TestUpload.begin(client, "old.avi", 11, video.length);
            bad.patch(0, video).expectError(400, "FILE_VALIDATION_ERROR", "video");
            JsonNode told = bad.get().expect(200).data();
            assertThat(told.get("refusal").get("code").stringValue()).isEqualTo("FILE_VALIDATION_ERROR");
            assertThat(reels.files("uploads")).isEqualTo(List.of("node"));
            // The one that became a reel is transcoded there.
            Waiting.until(() -> reels.files("work").stream().allMatch(file -> file.endsWith("lock")));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bytesCutAnywhereAreTheSameBytes(long seed) throws Exception {
        byte[] video = video();
        Random random = new Random(seed);
        try (TestingReels reels = TestingReels.start()) {
            TestShop.in(reels);
            TestUpload upload = TestUpload.begin(reels.user(TestShop.MERCHANT_USER), "old.avi", 11, video.length);
            String token = reels.token(TestShop.MERCHANT_USER);
            int at = 0;
            while (at < video.length) {
                int end = Math.min(video.length, at + 1 + random.nextInt(video.length / 6));
                switch (random.nextInt(4)) {
                    case 0 ->
                        upload.patch(at, Arrays.copyOfRange(video, at, end)).expect(204);
                    case 1 -> chunked(reels, token, upload, at, Arrays.copyOfRange(video, at, end), random);
                    case 2 -> broken(reels, token, upload, at, Arrays.copyOfRange(video, at, end), random);
                    default ->
                        upload.override(
                                        "PATCH",
                                        Map.of("Upload-Offset", "" + at, "Content-Type", TestUpload.TYPE),
                                        Arrays.copyOfRange(video, at, end))
                                .expect(204);
                }
                int now = (int) upload.offset();
                assertThat(now).isBetween(at, end);
                at = now;
            }
            Waiting.until(() -> upload.state().equals("done"));
            assertStored(reels, video);
        }
    }

    private static void chunked(
            TestingReels reels, String token, TestUpload upload, int at, byte[] bytes, Random random) {
        try (RawHttp http = TestUpload.patching(reels.base(), token, upload.path(), at, "Transfer-Encoding: chunked")) {
            for (int sent = 0; sent < bytes.length; ) {
                int end = Math.min(bytes.length, sent + 1 + random.nextInt(20_000));
                http.send(Integer.toHexString(end - sent) + "\n")
                        .sendBytes(Arrays.copyOfRange(bytes, sent, end))
                        .send("\n");
                sent = end;
            }
            http.send("0\n\n");
            http.answerTo("PATCH", upload.path()).expect(204);
        }
    }

    /** Ends in the middle of the body, softly or hard; a hard end may cost what the service had not read yet. */
    private static void broken(
            TestingReels reels, String token, TestUpload upload, int at, byte[] bytes, Random random) {
        byte[] sent = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        try (RawHttp http =
                TestUpload.patching(reels.base(), token, upload.path(), at, "Content-Length: " + bytes.length)) {
            http.sendBytes(sent);
            TestUpload.awaitReceptions(reels, 1);
            if (random.nextBoolean()) {
                http.reset();
                TestUpload.awaitReceptions(reels, 0);
                return;
            }
        }
        assertThat(upload.offset()).isEqualTo(at + sent.length);
    }

    /** A virus scanner that answers when the test says so. */
    private static final class SlowScanner implements AutoCloseable {
        private final ServerSocket listener;
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch mayAnswer = new CountDownLatch(1);
        private volatile String reply;

        SlowScanner(String reply) throws IOException {
            this.reply = reply;
            this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread.startVirtualThread(this::serve);
        }

        int port() {
            return listener.getLocalPort();
        }

        private void serve() {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    Thread.startVirtualThread(() -> answer(socket));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void answer(Socket socket) {
            try (socket) {
                var in = new java.io.DataInputStream(socket.getInputStream());
                in.readNBytes("zINSTREAM\0".length());
                for (int length = in.readInt(); length > 0; length = in.readInt()) {
                    in.skipNBytes(length);
                }
                asked.countDown();
                mayAnswer.await();
                socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException | InterruptedException e) {
                // The service hung up, or the test is over.
            }
        }

        void awaitQuestion() throws InterruptedException {
            asked.await();
        }

        void answer() {
            mayAnswer.countDown();
        }

        @Override
        public void close() throws IOException {
            mayAnswer.countDown();
            listener.close();
        }
    }
}
