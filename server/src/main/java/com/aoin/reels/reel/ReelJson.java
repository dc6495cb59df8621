package com.aoin.reels.reel;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.http.Fields;
import com.aoin.reels.http.Json;
import com.aoin.reels.reel.ViewerState.Marks;
import com.aoin.reels.storage.LocalStorage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes reels as every endpoint shows them. */
public final class ReelJson {
    private final LocalStorage storage;
    private final ViewerState viewers;

    public ReelJson(LocalStorage storage, ViewerState viewers) {
        this.storage = storage;
        this.viewers = viewers;
    }

    /** One reel as this caller sees it. */
    public Json.Writer one(Reel reel, Caller caller, Fields fields) {
        Marks marks = marks(List.of(reel), caller);
        return json -> {
            json.writeStartObject();
            writeMembers(json, reel, marks, fields);
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
        integer(json, fields, "reel_id", reel.reelId());
        integer(json, fields, "merchant_id", reel.merchantId());
        integer(json, fields, "product_id", reel.productId());
        text(json, fields, "video_url", storage.url(reel.videoKey()));
        text(json, fields, "thumbnail_url", reel.thumbnailKey() == null ? null : storage.url(reel.thumbnailKey()));
        text(json, fields, "description", reel.description());
        integer(json, fields, "duration_seconds", reel.durationSeconds());
        integer(json, fields, "file_size_bytes", reel.fileSizeBytes());
        text(json, fields, "video_format", reel.videoFormat());
        text(json, fields, "resolution", reel.resolution());
        text(json, fields, "processing", reel.processing());
    }

    private static void writeState(JsonGenerator json, Reel reel, Marks marks, Fields fields) {
        integer(json, fields, "views_count", reel.views());
        integer(json, fields, "likes_count", reel.likes());
        integer(json, fields, "shares_count", reel.shares());
        flag(json, fields, "is_active", reel.active());
        flag(json, fields, "is_visible", reel.isVisible());
        if (fields.include("disabling_reasons")) {
            json.writeArrayPropertyStart("disabling_reasons");
            reel.reasons().forEach(reason -> json.writeString(reason.name()));
            json.writeEndArray();
        }
        flag(json, fields, "is_liked", marks.liked().contains(reel.reelId()));
    }

    private static void writeShop(JsonGenerator json, Reel reel, Marks marks, Fields fields) {
        if (fields.include("product")) {
            json.writeName("product");
            if (reel.product() == null) {
                json.writeNull();
            } else {
                reel.product().write(json);
            }
        }
        if (fields.include("merchant")) {
            json.writeName("merchant");
            if (reel.merchantName() == null) {
                json.writeNull();
            } else {
                json.writeStartObject();
                json.writeNumberProperty("merchant_id", reel.merchantId());
                json.writeStringProperty("business_name", reel.merchantName());
                json.writeBooleanProperty("is_following", marks.followed().contains(reel.merchantId()));
                json.writeEndObject();
            }
        }
    }

    private static void integer(JsonGenerator json, Fields fields, String name, long value) {
        if (fields.include(name)) {
            json.writeNumberProperty(name, value);
        }
    }

    private static void flag(JsonGenerator json, Fields fields, String name, boolean value) {
        if (fields.include(name)) {
            json.writeBooleanProperty(name, value);
        }
    }

    private static void text(JsonGenerator json, Fields fields, String name, @Nullable String value) {
        if (fields.include(name)) {
            Json.text(json, name, value);
        }
    }
}
