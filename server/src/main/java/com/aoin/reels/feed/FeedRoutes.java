package com.aoin.reels.feed;

import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.Fields;
import com.aoin.reels.http.Json;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.reel.ReelJson;
import java.util.List;

/** The feeds. */
final class FeedRoutes {
    private final Trending trending;
    private final TrendingPages trendingPages;
    private final Following following;
    private final Recommended recommended;
    private final ReelJson json;

    FeedRoutes(
            Trending trending,
            TrendingPages trendingPages,
            Following following,
            Recommended recommended,
            ReelJson json) {
        this.trending = trending;
        this.trendingPages = trendingPages;
        this.following = following;
        this.recommended = recommended;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/reels/feed/recommended", Access.SIGNED_IN, this::recommended),
                Route.get("/api/reels/feed/trending", Access.ANYONE, this::trending),
                Route.get("/api/reels/feed/following", Access.SIGNED_IN, this::following));
    }

    private Answer trending(Request request) {
        TimeWindow window = TimeWindow.parse(request.query().text("time_window"));
        PageRequest page = request.query().page();
        Fields fields = request.query().fields();
        TrendingList list = trending.list(window);
        return Answer.success()
                .data(json.list(trendingPages.page(list, page), request.caller(), fields))
                .pagination(page, list.length())
                .with("feed_info", out -> {
                    out.writeStartObject();
                    out.writeStringProperty("feed_type", "trending");
                    out.writeStringProperty("time_window", window.text());
                    Json.time(out, "generated_at", list.madeAt());
                    out.writeEndObject();
                })
                .build();
    }

    private Answer following(Request request) {
        PageRequest page = request.query().page();
        Fields fields = request.query().fields();
        Following.Page found = following.page(request.user(), page);
        return Answer.success()
                .data(json.list(found.reels(), request.caller(), fields))
                .pagination(page, found.total())
                .with("feed_info", out -> {
                    out.writeStartObject();
                    out.writeStringProperty("feed_type", "following");
                    out.writeNumberProperty("followed_merchants_count", found.merchants());
                    // Nothing is kept: it is as it is now.
                    out.writeNullProperty("generated_at");
                    out.writeEndObject();
                })
                .build();
    }

    private Answer recommended(Request request) {
        PageRequest page = request.query().page();
        Fields fields = request.query().fields();
        FeedPages.Page found = recommended.page(request.user(), page);
        return Answer.success()
                .data(json.list(found.reels(), request.caller(), fields))
                .pagination(found.pagination())
                .with("feed_info", out -> {
                    out.writeStartObject();
                    out.writeStringProperty("feed_type", "recommended");
                    out.writeArrayPropertyStart("tiers_used");
                    found.tiers().forEach(tier -> out.writeString(tier.text()));
                    out.writeEndArray();
                    Json.time(out, "generated_at", found.madeAt());
                    out.writeEndObject();
                })
                .build();
    }
}
