package com.aoin.reels.upload.resumable;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An upload as its row says.
 *
 * @param node          whose disk holds the file
 * @param description   as it was sent
 * @param metadata      the header as it was sent
 * @param totalBytes    of the whole video
 * @param receivedBytes safely on disk
 * @param attempt       the latest attempt to make it a reel, null before the first
 * @param attempts      how many there were
 */
public record ResumableUpload(
        String uploadId,
        String node,
        int userId,
        int merchantId,
        int productId,
        String description,
        String extension,
        String metadata,
        @Nullable String idempotencyKey,
        long totalBytes,
        long receivedBytes,
        State state,
        @Nullable String attempt,
        int attempts,
        @Nullable Integer reelId,
        @Nullable Refusal refusal,
        Instant createdAt,
        Instant expiresAt) {

    /** Where an upload stands. */
    public enum State {
        /** Bytes are missing. */
        RECEIVING,
        /** All bytes are there and become a reel, as often as it takes. */
        PROCESSING,
        DONE,
        REFUSED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why an upload will not become a reel. */
    public record Refusal(
            int status, ErrorCode code, @Nullable String field, String message) {
        public static Refusal of(ApiException refusal) {
            return new Refusal(refusal.status(), refusal.code(), refusal.field(), String.valueOf(refusal.getMessage()));
        }

        /** The same refusal for whoever asks again. */
        public ApiException again() {
            return ApiException.withStatus(status, code, field, message);
        }
    }

    public boolean isWhole() {
        return receivedBytes == totalBytes;
    }
}
