package com.aoin.reels.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The text index over restarts of the service. */
class SearchIndexLifeIT {
    private final DatabaseAddress database = TestingDatabase.fresh();
    private final Path data = TestingReels.newDirectory();

    @BeforeEach
    void fill() {
        try (TestingReels reels = start()) {
            TestShop shop = TestShop.in(reels);
            shop.reel(11, "Apple", "2026-03-01 00:00:00");
            shop.reel(12, "Banana", "2026-03-02 00:00:00");
            awaitTotal(reels, "apple", 1);
            awaitTotal(reels, "banana", 1);
        }
    }

    @AfterEach
    void remove() {
        TestingDatabase.drop(database);
        TestingReels.delete(data);
    }

    private TestingReels start() {
        return TestingReels.builder().database(database).directory(data).start();
    }

    private static void awaitTotal(TestingReels reels, String text, int total) {
        Waiting.until(() -> {
            ApiResponse page = reels.anonymous().get("/api/reels/search?q=" + text);
            return page.status() == 200 && page.json().at("/pagination/total").intValue() == total;
        });
    }

    private Path folder() {
        return data.resolve("search").resolve("1");
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.getFileName().toString().matches("_.*\\.(cfs|doc|tim|pos)"))
                    .toList();
        }
    }

    @Test
    void whatChangedWhileTheServiceWasDownIsFoundAfterTheNextStart() {
        TestingReels.sql(database, "UPDATE reels SET description = 'Cherry' WHERE reel_id = 1");
        TestingReels.sql(database, "UPDATE products SET product_name = 'Dates' WHERE product_id = 12");
        try (TestingReels reels = start()) {
            awaitTotal(reels, "cherry", 1);
            awaitTotal(reels, "dates", 1);
            awaitTotal(reels, "apple", 0);
        }
    }

    @Test
    void aDamagedIndexIsBuiltAnew() throws IOException {
        assertThat(segments()).isNotEmpty();
        for (Path file : segments()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 0x55;
            Files.write(file, bytes);
        }
        try (TestingReels reels = start()) {
            awaitTotal(reels, "apple", 1);
            awaitTotal(reels, "banana", 1);
        }
    }

    @Test
    void anIndexThatWasCutOffIsBuiltAnew() throws IOException {
        for (Path file : segments()) {
            Files.write(file, new byte[3]);
        }
        try (TestingReels reels = start()) {
            awaitTotal(reels, "apple", 1);
        }
    }

    @Test
    void aMissingIndexIsBuiltAnew() {
        TestingReels.delete(data.resolve("search"));
        try (TestingReels reels = start()) {
            awaitTotal(reels, "apple", 1);
        }
    }

    @Test
    void anIndexOfAnotherVersionIsBuiltAnew() throws IOException {
        try (FSDirectory directory = FSDirectory.open(folder());
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            writer.setLiveCommitData(Map.of("format", "0").entrySet());
            writer.commit();
        }
        try (TestingReels reels = start()) {
            awaitTotal(reels, "apple", 1);
            awaitTotal(reels, "banana", 1);
        }
    }

    @Test
    void twoServicesMayShareADataDirectory() {
        try (TestingReels one = start();
                TestingReels other = start()) {
            awaitTotal(one, "apple", 1);
            awaitTotal(other, "apple", 1);
            one.user(TestShop.MERCHANT_USER)
                    .putJson("/api/reels/1", "{\"description\":\"Elderberry\"}")
                    .expect(200);
            assertThat(one.anonymous()
                            .get("/api/reels/search?q=elderberry")
                            .data()
                            .size())
                    .isOne();
            awaitTotal(other, "elderberry", 1);
            awaitTotal(other, "apple", 0);
        }
    }
}
