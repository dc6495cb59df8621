package com.aoin.reels.moderation;

import com.aoin.reels.db.Database;
import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.Fields;
import com.aoin.reels.http.Json;
import com.aoin.reels.http.JsonObject;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.moderation.Moderation.History;
import com.aoin.reels.moderation.Moderation.Queue;
import com.aoin.reels.moderation.ModerationDao.Approval;
import com.aoin.reels.moderation.ModerationDao.Entry;
import com.aoin.reels.reel.Description;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelChanges;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.ReelJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Approving, rejecting and hiding reels, what waits for it, and what was decided so far. Admins only. */
public final class ModerationRoutes {
    private static final int MAX_REASON = 255;

    private final Moderation moderation;
    private final ReelJson json;

    public ModerationRoutes(Database database, ReelDao reels, ReelChanges changes, ReelJson json) {
        this.moderation = new Moderation(database, reels, changes);
        this.json = json;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/admin/reels/pending", Access.ADMIN, this::pending),
                Route.get("/api/admin/reels/{reel_id}/moderation", Access.ADMIN, this::history),
                Route.post("/api/admin/reels/{reel_id}/approve", Access.ADMIN, this::approve),
                Route.post("/api/admin/reels/{reel_id}/reject", Access.ADMIN, this::reject),
                Route.post("/api/admin/reels/{reel_id}/hide", Access.ADMIN, this::hide));
    }

    private Answer approve(Request request) {
        return decide(
                request, "Reel approved successfully", body -> new Decision.Approve(reason(body), description(body)));
    }

    private Answer reject(Request request) {
        return decide(
                request,
                "Reel rejected successfully",
                body -> new Decision.Reject(body.text("rejection_reason", MAX_REASON)));
    }

    private Answer hide(Request request) {
        return decide(request, "Reel hidden successfully", body -> new Decision.Hide(reason(body)));
    }

    private static @Nullable String reason(JsonObject body) {
        return body.hasValue("reason") ? body.text("reason", MAX_REASON) : null;
    }

    private static @Nullable String description(JsonObject body) {
        return body.hasValue("description") ? body.text("description", Description.MAX_LENGTH) : null;
    }

    /** Reads a decision from a body. */
    @FunctionalInterface
    private interface Reading {
        Decision read(JsonObject body);
    }

    private Answer decide(Request request, String message, Reading reading) {
        int reelId = request.pathId("reel_id");
        moderation.require(reelId);
        Reel reel = moderation.decide(reelId, reading.read(request.json()), request.admin());
        Map<Integer, Approval> approvals = moderation.approvals(List.of(reel));
        return Answer.success()
                .message(message)
                .data(json.one(reel, request.caller(), Fields.all(), (out, shown) -> write(out, shown, approvals)))
                .build();
    }

    private Answer pending(Request request) {
        PageRequest page = request.query().page();
        Queue queue = moderation.pending(page);
        return Answer.success()
                .data(json.list(
                        queue.reels(),
                        request.caller(),
                        Fields.all(),
                        (out, reel) -> write(out, reel, queue.approvals())))
                .pagination(page, queue.total())
                .build();
    }

    private static void write(JsonGenerator out, Reel reel, Map<Integer, Approval> approvals) {
        Approval approval = approvals.get(reel.reelId());
        if (approval != null) {
            out.writeStringProperty("approval_status", approval.status());
            Json.time(out, "approved_at", approval.approvedAt());
            Json.integer(out, "approved_by", approval.approvedBy());
            Json.text(out, "rejection_reason", approval.rejectionReason());
        }
    }

    private Answer history(Request request) {
        int reelId = request.pathId("reel_id");
        PageRequest page = request.query().page();
        History history = moderation.history(reelId, page);
        return Answer.success()
                .data(out -> {
                    out.writeStartArray();
                    history.entries().forEach(entry -> write(out, entry));
                    out.writeEndArray();
                })
                .pagination(page, history.total())
                .build();
    }

    private static void write(JsonGenerator out, Entry entry) {
        out.writeStartObject();
        out.writeNumberProperty("moderation_id", entry.moderationId());
        out.writeStringProperty("action", entry.action());
        Json.text(out, "reason", entry.reason());
        out.writeNumberProperty("moderated_by", entry.moderatedBy());
        out.writeBooleanProperty("is_shop_user", entry.shopUser());
        out.writeStringProperty("previous_status", entry.before().approvalStatus());
        out.writeBooleanProperty("was_active", entry.before().active());
        Json.time(out, "moderated_at", entry.moderatedAt());
        out.writeEndObject();
    }
}
