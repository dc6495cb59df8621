package com.aoin.reels.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.aoin.reels.testing.Concurrently;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every storage must do, on each of them. */
@ParameterizedClass
@EnumSource(StorageUnderTest.class)
class VideoStorageIT {
    private static final int SMALL = 100_000;
    /** More than two chunks of Cloudinary, more than five parts of S3, and no multiple of either. */
    private static final int LARGE = 44_000_123;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Parameter
    private StorageUnderTest under;

    @TempDir
    private Path folder;

    private VideoStorage storage;

    @BeforeAll
    static void start() {
        StorageUnderTest.startServers();
    }

    @AfterAll
    static void stop() {
        StorageUnderTest.stopServers();
    }

    @BeforeEach
    void open() {
        storage = under.open(folder.resolve("media"), Limits.DEFAULT);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private Path file(int size) {
        try {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            return Files.write(Files.createTempFile(folder, "video-", ".mp4"), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path copy(Path file) throws IOException {
        return Files.copy(file, Files.createTempFile(folder, "copy-", ".mp4"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whatIsStoredComesBack() throws IOException {
        for (int size : new int[] {1, SMALL, LARGE}) {
            String key = StorageKey.make(1, 2, "mp4");
            Path file = file(size);
            storage.store(copy(file), key);
            Path target = folder.resolve("fetched-" + size);
            assertThat(storage.fetch(key, target)).hasSameBinaryContentAs(file);
            assertThat(under.keys(folder.resolve("media"))).contains(under.stored(key));
        }
        assertThat(under.unfinished()).isEmpty();
    }

    @Test
    void theLinkPlaysAndMayBeKeptForEver() throws Exception {
        assumeThat(under).as("the service delivers local files").isNotEqualTo(StorageUnderTest.LOCAL);
        Path file = file(SMALL);
        String key = StorageKey.make(1, 2, "mp4");
        storage.store(copy(file), key);
        String url = storage.url(key);
        HttpResponse<byte[]> whole = get(url, null);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(Files.readAllBytes(file));
        assertThat(whole.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(whole.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("max-age="));
        HttpResponse<byte[]> range = get(url, "bytes=10-19");
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.body()).hasSize(10);
        assertThat(storage.url(key)).as("the link a moment later").isEqualTo(url);
    }

    @Test
    void aThumbnailIsAPicture() throws Exception {
        assumeThat(under).isNotEqualTo(StorageUnderTest.LOCAL);
        String key = StorageKey.make(1, 2, "jpg");
        storage.store(file(SMALL), key);
        assertThat(get(storage.url(key), null).headers().firstValue("Content-Type"))
                .contains("image/jpeg");
        storage.delete(key);
        assertThat(get(storage.url(key), null).statusCode()).isEqualTo(404);
    }

    @Test
    void theCanonicalLinkIsUnsignedAndEndsWithTheKey() {
        String key = StorageKey.make(1, 2, "mp4");
        assertThat(storage.canonicalUrl(key))
                .startsWith("http")
                .endsWith("/" + key)
                .doesNotContain("?");
        assertThat(storage.url(key)).startsWith(storage.canonicalUrl(key));
    }

    @Test
    void whatIsDeletedIsGone() {
        String key = StorageKey.make(1, 2, "mp4");
        storage.store(file(SMALL), key);
        storage.delete(key);
        assertThat(under.keys(folder.resolve("media"))).doesNotContain(under.stored(key));
    }

    @Test
    void whatIsNotThereIsAsGoodAsDeleted() {
        String key = StorageKey.make(1, 2, "mp4");
        storage.delete(key);
        storage.store(file(1), key);
        storage.delete(key);
        storage.delete(key);
    }

    @Test
    void whatIsNotThereCannotBeFetched() {
        assumeThat(under).as("a local file is not looked at").isNotEqualTo(StorageUnderTest.LOCAL);
        assertThatThrownBy(() -> storage.fetch(StorageKey.make(1, 2, "mp4"), folder.resolve("none")))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void anObjectThatACrashLeftUnfinishedIsRemovedWithItsKey() {
        String key = StorageKey.make(1, 2, "mp4");
        under.begin(folder.resolve("media"), key);
        storage.delete(key);
        assertThat(under.unfinished()).isEmpty();
    }

    @Test
    void manyAreStoredAtATime() throws Exception {
        List<String> keys = Concurrently.run(12, () -> {
            String key = StorageKey.make(7, 7, "mp4");
            storage.store(file(SMALL), key);
            return key;
        });
        assertThat(under.keys(folder.resolve("media")))
                .containsAll(keys.stream().map(under::stored).toList());
        keys.forEach(storage::delete);
    }

    @Test
    void itCanBeReached() {
        assertThat(storage.isReachable()).isTrue();
    }

    private static HttpResponse<byte[]> get(String url, String range) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (range != null) {
            request.header("Range", range);
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }
}
