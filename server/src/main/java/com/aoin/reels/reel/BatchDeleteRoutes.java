package com.aoin.reels.reel;

import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.ratelimit.Limit;
import com.aoin.reels.ratelimit.RateLimits;
import com.aoin.reels.reel.BatchDelete.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Deleting several reels with one request. */
public final class BatchDeleteRoutes {
    private static final int MAX_REELS = 50;

    private final ReelEdits edits;
    private final RateLimits limits;

    public BatchDeleteRoutes(ReelEdits edits, RateLimits limits) {
        this.edits = edits;
        this.limits = limits;
    }

    public List<Route> routes() {
        return List.of(Route.post("/api/reels/batch/delete", Access.MERCHANT, this::limited));
    }

    /** The body is not read before the limit is known. */
    private Answer limited(Request request) throws IOException, InterruptedException {
        return limits.admit(Limit.BATCH_DELETE, request.user()).around(() -> delete(request));
    }

    private Answer delete(Request request) {
        List<Integer> reelIds = request.json().distinctIds("reel_ids", MAX_REELS);
        Map<Integer, Outcome> outcomes = edits.deleteAll(reelIds, request.caller());
        long deleted =
                outcomes.values().stream().filter(Outcome.DELETED::equals).count();
        return Answer.success()
                .message("Batch delete completed: %d/%d reels deleted".formatted(deleted, reelIds.size()))
                .data(json -> {
                    json.writeStartObject();
                    writeResults(json, outcomes);
                    json.writeObjectPropertyStart("summary");
                    json.writeNumberProperty("total", reelIds.size());
                    json.writeNumberProperty("successful", deleted);
                    json.writeNumberProperty("failed", reelIds.size() - deleted);
                    json.writeEndObject();
                    json.writeEndObject();
                })
                .build();
    }

    private static void writeResults(JsonGenerator json, Map<Integer, Outcome> outcomes) {
        json.writeArrayPropertyStart("results");
        outcomes.forEach((reelId, outcome) -> {
            json.writeStartObject();
            json.writeNumberProperty("reel_id", reelId);
            json.writeStringProperty("status", outcome == Outcome.DELETED ? "success" : "error");
            json.writeStringProperty("message", outcome.message());
            json.writeEndObject();
        });
        json.writeEndArray();
    }
}
