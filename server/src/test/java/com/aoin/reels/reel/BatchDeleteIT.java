package com.aoin.reels.reel;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Deleting several reels with one request. */
class BatchDeleteIT {
    private static final String PATH = "/api/reels/batch/delete";
    /** Each merchant has five requests an hour, so each test takes a merchant of its own. */
    private static final AtomicInteger NEXT_MERCHANT = new AtomicInteger(1000);

    private static TestingReels reels;
    private static TestShop shop;

    private int merchant;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        shop = TestShop.in(reels);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    @BeforeEach
    void newMerchant() {
        merchant = NEXT_MERCHANT.getAndIncrement();
        shop.user(merchant, "user");
        shop.merchant(merchant, merchant, "Merchant " + merchant);
        shop.product(merchant, merchant, 1, "Product of " + merchant, 3);
    }

    private ApiClient owner() {
        return reels.user(merchant);
    }

    private int reel() {
        return shop.reel(merchant, "A reel", "2026-03-01 10:00:00");
    }

    private List<Integer> newReels(int count) {
        return Stream.generate(this::reel).limit(count).toList();
    }

    private static String body(List<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(", ", "{\"reel_ids\": [", "]}"));
    }

    private ApiResponse delete(List<Integer> ids) {
        return owner().postJson(PATH, body(ids));
    }

    private static List<String> results(ApiResponse response) {
        return response.expect(200)
                .data()
                .get("results")
                .valueStream()
                .map(result -> result.get("reel_id").asInt() + " "
                        + result.get("status").stringValue() + ": "
                        + result.get("message").stringValue())
                .toList();
    }

    private static long deleted(List<Integer> ids) {
        return ids.stream()
                .filter(id -> reels.count("reels WHERE reel_id = ? AND deleted_at IS NOT NULL", id) == 1)
                .count();
    }

    @Test
    void fiftyReelsAreDeletedAtOnceAndTheirFilesAfterwards() throws IOException {
        List<Integer> ids = newReels(50);
        List<Path> files = new ArrayList<>();
        for (int id : ids) {
            String key = "reels/merchant_%d/product_%d/%040x.mp4".formatted(merchant, merchant, id);
            Path file = reels.directory().resolve("media").resolve(key);
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, "a video"));
            reels.sql(
                    "INSERT INTO media_files (storage_key, storage_provider, reel_id, created_at)"
                            + " VALUES (?, 'local', ?, '2026-03-01')",
                    key,
                    id);
        }
        reels.settle();
        assertThat(publicReels()).isEqualTo(50);
        ApiResponse response = delete(ids);
        assertThat(results(response))
                .containsExactlyElementsOf(ids.stream()
                        .map(id -> id + " success: Reel deleted successfully")
                        .toList());
        assertThat(response.json().get("message").stringValue())
                .isEqualTo("Batch delete completed: 50/50 reels deleted");
        assertThat(response.data().get("summary").toString())
                .isEqualTo("{\"total\":50,\"successful\":50,\"failed\":0}");
        assertThat(publicReels()).isZero();
        assertThat(deleted(ids)).isEqualTo(50);
        Waiting.until(() -> files.stream().noneMatch(Files::exists));
        Waiting.until(
                () -> reels.count("media_files WHERE storage_key LIKE ?", "reels/merchant_" + merchant + "/%") == 0);
    }

    private long publicReels() {
        return reels.anonymous()
                .get("/api/reels/merchant/" + merchant)
                .expect(200)
                .json()
                .get("pagination")
                .get("total")
                .asLong();
    }

    @Test
    void oneThatCannotBeDeletedDoesNotStopTheRest() {
        int other = shop.reel(21, "Another merchant's", "2026-03-01 10:00:00");
        int hiddenOther = shop.reel(21, "Another merchant's, hidden", "2026-03-01 10:00:00");
        reels.sql("UPDATE reels SET is_active = FALSE WHERE reel_id = ?", hiddenOther);
        int gone = reel();
        reels.sql("UPDATE reels SET deleted_at = '2026-03-02' WHERE reel_id = ?", gone);
        int hidden = reel();
        reels.sql("UPDATE reels SET approval_status = 'rejected' WHERE reel_id = ?", hidden);
        int last = reel();
        ApiResponse response = delete(List.of(other, 2_000_000_000, hidden, gone, hiddenOther, last));
        assertThat(results(response))
                .containsExactly(
                        other + " error: This reel is not yours",
                        "2000000000 error: Reel not found",
                        hidden + " success: Reel deleted successfully",
                        gone + " error: Reel not found",
                        hiddenOther + " error: Reel not found",
                        last + " success: Reel deleted successfully");
        assertThat(response.json().get("message").stringValue()).isEqualTo("Batch delete completed: 2/6 reels deleted");
        assertThat(response.data().get("summary").toString()).isEqualTo("{\"total\":6,\"successful\":2,\"failed\":4}");
        assertThat(deleted(List.of(other, hiddenOther))).isZero();
        assertThat(deleted(List.of(hidden, last))).isEqualTo(2);
    }

    /** A reel that someone else keeps locked is told as busy in the end, and can be deleted later. */
    @Test
    void aLockedReelDoesNotHoldUpTheRest() throws SQLException {
        List<Integer> ids = newReels(3);
        try (Connection stranger = TestingDatabase.connect(reels.database())) {
            stranger.setAutoCommit(false);
            stranger.createStatement().execute("SELECT * FROM reels WHERE reel_id = " + ids.get(1) + " FOR UPDATE");
            assertThat(results(delete(ids)))
                    .containsExactly(
                            ids.get(0) + " success: Reel deleted successfully",
                            ids.get(1) + " error: The reel is busy right now, please try again",
                            ids.get(2) + " success: Reel deleted successfully");
            stranger.rollback();
        }
        assertThat(results(delete(ids)))
                .contains(ids.get(0) + " error: Reel not found", ids.get(1) + " success: Reel deleted successfully");
    }

    @Test
    void ofSeveralAtOnceOneDeletesEachReel() throws Exception {
        List<Integer> ids = newReels(50);
        List<ApiResponse> responses = Concurrently.run(4, () -> delete(ids));
        long successful = responses.stream()
                .mapToLong(response -> response.expect(200)
                        .data()
                        .get("summary")
                        .get("successful")
                        .asLong())
                .sum();
        assertThat(successful).isEqualTo(50);
        assertThat(deleted(ids)).isEqualTo(50);
    }

    @Test
    void reelsThatAreBeingLikedAreDeletedToo() throws Exception {
        List<Integer> ids = newReels(10);
        AtomicInteger turn = new AtomicInteger();
        List<Integer> statuses = Concurrently.run(31, () -> {
            int mine = turn.getAndIncrement();
            return mine == 0
                    ? delete(ids).status()
                    : reels.user(1 + mine % 9)
                            .post("/api/reels/" + ids.get(mine % ids.size()) + "/like")
                            .status();
        });
        assertThat(statuses).doesNotContain(500, 503);
        assertThat(deleted(ids)).isEqualTo(10);
    }

    static Stream<Arguments> wrong() {
        String tooMany = IntStream.rangeClosed(1, 51).mapToObj(String::valueOf).collect(Collectors.joining(","));
        return Stream.of(
                Arguments.of("", "reel_ids"),
                Arguments.of("{}", "reel_ids"),
                Arguments.of("{\"reel_ids\": null}", "reel_ids"),
                Arguments.of("{\"reel_ids\": 7}", "reel_ids"),
                Arguments.of("{\"reel_ids\": []}", "reel_ids"),
                Arguments.of("{\"reel_ids\": [" + tooMany + "]}", "reel_ids"),
                Arguments.of("{\"reel_ids\": [1, \"2\"]}", "reel_ids[1]"),
                Arguments.of("{\"reel_ids\": [0]}", "reel_ids[0]"),
                Arguments.of("{\"reel_ids\": [2147483648]}", "reel_ids[0]"),
                Arguments.of("{\"reel_ids\": [1.5]}", "reel_ids[0]"),
                Arguments.of("{\"reel_ids\": [null]}", "reel_ids[0]"),
                Arguments.of("{\"reel_ids\": [[1]]}", "reel_ids[0]"),
                Arguments.of("{\"reel_ids\": [7, 8, 7]}", "reel_ids[2]"),
                Arguments.of("[1]", "body"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void anInputThatIsWrongIsRefused(String body, String field) {
        owner().postJson(PATH, body).expectError(400, "VALIDATION_ERROR", field);
    }

    @Test
    void fiveRequestsAnHourRefusedOnesToo() {
        for (int left = 4; left >= 0; left--) {
            ApiResponse response = left % 2 == 0 ? delete(List.of(2_000_000_000)) : owner().postJson(PATH, "{");
            assertThat(response.status()).isEqualTo(left % 2 == 0 ? 200 : 400);
            assertThat(response.header("RateLimit-Limit")).isEqualTo("5");
            assertThat(response.header("RateLimit-Remaining")).isEqualTo(Integer.toString(left));
        }
        int reel = reel();
        ApiResponse refused = delete(List.of(reel)).expectError(429, "RATE_LIMIT_ERROR", null);
        assertThat(refused.header("RateLimit-Remaining")).isEqualTo("0");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(3500, 3600);
        assertThat(deleted(List.of(reel))).isZero();
        // The limit of uploads is another one, and so is that of other users.
        reels.user(TestShop.MERCHANT_USER).postJson(PATH, "{}").expect(400);
    }

    @Test
    void onlyMerchantsMay() {
        String body = body(List.of(1));
        reels.anonymous().postJson(PATH, body).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.bearing("broken").postJson(PATH, body).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(1).postJson(PATH, body).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.user(TestShop.ADMIN_USER).postJson(PATH, body).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.admin(5000).postJson(PATH, body).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.user(4040).postJson(PATH, body).expectError(404, "NOT_FOUND_ERROR", null);
    }
}
