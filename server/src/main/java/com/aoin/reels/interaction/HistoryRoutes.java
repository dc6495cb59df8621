package com.aoin.reels.interaction;

import com.aoin.reels.db.Database;
import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.Fields;
import com.aoin.reels.http.Json;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.interaction.HistoryDao.Entry;
import com.aoin.reels.interaction.HistoryDao.History;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.ReelJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** What a user has done so far: recently viewed reels, shared reels, and the totals. */
public final class HistoryRoutes {
    private static final int NEW_USER_BELOW = 3;

    private final HistoryDao history;
    private final ReelDao reels;
    private final ReelJson json;

    public HistoryRoutes(Database database, ReelDao reels, ReelJson json) {
        this.history = new HistoryDao(database);
        this.reels = reels;
        this.json = json;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/reels/recently-viewed", Access.SIGNED_IN, this::recentlyViewed),
                Route.get("/api/reels/user/shared", Access.SIGNED_IN, this::shared),
                Route.get("/api/reels/user/stats", Access.SIGNED_IN, this::stats));
    }

    private Answer recentlyViewed(Request request) {
        PageRequest page = request.query().page();
        Fields fields = request.query().fields();
        History viewed = history.recentlyViewed(request.user(), page);
        Json.Writer list = list(viewed, request, fields, (out, entry) -> {
            if (fields.include("viewed_at")) {
                Json.time(out, "viewed_at", entry.at());
            }
            if (fields.include("view_duration")) {
                Json.integer(out, "view_duration", entry.seconds());
            }
        });
        return Answer.success()
                .data(out -> {
                    out.writeStartObject();
                    out.writeName("reels");
                    list.write(out);
                    out.writeObjectPropertyStart("pagination");
                    long pages = (viewed.total() + page.perPage() - 1) / page.perPage();
                    out.writeNumberProperty("total", viewed.total());
                    out.writeNumberProperty("pages", pages);
                    out.writeNumberProperty("current_page", page.page());
                    out.writeNumberProperty("per_page", page.perPage());
                    out.writeBooleanProperty("has_next", page.page() < pages);
                    out.writeBooleanProperty("has_prev", page.page() > 1);
                    out.writeEndObject();
                    out.writeEndObject();
                })
                .build();
    }

    private Answer shared(Request request) {
        PageRequest page = request.query().page();
        Fields fields = request.query().fields();
        History shared = history.shared(request.user(), page);
        Json.Writer list = list(shared, request, fields, (out, entry) -> {
            if (fields.include("shared_at")) {
                Json.time(out, "shared_at", entry.at());
            }
        });
        return Answer.success().data(list).pagination(page, shared.total()).build();
    }

    /** Adds to a reel what this user did with it. */
    private interface Extra {
        void write(JsonGenerator out, Entry entry);
    }

    private Json.Writer list(History found, Request request, Fields fields, Extra extra) {
        int[] ids = found.entries().stream().mapToInt(Entry::reelId).toArray();
        Map<Integer, Reel> byId = reels.findAll(ids);
        Map<Integer, Entry> entries = new LinkedHashMap<>();
        List<Reel> page = new ArrayList<>();
        for (Entry entry : found.entries()) {
            Reel reel = byId.get(entry.reelId());
            if (reel != null && reel.isVisible()) {
                entries.put(entry.reelId(), entry);
                page.add(reel);
            }
        }
        return json.list(page, request.caller(), fields, (out, reel) -> {
            Entry entry = entries.get(reel.reelId());
            if (entry != null) {
                extra.write(out, entry);
            }
        });
    }

    private Answer stats(Request request) {
        HistoryDao.Stats stats = history.stats(request.user());
        long total = (long) stats.likes() + stats.views() + stats.follows();
        return Answer.success()
                .data(out -> {
                    out.writeStartObject();
                    out.writeNumberProperty("likes_count", stats.likes());
                    out.writeNumberProperty("views_count", stats.views());
                    out.writeNumberProperty("follows_count", stats.follows());
                    out.writeNumberProperty("total_interactions", total);
                    out.writeBooleanProperty("is_new_user", total < NEW_USER_BELOW);
                    out.writeNumberProperty("account_age_days", stats.accountAgeDays());
                    out.writeEndObject();
                })
                .build();
    }
}
