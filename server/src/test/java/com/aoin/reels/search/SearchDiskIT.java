package com.aoin.reels.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.Main;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.ReelsProcess;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that fail under the text index: everything goes on being answered, and search catches up when they are back. */
class SearchDiskIT {
    private final DatabaseAddress database = TestingDatabase.fresh();
    private final Path data = TestingReels.newDirectory();
    private final Path search = data.resolve("search");

    @BeforeEach
    void fill() {
        try (TestingReels reels = service()) {
            TestShop shop = TestShop.in(reels);
            shop.reel(11, "Apple", "2026-03-01 00:00:00");
            shop.reel(12, "Banana", "2026-03-02 00:00:00");
            awaitFound(reels.anonymous(), "apple", 1);
        }
    }

    @AfterEach
    void remove() {
        TestingDatabase.drop(database);
        TestingReels.delete(data);
    }

    private TestingReels service() {
        return TestingReels.builder().database(database).directory(data).start();
    }

    private static ApiResponse search(ApiClient caller, String text) {
        return caller.get("/api/reels/search?q=" + text);
    }

    private static void awaitFound(ApiClient caller, String text, Integer... reels) {
        Waiting.until(() -> {
            ApiResponse page = search(caller, text);
            return page.status() == 200 && found(page).equals(List.of(reels));
        });
    }

    private static List<Integer> found(ApiResponse page) {
        return page.data()
                .valueStream()
                .map(reel -> reel.get("reel_id").intValue())
                .toList();
    }

    /** What an owner and a shopper do is answered as ever, while the index learns nothing of it. */
    private static void goesOn(ApiClient owner, ApiClient shopper) {
        owner.putJson("/api/reels/1", "{\"description\":\"Cherry\"}").expect(200);
        shopper.post("/api/reels/2/like").expect(200);
        shopper.get("/api/reels/public").expect(200);
        assertThat(found(search(shopper, "banana").expect(200))).containsExactly(2);
        assertThat(found(search(shopper, "cherry").expect(200))).isEmpty();
        shopper.post("/api/reels/2/unlike").expect(200);
    }

    /** The folder is gone and none can be made, until what was in it is back, or an empty disk takes its place. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFolderThatIsGoneForAWhile(boolean comesBack) throws IOException {
        try (TestingReels reels = service()) {
            ApiClient owner = reels.user(TestShop.MERCHANT_USER);
            awaitFound(owner, "banana", 2);
            Path away = data.resolve("away");
            Files.move(search, away);
            Files.createFile(search);
            goesOn(owner, reels.user(1));
            Files.delete(search);
            if (comesBack) {
                Files.move(away, search);
            }
            awaitFound(owner, "cherry", 1);
            awaitFound(owner, "apple");
            awaitFound(owner, "banana", 2);
        }
        try (TestingReels reels = service()) {
            awaitFound(reels.anonymous(), "cherry", 1);
        }
    }

    /** The system cuts every file that is written at 200 bytes, as a full disk would. */
    @Test
    void filesThatCannotBeWrittenToTheirEnd() throws IOException, InterruptedException {
        var environment = TestingReels.builder().environment(database, data);
        try (ReelsProcess service = ReelsProcess.start(environment, Main.class.getName(), "serve")) {
            service.awaitReady();
            ApiClient owner = service.bearing(TestingReels.tokenOf(TestShop.MERCHANT_USER));
            awaitFound(owner, "banana", 2);
            limitFiles(service, "200");
            goesOn(owner, service.bearing(TestingReels.tokenOf(1)));
            limitFiles(service, "unlimited");
            awaitFound(owner, "cherry", 1);
            awaitFound(owner, "apple");
            owner.putJson("/api/reels/2", "{\"description\":\"Date\"}").expect(200);
            assertThat(found(search(owner, "date").expect(200))).containsExactly(2);
        }
    }

    private static void limitFiles(ReelsProcess service, String bytes) throws IOException, InterruptedException {
        int status = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(service.process().pid()), "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
    }
}
