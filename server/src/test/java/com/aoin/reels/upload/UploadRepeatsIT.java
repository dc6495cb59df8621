package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.RawHttp;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Uploads that come again under one key, that come too often, and too many at a time. */
class UploadRepeatsIT extends UploadTesting {
    @Test
    void theEleventhAttemptWithinAnHourIsRefused() {
        ApiClient client = newMerchant();
        for (int left = 9; left >= 0; left--) {
            ApiResponse refused = client.upload(MultipartForm.of(product, "x")).expect(400);
            assertThat(refused.header("RateLimit-Remaining")).isEqualTo(Integer.toString(left));
        }
        ApiResponse limited =
                client.upload(form("a.mp4", TestClips.h264(1, 64, 64))).expectError(429, "RATE_LIMIT_ERROR", null);
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(3500, 3600);
    }

    @Test
    void aRepeatedKeyIsAnsweredWithTheFirstReelAndCostsNothing() {
        ApiClient client = newMerchant().with("Idempotency-Key", "key-1");
        Path video = TestClips.h264(1, 64, 64);
        JsonNode first = client.upload(form("a.mp4", video)).expect(201).data();
        for (int i = 0; i < 12; i++) {
            JsonNode again = client.upload(form("a.mp4", video)).expect(201).data();
            assertThat(again.get("reel_id")).isEqualTo(first.get("reel_id"));
        }
        client.upload(MultipartForm.of(product, "Another text").file("video", "a.mp4", video))
                .expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
        client.upload(form("a.mp4", TestClips.h264(2, 64, 64))).expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
        assertThat(reels.count("reels WHERE merchant_id = ?", merchant)).isEqualTo(1);
        ApiResponse other = client.with("Idempotency-Key", "key-2")
                .upload(form("a.mp4", video))
                .expect(201);
        assertThat(other.header("RateLimit-Remaining")).isEqualTo("8");
    }

    /** Each holds its place for as long as it sends slowly, which costs it no attempt. */
    @Test
    void repeatsThatSendSlowlyHoldUpNobody() throws IOException {
        ApiClient client = newMerchant();
        int slow = merchant;
        Path video = TestClips.h264(1, 64, 64);
        MultipartForm form = form("a.mp4", video);
        for (String key : List.of("one", "two", "three")) {
            client.with("Idempotency-Key", key).upload(form).expect(201);
        }
        try (RawHttp one = begin(slow, form, "Idempotency-Key: one");
                RawHttp _ = begin(slow, form, "Idempotency-Key: two")) {
            ApiResponse same = client.with("Idempotency-Key", "one").upload(form);
            same.expectError(409, "VALIDATION_ERROR", null);
            assertThat(same.header("Retry-After")).isEqualTo("5");
            ApiResponse third = client.with("Idempotency-Key", "three").upload(form);
            third.expectError(503, "TRANSACTION_ERROR", null);
            assertThat(third.header("Retry-After")).isEqualTo("10");
            // New uploads take no place of theirs, neither this merchant's nor another's.
            assertThat(client.upload(form).expect(201).header("RateLimit-Remaining"))
                    .isEqualTo("6");
            newMerchant().upload(form("a.mp4", video)).expect(201);
            one.sendBytes(form.stream().readAllBytes());
            one.answerTo("POST", "/api/reels").expect(201);
        }
        Waiting.until(() -> client.with("Idempotency-Key", "three").upload(form).status() == 201);
        Waiting.until(() -> client.with("Idempotency-Key", "two").upload(form).status() == 201);
    }

    /** A place is looked for afterwards, since another ten seconds would not help. */
    @Test
    void whoHasTenUploadsUnderWayIsToldThatTheHoursAttemptsAreUsedUp() {
        ApiClient client = newMerchant();
        MultipartForm form = form("a.mp4", TestClips.h264(1, 64, 64));
        List<RawHttp> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                slow.add(begin(merchant, form));
            }
            ApiResponse refusal = client.upload(form).expectError(429, "RATE_LIMIT_ERROR", null);
            assertThat(Integer.parseInt(refusal.header("Retry-After"))).isBetween(1, 3600);
            newMerchant().upload(form("a.mp4", TestClips.h264(1, 64, 64))).expect(201);
        } finally {
            slow.forEach(RawHttp::close);
        }
    }

    /** Sends the head of an upload, and returns when the service waits for its body. */
    private static RawHttp begin(int user, MultipartForm form, String... headers) {
        String[] all = Stream.concat(
                        Stream.of(
                                "Authorization: Bearer " + reels.token(user),
                                "Content-Type: " + form.contentType(),
                                "Content-Length: " + form.length(),
                                "Expect: 100-continue"),
                        Stream.of(headers))
                .toArray(String[]::new);
        RawHttp http = RawHttp.to(reels.base().getPort()).head("POST", "/api/reels", all);
        assertThat(http.answer().status()).isEqualTo(100);
        return http;
    }

    @Test
    void onlySuccessIsRememberedUnderAKey() {
        ApiClient client = newMerchant().with("Idempotency-Key", "key");
        client.upload(MultipartForm.of(product, "x")).expect(400);
        client.upload(form("a.mp4", TestClips.h264(1, 64, 64))).expect(201);
        client.with("Idempotency-Key", "x".repeat(256))
                .upload(form("a.mp4", TestClips.h264(1, 64, 64)))
                .expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
    }

    /** What is not ASCII arrives as something else, so that two keys could be taken for one. */
    @ParameterizedTest
    @ValueSource(strings = {"Schlüssel", "Schlössel", "a\tb"})
    void aKeyIsPrintableAscii(String key) {
        newMerchant();
        try (RawHttp http = RawHttp.to(reels.base().getPort())) {
            http.head(
                    "POST",
                    "/api/reels",
                    "Authorization: Bearer " + reels.token(merchant),
                    "Content-Length: 0",
                    "Idempotency-Key: " + key);
            http.answerTo("POST", "/api/reels").expectError(400, "VALIDATION_ERROR", "Idempotency-Key");
        }
        assertThat(reels.count("uploads WHERE user_id = ?", merchant)).isZero();
    }

    @Test
    void twoRequestsWithOneKeyAtOnceMakeOneReel() throws Exception {
        ApiClient client = newMerchant().with("Idempotency-Key", "race");
        Path video = TestClips.h264(2, 180, 320);
        List<ApiResponse> responses = Concurrently.run(6, () -> client.upload(form("a.mp4", video)));
        assertThat(responses).extracting(ApiResponse::status).allMatch(status -> status == 201 || status == 409);
        assertThat(responses).extracting(ApiResponse::status).contains(201);
        responses.stream()
                .filter(response -> response.status() == 409)
                .forEach(response -> response.expectError(409, "VALIDATION_ERROR", null));
        assertThat(reels.count("reels WHERE merchant_id = ?", merchant)).isEqualTo(1);
        // The race has cost one attempt in all, this one is the second.
        ApiResponse next = client.with("Idempotency-Key", "next")
                .upload(form("a.mp4", video))
                .expect(201);
        assertThat(next.header("RateLimit-Remaining")).isEqualTo("8");
    }
}
