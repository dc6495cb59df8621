package com.aoin.reels.follow;

import com.aoin.reels.db.Database;
import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.Json;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.interaction.Actors;
import com.aoin.reels.interaction.Interactions;
import com.aoin.reels.interaction.Refusals;
import com.aoin.reels.interaction.engine.Command.Follow;
import com.aoin.reels.interaction.engine.Command.Unfollow;
import java.util.List;

/** Following merchants, and whom a user follows. */
public final class FollowRoutes {
    private final Interactions interactions;
    private final FollowDao follows;

    public FollowRoutes(Interactions interactions, Database database) {
        this.interactions = interactions;
        this.follows = new FollowDao(database);
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/merchants/following", Access.SIGNED_IN, this::following),
                Route.post("/api/merchants/{merchant_id}/follow", Access.TOKEN, this::follow),
                Route.post("/api/merchants/{merchant_id}/unfollow", Access.TOKEN, this::unfollow));
    }

    private Answer follow(Request request) throws InterruptedException {
        int merchantId = request.pathId("merchant_id");
        Refusals.requireDone(interactions.apply(new Follow(Actors.of(request.caller()), merchantId)));
        return answer(Answer.created().message("Merchant followed successfully"), merchantId, true);
    }

    private Answer unfollow(Request request) throws InterruptedException {
        int merchantId = request.pathId("merchant_id");
        Refusals.requireDone(interactions.apply(new Unfollow(Actors.of(request.caller()), merchantId)));
        return answer(Answer.success().message("Merchant unfollowed successfully"), merchantId, false);
    }

    private static Answer answer(Answer.Success answer, int merchantId, boolean isFollowing) {
        return answer.data(json -> {
                    json.writeStartObject();
                    json.writeNumberProperty("merchant_id", merchantId);
                    json.writeBooleanProperty("is_following", isFollowing);
                    json.writeEndObject();
                })
                .build();
    }

    private Answer following(Request request) {
        PageRequest page = request.query().page();
        FollowDao.Following following = follows.of(request.user(), page);
        return Answer.success()
                .data(json -> {
                    json.writeStartArray();
                    following.merchants().forEach(merchant -> {
                        json.writeStartObject();
                        json.writeNumberProperty("merchant_id", merchant.merchantId());
                        Json.text(json, "business_name", merchant.name());
                        Json.time(json, "followed_at", merchant.followedAt());
                        json.writeEndObject();
                    });
                    json.writeEndArray();
                })
                .pagination(page, following.total())
                .build();
    }
}
