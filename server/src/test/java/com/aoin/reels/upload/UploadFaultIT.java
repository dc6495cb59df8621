package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.media.TestClips;
import com.aoin.reels.storage.StorageKey;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.RawHttp;
import com.aoin.reels.testing.TcpSwitch;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Uploads that go wrong on our side, and files made to do harm: nothing is left of either. */
class UploadFaultIT {
    private static TestingReels reels;
    private static TestShop shop;
    private static int nextUser = 7000;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Waiting.until(() -> reels.count("uploads WHERE state <> 'DONE'") == 0);
        sweepLater();
        Waiting.until(() -> reels.count("media_files WHERE reel_id IS NULL") == 0);
        assertThat(reels.files("work")).allMatch(file -> file.endsWith("lock"));
        List<String> registered = reels.rows("SELECT storage_key FROM media_files ORDER BY storage_key").stream()
                .map(row -> (String) row.getFirst())
                .toList();
        assertThat(reels.files("media")).containsExactlyElementsOf(registered);
    }

    /** An object that became no reel's, or whose removal failed, comes due again in some minutes; they pass now. */
    private static void sweepLater() {
        reels.sql("""
                UPDATE media_files SET delete_after = UTC_TIMESTAMP(), created_at = created_at - INTERVAL 1 HOUR
                WHERE reel_id IS NULL
                """);
        sweep();
    }

    private static void sweep() {
        shop.user(nextUser, "user");
        shop.merchant(nextUser, nextUser, "Merchant");
        reels.user(nextUser++).upload(MultipartForm.of(11, "a refusal, whose cleaning up removes what is due"));
    }

    /** Its lease ran out meanwhile, so the sweepers have passed already; and then it ended before it could clean up. */
    @Test
    void whatANodeWritesThatWasPausedIsRemovedAfterAll() throws IOException {
        String key = StorageKey.make(1, 11, "mp4");
        reels.sql(
                "INSERT INTO media_files (storage_key, storage_provider, delete_after, created_at)"
                        + " VALUES (?, 'local', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
                key);
        sweep();
        Waiting.until(() -> reels.count(
                        "media_files WHERE storage_key = ? AND delete_after > UTC_TIMESTAMP() + INTERVAL 20 MINUTE",
                        key)
                == 1);
        Path file = reels.directory().resolve("media").resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[1000]);
        sweepLater();
        Waiting.until(() -> reels.count("media_files WHERE storage_key = ?", key) == 0);
        assertThat(file).doesNotExist();
    }

    @Test
    void aStorageThatFailsIsToldAndLeavesNothing() throws IOException {
        Path blocked = reels.directory().resolve("media/reels/merchant_2");
        Files.createDirectories(blocked.getParent());
        Files.writeString(blocked, "a file where the folder should be");
        reels.user(TestShop.OTHER_MERCHANT_USER)
                .upload(MultipartForm.of(21, "x").file("video", "a.mp4", TestClips.h264(1, 64, 64)))
                .expectError(500, "STORAGE_ERROR", null);
        assertThat(reels.count("reels WHERE merchant_id = 2")).isZero();
        Files.delete(blocked);
        reels.user(TestShop.OTHER_MERCHANT_USER)
                .upload(MultipartForm.of(21, "x").file("video", "a.mp4", TestClips.h264(1, 64, 64)))
                .expect(201);
    }

    @Test
    void aWorkingFolderThatIsGoneIsOurFault() throws IOException {
        Path work = reels.directory().resolve("work");
        Path aside = reels.directory().resolve("aside");
        Files.move(work, aside);
        try {
            reels.user(TestShop.MERCHANT_USER)
                    .upload(MultipartForm.of(11, "x").file("video", "a.mp4", TestClips.h264(1, 64, 64)))
                    .expectError(500, "REEL_UPLOAD_FAILED", null);
        } finally {
            Files.move(aside, work);
        }
    }

    /** The product is looked up while the form is read where it comes first, and afterwards where it comes last. */
    @Test
    void aDatabaseThatIsThereButFailsIsOurFault() {
        byte[] video = bytes(TestClips.h264(1, 64, 64));
        reels.sql("RENAME TABLE product_stock TO product_stock_away");
        try {
            reels.user(TestShop.MERCHANT_USER)
                    .upload(MultipartForm.of(11, "x").file("video", "a.mp4", video))
                    .expectError(500, "REEL_UPLOAD_FAILED", null);
            reels.user(TestShop.MERCHANT_USER)
                    .upload(new MultipartForm()
                            .file("video", "a.mp4", video)
                            .text("product_id", "11")
                            .text("description", "x"))
                    .expectError(500, "REEL_UPLOAD_FAILED", null);
        } finally {
            reels.sql("RENAME TABLE product_stock_away TO product_stock");
        }
    }

    @Test
    void aDatabaseOutOfReachIsWorthAnotherTry() {
        int port =
                URI.create(reels.database().url().substring("jdbc:".length())).getPort();
        try (TcpSwitch line = TcpSwitch.to(port);
                TestingReels apart = TestingReels.builder()
                        .database(new DatabaseAddress(
                                reels.database().url().replaceFirst(":[0-9]+/", ":" + line.port() + "/"),
                                reels.database().user(),
                                reels.database().password()))
                        .start();
                RawHttp http = RawHttp.to(apart.base().getPort())) {
            MultipartForm form = MultipartForm.of(11, "x").file("video", "a.mp4", bytes(TestClips.h264(1, 64, 64)));
            http.head(
                    "POST",
                    "/api/reels",
                    "Authorization: Bearer " + apart.token(TestShop.MERCHANT_USER),
                    "Content-Type: " + form.contentType(),
                    "Content-Length: " + form.length(),
                    "Expect: 100-continue");
            http.answer().expect(100);
            line.cut();
            http.sendBytes(form.stream().readAllBytes());
            ApiResponse answer = http.answerTo("POST", "/api/reels");
            answer.expectError(503, "TRANSACTION_ERROR", null);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            line.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // As when its lease has run out.
        reels.sql("DELETE FROM uploads WHERE state <> 'DONE'");
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anUploadThatLostItsLeaseIsNotCompleted() {
        reels.sql("CREATE TRIGGER lose_lease BEFORE INSERT ON media_files FOR EACH ROW"
                + " DELETE FROM uploads WHERE upload_id = NEW.upload_id");
        try {
            reels.user(TestShop.MERCHANT_USER)
                    .upload(MultipartForm.of(11, "lost").file("video", "a.mp4", TestClips.h264(1, 64, 64)))
                    .expectError(500, "REEL_UPLOAD_FAILED", null);
        } finally {
            reels.sql("DROP TRIGGER lose_lease");
        }
        assertThat(reels.count("reels WHERE description = 'lost'")).isZero();
        // The sweepers may have passed before the objects were written, so they are not left to them.
        assertThat(reels.files("media"))
                .doesNotContainAnyElementsOf(
                        reels.rows("SELECT storage_key FROM media_files WHERE reel_id IS NULL").stream()
                                .map(row -> (String) row.getFirst())
                                .toList());
    }

    @Test
    void damagedVideosAreRefusedOrSurvivedAndNothingElse() throws IOException {
        Random random = new Random(20261120);
        byte[] good = Files.readAllBytes(TestClips.phoneH264());
        int accepted = 0;
        List<String> extensions = List.of("mp4", "mov");
        for (int i = 0; i < 60; i++) {
            int user = 5000 + i / 10;
            if (i % 10 == 0) {
                shop.user(user, "user");
                shop.merchant(user, user, "Merchant " + user);
                shop.product(user, user, 1, "Product " + user, 1);
            }
            ApiResponse response = reels.user(user)
                    .upload(MultipartForm.of(user, "x")
                            .file("video", "a." + extensions.get(i % 2), damaged(good, random, i)));
            if (response.status() == 201) {
                accepted++;
            } else {
                response.expectError(400, "FILE_VALIDATION_ERROR", "video");
            }
        }
        assertThat(accepted).isLessThan(60);
        reels.anonymous().get("/health/ready").expect(200);
    }

    private static byte[] damaged(byte[] good, Random random, int kind) {
        if (kind % 3 == 0) {
            return Arrays.copyOf(good, 1 + random.nextInt(good.length - 1));
        }
        byte[] bytes = good.clone();
        int flips = kind % 3 == 1 ? 1 + random.nextInt(20) : 2000;
        for (int i = 0; i < flips; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
