package com.aoin.reels.reel;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.http.Fields;
import com.aoin.reels.http.Json;
import com.aoin.reels.reel.ViewerState.Marks;
import com.aoin.reels.storage.Storages;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/** Writes reels as every endpoint shows them. */
public final class ReelJson {
    // Encoded once: a page of twenty reels writes eight hundred names.
    private static final SerializedString REEL_ID = new SerializedString("reel_id");
    private static final SerializedString MERCHANT_ID = new SerializedString("merchant_id");
    private static final SerializedString PRODUCT_ID = new SerializedString("product_id");
    private static final SerializedString VIDEO_URL = new SerializedString("video_url");
    private static final SerializedString THUMBNAIL_URL = new SerializedString("thumbnail_url");
    private static final SerializedString DESCRIPTION = new SerializedString("description");
    private static final SerializedString DURATION_SECONDS = new SerializedString("duration_seconds");
    private static final SerializedString FILE_SIZE_BYTES = new SerializedString("file_size_bytes");
    private static final SerializedString VIDEO_FORMAT = new SerializedString("video_format");
    private static final SerializedString RESOLUTION = new SerializedString("resolution");
    private static final SerializedString PROCESSING = new SerializedString("processing");
    private static final SerializedString VIEWS_COUNT = new SerializedString("views_count");
    private static final SerializedString LIKES_COUNT = new SerializedString("likes_count");
    private static final SerializedString SHARES_COUNT = new SerializedString("shares_count");
    private static final SerializedString IS_ACTIVE = new SerializedString("is_active");
    private static final SerializedString IS_VISIBLE = new SerializedString("is_visible");
    private static final SerializedString IS_LIKED = new SerializedString("is_liked");
    private static final SerializedString BUSINESS_NAME = new SerializedString("business_name");
    private static final SerializedString IS_FOLLOWING = new SerializedString("is_following");
    private static final SerializedString DISABLING_REASONS = new SerializedString("disabling_reasons");
    private static final SerializedString PRODUCT = new SerializedString("product");
    private static final SerializedString MERCHANT = new SerializedString("merchant");

    private final Storages storages;
    private final ViewerState viewers;

    public ReelJson(Storages storages, ViewerState viewers) {
        this.storages = storages;
        this.viewers = viewers;
    }

    /** One reel as this caller sees it. */
    public Json.Writer one(Reel reel, Caller caller, Fields fields) {
        return one(reel, caller, fields, (json, shown) -> {});
    }

    /** One reel with members that only this answer has. */
    public Json.Writer one(Reel reel, Caller caller, Fields fields, Extra extra) {
        Marks marks = marks(List.of(reel), caller);
        return json -> {
            json.writeStartObject();
            writeMembers(json, reel, marks, fields);
            extra.write(json, reel);
            json.writeEndObject();
        };
    }

    /** A page of reels as this caller sees it; what the caller likes and follows is asked for once. */
    public Json.Writer list(List<Reel> page, Caller caller, Fields fields) {
        return list(page, caller, fields, (json, reel) -> {});
    }

    /** Adds members to the object of a reel. */
    @FunctionalInterface
    public interface Extra {
        void write(JsonGenerator json, Reel reel);
    }

    /** A page of reels, each with members that only this list has. */
    public Json.Writer list(List<Reel> page, Caller caller, Fields fields, Extra extra) {
        Marks marks = marks(page, caller);
        return json -> {
            json.writeStartArray();
            for (Reel reel : page) {
                json.writeStartObject();
                writeMembers(json, reel, marks, fields);
                extra.write(json, reel);
                json.writeEndObject();
            }
            json.writeEndArray();
        };
    }

    private Marks marks(List<Reel> page, Caller caller) {
        Integer user = caller.user();
        return user == null || page.isEmpty() ? Marks.NONE : viewers.marks(user, page);
    }

    private void writeMembers(JsonGenerator json, Reel reel, Marks marks, Fields fields) {
        writeVideo(json, reel, fields);
        writeState(json, reel, marks, fields);
        writeShop(json, reel, marks, fields);
        if (fields.include("created_at")) {
            Json.time(json, "created_at", reel.createdAt());
        }
        if (fields.include("updated_at")) {
            Json.time(json, "updated_at", reel.updatedAt());
        }
    }

    private void writeVideo(JsonGenerator json, Reel reel, Fields fields) {
        integer(json, fields, REEL_ID, reel.reelId());
        integer(json, fields, MERCHANT_ID, reel.merchantId());
        integer(json, fields, PRODUCT_ID, reel.productId());
        text(json, fields, VIDEO_URL, storages.url(reel.provider(), reel.videoKey(), reel.videoUrl()));
        text(json, fields, THUMBNAIL_URL, thumbnailUrl(reel));
        text(json, fields, DESCRIPTION, reel.description());
        integer(json, fields, DURATION_SECONDS, reel.durationSeconds());
        integer(json, fields, FILE_SIZE_BYTES, reel.fileSizeBytes());
        text(json, fields, VIDEO_FORMAT, reel.videoFormat());
        text(json, fields, RESOLUTION, reel.resolution());
        text(json, fields, PROCESSING, reel.processing());
    }

    private @Nullable String thumbnailUrl(Reel reel) {
        String key = reel.thumbnailKey();
        return key == null ? null : storages.url(reel.provider(), key, reel.thumbnailUrl());
    }

    private static void writeState(JsonGenerator json, Reel reel, Marks marks, Fields fields) {
        integer(json, fields, VIEWS_COUNT, reel.views());
        integer(json, fields, LIKES_COUNT, reel.likes());
        integer(json, fields, SHARES_COUNT, reel.shares());
        flag(json, fields, IS_ACTIVE, reel.active());
        flag(json, fields, IS_VISIBLE, reel.isVisible());
        if (fields.include(DISABLING_REASONS)) {
            json.writeName(DISABLING_REASONS).writeStartArray();
            reel.reasons().forEach(reason -> json.writeString(reason.name()));
            json.writeEndArray();
        }
        flag(json, fields, IS_LIKED, marks.liked().contains(reel.reelId()));
    }

    private static void writeShop(JsonGenerator json, Reel reel, Marks marks, Fields fields) {
        if (fields.include(PRODUCT)) {
            json.writeName(PRODUCT);
            if (reel.product() == null) {
                json.writeNull();
            } else {
                reel.product().write(json);
            }
        }
        if (fields.include(MERCHANT)) {
            json.writeName(MERCHANT);
            if (reel.merchantName() == null) {
                json.writeNull();
            } else {
                json.writeStartObject();
                json.writeName(MERCHANT_ID).writeNumber(reel.merchantId());
                json.writeName(BUSINESS_NAME).writeString(reel.merchantName());
                json.writeName(IS_FOLLOWING).writeBoolean(marks.followed().contains(reel.merchantId()));
                json.writeEndObject();
            }
        }
    }

    private static void integer(JsonGenerator json, Fields fields, SerializedString name, long value) {
        if (fields.include(name)) {
            json.writeName(name).writeNumber(value);
        }
    }

    private static void flag(JsonGenerator json, Fields fields, SerializedString name, boolean value) {
        if (fields.include(name)) {
            json.writeName(name).writeBoolean(value);
        }
    }

    private static void text(JsonGenerator json, Fields fields, SerializedString name, @Nullable String value) {
        if (!fields.include(name)) {
            return;
        }
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value);
        }
    }
}
