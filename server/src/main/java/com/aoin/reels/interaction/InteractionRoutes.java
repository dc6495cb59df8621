package com.aoin.reels.interaction;

import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.http.JsonObject;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.interaction.engine.Command.Like;
import com.aoin.reels.interaction.engine.Command.Share;
import com.aoin.reels.interaction.engine.Command.Unlike;
import com.aoin.reels.interaction.engine.Command.View;
import com.aoin.reels.interaction.engine.Outcome;
import com.aoin.reels.interaction.engine.Outcome.Done;
import com.aoin.reels.interaction.engine.Outcome.Failed;
import com.aoin.reels.interaction.engine.Outcome.Refused;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What shoppers do with reels. */
public final class InteractionRoutes {
    private static final int MAX_VIEWS = 100;

    private final Interactions interactions;

    public InteractionRoutes(Interactions interactions) {
        this.interactions = interactions;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/reels/{reel_id}/view", Access.TOKEN, this::view),
                Route.post("/api/reels/views", Access.TOKEN, this::viewAll),
                Route.post("/api/reels/{reel_id}/like", Access.TOKEN, this::like),
                Route.post("/api/reels/{reel_id}/unlike", Access.TOKEN, this::unlike),
                Route.post("/api/reels/{reel_id}/share", Access.ANYONE, this::share));
    }

    private Answer like(Request request) throws InterruptedException {
        int reelId = request.pathId("reel_id");
        Outcome outcome = interactions.apply(new Like(Actors.of(request.caller()), reelId));
        return liked("Reel liked successfully", reelId, Refusals.requireDone(outcome), true);
    }

    private Answer unlike(Request request) throws InterruptedException {
        int reelId = request.pathId("reel_id");
        Outcome outcome = interactions.apply(new Unlike(Actors.of(request.caller()), reelId));
        return liked("Reel unliked successfully", reelId, Refusals.requireDone(outcome), false);
    }

    private static Answer liked(String message, int reelId, int likes, boolean isLiked) {
        return Answer.success()
                .message(message)
                .data(json -> {
                    json.writeStartObject();
                    json.writeNumberProperty("reel_id", reelId);
                    json.writeNumberProperty("likes_count", likes);
                    json.writeBooleanProperty("is_liked", isLiked);
                    json.writeEndObject();
                })
                .build();
    }

    private Answer share(Request request) throws InterruptedException {
        int reelId = request.pathId("reel_id");
        int shares = Refusals.requireDone(interactions.apply(new Share(Actors.of(request.caller()), reelId)));
        return Answer.success()
                .message("Reel share tracked successfully")
                .data(json -> {
                    json.writeStartObject();
                    json.writeNumberProperty("reel_id", reelId);
                    json.writeNumberProperty("shares_count", shares);
                    json.writeBooleanProperty("user_tracked", request.caller().user() != null);
                    json.writeEndObject();
                })
                .build();
    }

    private Answer view(Request request) throws InterruptedException {
        int reelId = request.pathId("reel_id");
        Integer seconds = seconds(request.json());
        Refusals.requireDone(interactions.apply(new View(Actors.of(request.caller()), reelId, seconds, null)));
        return Answer.success().message("View tracked successfully").build();
    }

    private static @Nullable Integer seconds(JsonObject json) {
        return json.hasValue("view_duration") ? json.integerFrom("view_duration", 0) : null;
    }

    private Answer viewAll(Request request) throws InterruptedException {
        List<View> views = views(request);
        List<Outcome> outcomes = interactions.applyAll(views);
        if (outcomes.stream().allMatch(InteractionRoutes::failsWhole)) {
            Refusals.requireDone(outcomes.getFirst());
        }
        long successful = outcomes.stream().filter(Done.class::isInstance).count();
        return Answer.success()
                .message("Batch view tracking completed: %d/%d views tracked".formatted(successful, views.size()))
                .data(json -> {
                    json.writeStartObject();
                    writeResults(json, views, outcomes);
                    json.writeObjectPropertyStart("summary");
                    json.writeNumberProperty("total", views.size());
                    json.writeNumberProperty("successful", successful);
                    json.writeNumberProperty("failed", views.size() - successful);
                    json.writeEndObject();
                    json.writeEndObject();
                })
                .build();
    }

    /** Whether an outcome is no report's own. */
    private static boolean failsWhole(Outcome outcome) {
        return outcome instanceof Failed || outcome.equals(Interactions.UNKNOWN);
    }

    private static void writeResults(JsonGenerator json, List<View> views, List<Outcome> outcomes) {
        json.writeArrayPropertyStart("results");
        for (int i = 0; i < views.size(); i++) {
            Outcome outcome = outcomes.get(i);
            json.writeStartObject();
            json.writeNumberProperty("reel_id", views.get(i).reelId());
            json.writeStringProperty("status", outcome instanceof Done ? "success" : "error");
            json.writeStringProperty("message", message(outcome));
            ErrorCode code = Refusals.code(outcome);
            if (code != null) {
                json.writeStringProperty("code", code.name());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String message(Outcome outcome) {
        return switch (outcome) {
            case Done _ -> "View tracked successfully";
            case Refused(Outcome.Refusal refusal) -> Refusals.message(refusal);
            case Failed _ -> "The view could not be recorded, please try again";
        };
    }

    private static List<View> views(Request request) {
        JsonObject body = request.json();
        List<JsonObject> items = body.objects("views", MAX_VIEWS);
        if (items.isEmpty()) {
            throw ApiException.invalid("views", "views must hold 1 to " + MAX_VIEWS + " views");
        }
        List<View> views = new ArrayList<>(items.size());
        Set<Integer> ids = new HashSet<>();
        for (JsonObject item : items) {
            int reelId = item.id("reel_id");
            if (!ids.add(reelId)) {
                throw ApiException.invalid(item.path("reel_id"), item.path("reel_id") + " stands in the list twice");
            }
            views.add(new View(Actors.of(request.caller()), reelId, seconds(item), viewedAt(item)));
        }
        return views;
    }

    /** Whatever a device takes for the time: the rules bring it near, and one mad clock fails no other view. */
    private static @Nullable LocalDateTime viewedAt(JsonObject item) {
        return item.hasValue("viewed_at")
                ? LocalDateTime.ofInstant(item.nearestTime("viewed_at"), ZoneOffset.UTC)
                : null;
    }
}
