package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.aoin.reels.Main;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ReelsProcess;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusExecutor;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Two clients of the tus protocol, unmodified, against a service in a process of its own that is killed under them. The
 * video is one that is served as it came, so that its bytes can be compared.
 */
class TusClientsIT {
    private static final int CHUNK = 64 * 1024;

    private static DatabaseAddress database;
    private static Path directory;
    private static Map<String, String> environment;
    private static TestingReels shopkeeper;
    private static ReelsProcess service;
    private static Path video;
    private static int merchants = 3000;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        database = TestingDatabase.fresh();
        directory = TestingReels.newDirectory();
        TestingReels.Builder settings =
                TestingReels.builder().database(database).directory(directory);
        shopkeeper = settings.start();
        TestShop.in(shopkeeper);
        // From here on it only asks the database.
        shopkeeper.close();
        environment = settings.environment(database, directory);
        service = ReelsProcess.start(environment, Main.class.getName(), "serve").awaitReady();
        video = TestClips.avi(8, 320, 240);
    }

    @AfterAll
    static void stop() {
        service.close();
        TestingReels.delete(directory);
        TestingDatabase.drop(database);
    }

    /** Each merchant has ten attempts an hour. */
    private static int newMerchant() {
        int merchant = merchants++;
        shopkeeper.sql("INSERT INTO users (user_id, role, created_at) VALUES (?, 'user', '2026-01-01')", merchant);
        shopkeeper.sql(
                "INSERT INTO merchant_profiles (merchant_id, user_id, business_name) VALUES (?, ?, 'A shop')",
                merchant,
                merchant);
        shopkeeper.sql("""
                INSERT INTO products (product_id, merchant_id, category_id, product_name, selling_price)
                VALUES (?, ?, 1, 'A product', 10)
                """, merchant, merchant);
        shopkeeper.sql("INSERT INTO product_stock (product_id, stock_qty) VALUES (?, 5)", merchant);
        return merchant;
    }

    private static String endpoint() {
        return "http://127.0.0.1:" + environment.get("REELS_HTTP_PORT") + "/api/uploads";
    }

    private static void kill() {
        service.close();
    }

    private static void restart() {
        service = ReelsProcess.start(environment, Main.class.getName(), "serve").awaitReady();
    }

    /** The reel's video as it was uploaded. */
    private static void assertStored(String reelId) throws IOException {
        String key = (String) shopkeeper.value(
                "SELECT storage_key FROM media_files WHERE reel_id = ? AND storage_key LIKE '%.avi'", reelId);
        assertThat(directory.resolve("media").resolve(key)).hasSameBinaryContentAs(video);
    }

    private TusJs.Job js(int merchant) {
        assumeTrue(
                System.getenv("CI") != null || TusJs.isNodeThere(),
                "node and npm are not installed, so tus-js-client is not tried");
        TusJs.install();
        return new TusJs.Job(endpoint(), TestingReels.tokenOf(merchant), video, merchant)
                .set("store", folder.resolve("store-" + merchant).toString());
    }

    @Test
    void tusJsClientPausesAndResumesAfterAKill() throws IOException {
        int merchant = newMerchant();
        JsonNode paused;
        try (TusJs first = js(merchant).set("pauseAt", Files.size(video) / 2).start()) {
            paused = first.await("paused");
        }
        kill();
        restart();
        try (TusJs second = js(merchant).start()) {
            assertThat(second.await("resuming").get("url")).isEqualTo(paused.get("url"));
            JsonNode success = second.await("success");
            assertThat(success.get("state").stringValue()).isEqualTo("done");
            assertStored(success.get("reelId").stringValue());
        }
        assertThat(shopkeeper.count("reels WHERE merchant_id = ?", merchant)).isEqualTo(1);
        assertThat(shopkeeper.count("resumable_uploads WHERE user_id = ?", merchant))
                .isEqualTo(1);
    }

    @Test
    void tusJsClientGoesOnByItselfWhenTheServiceIsBack() throws IOException {
        int merchant = newMerchant();
        try (TusJs client = js(merchant).set("holdAt", Files.size(video) / 3).start()) {
            client.await("held");
            kill();
            client.goOn();
            restart();
            assertStored(client.await("success").get("reelId").stringValue());
            assertThat(client.hasHeard("error")).isFalse();
        }
        assertThat(shopkeeper.count("resumable_uploads WHERE user_id = ?", merchant))
                .isEqualTo(1);
    }

    @Test
    void tusJsClientEndsAnUpload() {
        int merchant = newMerchant();
        try (TusJs client = js(merchant).set("terminateAt", 2 * CHUNK).start()) {
            client.await("terminated");
        }
        assertThat(shopkeeper.count("resumable_uploads WHERE user_id = ?", merchant))
                .isZero();
    }

    @Test
    void tusJsClientHasItsOwnWays() throws IOException {
        int merchant = newMerchant();
        for (Map<String, Object> ways : List.<Map<String, Object>>of(
                Map.of("overridePatchMethod", true),
                Map.of("uploadDataDuringCreation", true),
                Map.of("chunkSize", 100_000_000))) {
            try (TusJs client = js(merchant).set("options", ways).start()) {
                assertStored(client.await("success").get("reelId").stringValue());
            }
        }
    }

    @Test
    void tusJsClientIsToldOfARefusalAndDoesNotTryAgain() throws IOException {
        int merchant = newMerchant();
        Path text = folder.resolve("text.avi");
        Files.writeString(text, "#EXTM3U\n".repeat(30_000));
        try (TusJs client = js(merchant).set("file", text.toString()).start()) {
            JsonNode error = client.await("error");
            assertThat(error.get("status").intValue()).isEqualTo(400);
            assertThat(error.get("body").stringValue()).contains("FILE_VALIDATION_ERROR");
        }
        assertThat(shopkeeper.count("resumable_uploads WHERE user_id = ? AND state = 'REFUSED'", merchant))
                .isEqualTo(1);
    }

    private static TusClient java(int merchant, TusURLMemoryStore store) throws IOException {
        TusClient client = new TusClient();
        client.setUploadCreationURL(URI.create(endpoint()).toURL());
        client.setHeaders(Map.of("Authorization", "Bearer " + TestingReels.tokenOf(merchant)));
        client.enableResuming(store);
        return client;
    }

    private static TusUpload upload(int merchant, Path file) throws IOException {
        TusUpload upload = new TusUpload(file.toFile());
        upload.setMetadata(Map.of(
                "filename", "clip.avi", "product_id", "" + merchant, "description", "Sent by tus-java-client ✓"));
        return upload;
    }

    /** As the documentation of the client shows it; the address of the upload is the result. */
    private static String sendAll(TusClient client, int merchant) throws IOException, ProtocolException {
        TusUpload upload = upload(merchant, video);
        String[] path = new String[1];
        boolean finished = new TusExecutor() {
            @Override
            protected void makeAttempt() throws ProtocolException, IOException {
                TusUploader uploader = client.resumeOrCreateUpload(upload);
                path[0] = uploader.getUploadURL().getPath();
                uploader.setChunkSize(CHUNK);
                uploader.setRequestPayloadSize(2 * CHUNK);
                while (uploader.uploadChunk() > -1) {
                    // It goes on by itself.
                }
                uploader.finish();
            }
        }.makeAttempts();
        assertThat(finished).isTrue();
        return path[0];
    }

    private static String reelOf(int merchant, String path) {
        ApiClient caller = service.bearing(TestingReels.tokenOf(merchant));
        JsonNode told = caller.get(path).expect(200).data();
        assertThat(told.get("state").stringValue()).isEqualTo("done");
        return told.get("reel_id").asString();
    }

    @Test
    void tusJavaClientPausesAndResumesAfterAKill() throws Exception {
        int merchant = newMerchant();
        TusURLMemoryStore store = new TusURLMemoryStore();
        TusUploader uploader = java(merchant, store).createUpload(upload(merchant, video));
        uploader.setChunkSize(CHUNK);
        while (uploader.getOffset() < Files.size(video) / 2) {
            uploader.uploadChunk();
        }
        uploader.finish();
        kill();
        restart();
        TusUploader resumed = java(merchant, store).resumeUpload(upload(merchant, video));
        assertThat(resumed.getOffset()).isEqualTo(uploader.getOffset());
        resumed.finish();
        String path = sendAll(java(merchant, store), merchant);
        assertThat(path).isEqualTo(uploader.getUploadURL().getPath());
        assertStored(reelOf(merchant, path));
        assertThat(shopkeeper.count("resumable_uploads WHERE user_id = ?", merchant))
                .isEqualTo(1);
    }

    @Test
    void tusJavaClientIsKilledInTheMiddleOfARequest() throws Exception {
        int merchant = newMerchant();
        TusURLMemoryStore store = new TusURLMemoryStore();
        TusUploader uploader = java(merchant, store).createUpload(upload(merchant, video));
        uploader.setChunkSize(CHUNK);
        uploader.uploadChunk();
        uploader.uploadChunk();
        kill();
        restart();
        assertThatThrownBy(uploader::finish).isInstanceOf(IOException.class);
        TusUploader resumed = java(merchant, store).resumeUpload(upload(merchant, video));
        assertThat(resumed.getOffset()).isBetween(0L, 2L * CHUNK);
        resumed.finish();
        assertStored(reelOf(merchant, sendAll(java(merchant, store), merchant)));
    }

    @Test
    void tusJavaClientIsToldOfARefusal() throws Exception {
        int merchant = newMerchant();
        Path text = folder.resolve("text.avi");
        Files.writeString(text, "#EXTM3U\n".repeat(30_000));
        TusUploader uploader = java(merchant, new TusURLMemoryStore()).createUpload(upload(merchant, text));
        assertThatThrownBy(() -> {
                    while (uploader.uploadChunk() > -1) {
                        // It goes on by itself.
                    }
                    uploader.finish();
                })
                .isInstanceOfAny(ProtocolException.class, IOException.class);
        assertThat(service.bearing(TestingReels.tokenOf(merchant))
                        .get(uploader.getUploadURL().getPath())
                        .data()
                        .get("refusal")
                        .get("code")
                        .stringValue())
                .isEqualTo("FILE_VALIDATION_ERROR");
    }

    @Test
    void manyUploadAtOnce() throws Exception {
        List<Callable<String>> uploads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int javas = newMerchant();
            uploads.add(() -> reelOf(javas, sendAll(java(javas, new TusURLMemoryStore()), javas)));
            int jss = newMerchant();
            TusJs.Job job = js(jss);
            uploads.add(() -> {
                try (TusJs client = job.start()) {
                    return client.await("success").get("reelId").stringValue();
                }
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> reel : threads.invokeAll(uploads)) {
                assertStored(reel.get());
            }
        }
    }
}
