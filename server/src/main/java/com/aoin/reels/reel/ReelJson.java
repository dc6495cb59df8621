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
    private final RenderedReels rendered = new RenderedReels();

    public ReelJson(Storages storages, ViewerState viewers) {
        this.storages = storages;
        this.viewers = viewers;
    }

    /** One reel as this caller sees it. */
    public Json.Writer one(Reel reel, Caller caller, Fields fields) {
        Marks marks = marks(List.of(reel), caller);
        return json -> write(json, reel, marks, fields);
    }

    /** One reel with members that only this answer has. */
    public Json.Writer one(Reel reel, Caller caller, Fields fields, Extra extra) {
        Marks marks = marks(List.of(reel), caller);
        return json -> write(json, reel, marks, fields, extra);
    }

    /** A page of reels as this caller sees it; what the caller likes and follows is asked for once. */
    public Json.Writer list(List<Reel> page, Caller caller, Fields fields) {
        Marks marks = marks(page, caller);
        return json -> {
            json.writeStartArray();
            page.forEach(reel -> write(json, reel, marks, fields));
            json.writeEndArray();
        };
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
            page.forEach(reel -> write(json, reel, marks, fields, extra));
            json.writeEndArray();
        };
    }

    /** Whole, and neither liked nor followed, a reel is the same for every caller. */
    private void write(JsonGenerator json, Reel reel, Marks marks, Fields fields) {
        Urls urls = urls(reel);
        boolean marked =
                marks.liked().contains(reel.reelId()) || marks.followed().contains(reel.merchantId());
        if (fields.areAll() && !marked) {
            json.writeRawValue(rendered.of(reel, urls, out -> writeObject(out, reel, urls, Marks.NONE, fields)));
        } else {
            writeObject(json, reel, urls, marks, fields);
        }
    }

    private void write(JsonGenerator json, Reel reel, Marks marks, Fields fields, Extra extra) {
        json.writeStartObject();
        writeMembers(json, reel, urls(reel), marks, fields);
        extra.write(json, reel);
        json.writeEndObject();
    }

    private static void writeObject(JsonGenerator json, Reel reel, Urls urls, Marks marks, Fields fields) {
        json.writeStartObject();
        writeMembers(json, reel, urls, marks, fields);
        json.writeEndObject();
    }

    /** The links under which the caller gets the media now. */
    record Urls(String video, @Nullable String thumbnail) {}

    private Urls urls(Reel reel) {
        return new Urls(storages.url(reel.provider(), reel.videoKey(), reel.videoUrl()), thumbnailUrl(reel));
    }

    private Marks marks(List<Reel> page, Caller caller) {
        Integer user = caller.user();
        return user == null || page.isEmpty() ? Marks.NONE : viewers.marks(user, page);
    }

    private static void writeMembers(JsonGenerator json, Reel reel, Urls urls, Marks marks, Fields fields) {
        writeVideo(json, reel, urls, fields);
        writeState(json, reel, marks, fields);
        writeShop(json, reel, marks, fields);
        if (fields.include("created_at")) {
            Json.time(json, "created_at", reel.createdAt());
        }
        if (fields.include("updated_at")) {
            Json.time(json, "updated_at", reel.updatedAt());
        }
    }

    private static void writeVideo(JsonGenerator json, Reel reel, Urls urls, Fields fields) {
        integer(json, fields, REEL_ID, reel.reelId());
        integer(json, fields, MERCHANT_ID, reel.merchantId());
        integer(json, fields, PRODUCT_ID, reel.productId());
        text(json, fields, VIDEO_URL, urls.video());
        text(json, fields, THUMBNAIL_URL, urls.thumbnail());
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
