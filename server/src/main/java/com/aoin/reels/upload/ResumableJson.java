package com.aoin.reels.upload;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.Fields;
import com.aoin.reels.http.Json;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.ReelJson;
import com.aoin.reels.upload.resumable.ResumableUpload;
import com.aoin.reels.upload.resumable.ResumableUpload.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes where an upload stands: with the reel that it became, or why it will not become one. */
final class ResumableJson {
    private final ReelDao reels;
    private final ReelJson reelJson;

    ResumableJson(ReelDao reels, ReelJson reelJson) {
        this.reels = reels;
        this.reelJson = reelJson;
    }

    Answer answer(ResumableUpload upload, Caller caller) {
        Json.Writer reel = reel(upload.reelId(), caller);
        return Answer.success()
                .data(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("upload_id", upload.uploadId());
                    json.writeStringProperty("state", upload.state().text());
                    json.writeNumberProperty("offset", upload.receivedBytes());
                    json.writeNumberProperty("length", upload.totalBytes());
                    json.writeNumberProperty("product_id", upload.productId());
                    json.writeStringProperty("description", upload.description().strip());
                    Json.time(json, "created_at", upload.createdAt());
                    Json.time(json, "expires_at", upload.expiresAt());
                    Json.integer(json, "reel_id", upload.reelId());
                    json.writeName("reel");
                    reel.write(json);
                    json.writeName("refusal");
                    write(json, upload.refusal());
                    json.writeEndObject();
                })
                .build();
    }

    private Json.Writer reel(@Nullable Integer reelId, Caller caller) {
        Reel reel = reelId == null
                ? null
                : reels.find(reelId).filter(found -> !found.isDeleted()).orElse(null);
        return reel == null ? JsonGenerator::writeNull : reelJson.one(reel, caller, Fields.all());
    }

    /** In the form of every error. */
    private static void write(JsonGenerator json, @Nullable Refusal refusal) {
        if (refusal == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("error", refusal.message());
        json.writeStringProperty("code", refusal.code().name());
        json.writeObjectPropertyStart("details");
        if (refusal.field() != null) {
            json.writeStringProperty("field", refusal.field());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
