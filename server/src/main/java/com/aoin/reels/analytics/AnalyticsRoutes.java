package com.aoin.reels.analytics;

import com.aoin.reels.analytics.Analytics.Overview;
import com.aoin.reels.analytics.Analytics.ReelStats;
import com.aoin.reels.analytics.ReelFigures.Sort;
import com.aoin.reels.catalog.Product;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.DateRange;
import com.aoin.reels.http.Json;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.http.Pagination;
import com.aoin.reels.http.Query;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelDao;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** A merchant's analytics. */
public final class AnalyticsRoutes {
    private final Analytics analytics;

    public AnalyticsRoutes(Database database, ReelDao reels, Clock clock) {
        this.analytics = new Analytics(new AnalyticsDao(database), reels, clock);
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/reels/merchant/my/analytics", Access.MERCHANT, this::overview));
    }

    private Answer overview(Request request) {
        Query query = request.query();
        DateRange dates = query.dates();
        Sort sort = query.choice("sort_by", Sort.CREATED_AT, Sort.class);
        PageRequest page = query.page();
        Overview overview = analytics.of(request.merchant(), dates, sort, page);
        return Answer.success()
                .data(out -> {
                    out.writeStartObject();
                    writeTotals(out, overview.totals());
                    writeReels(out, overview.page());
                    writeDaily(out, overview);
                    out.writeName("pagination");
                    new Pagination(page, overview.totals().reels()).write(out);
                    writeFilters(out, dates, sort);
                    out.writeEndObject();
                })
                .build();
    }

    private static void writeTotals(JsonGenerator out, Totals totals) {
        out.writeObjectPropertyStart("aggregated_stats");
        out.writeNumberProperty("total_reels", totals.reels());
        out.writeNumberProperty("total_views", totals.views());
        out.writeNumberProperty("total_likes", totals.likes());
        out.writeNumberProperty("total_shares", totals.shares());
        out.writeNumberProperty(
                "average_engagement_rate", Rates.engagement(totals.views(), totals.likes(), totals.shares()));
        out.writeNumberProperty("average_views_per_reel", Rates.average(totals.views(), totals.reels()));
        out.writeNumberProperty("average_likes_per_reel", Rates.average(totals.likes(), totals.reels()));
        out.writeEndObject();
    }

    private static void writeReels(JsonGenerator out, List<ReelStats> page) {
        out.writeArrayPropertyStart("reel_stats");
        for (ReelStats stats : page) {
            out.writeStartObject();
            writeReel(out, stats.reel());
            writeFigures(out, stats.figures());
            Json.time(out, "created_at", stats.reel().createdAt());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeReel(JsonGenerator out, Reel reel) {
        Product product = reel.product();
        out.writeNumberProperty("reel_id", reel.reelId());
        out.writeNumberProperty("product_id", reel.productId());
        Json.text(out, "product_name", product == null ? null : product.name());
        out.writeStringProperty("description", reel.description());
        out.writeBooleanProperty("is_visible", reel.isVisible());
        out.writeArrayPropertyStart("disabling_reasons");
        reel.reasons().forEach(reason -> out.writeString(reason.name()));
        out.writeEndArray();
    }

    private static void writeFigures(JsonGenerator out, ReelFigures figures) {
        out.writeNumberProperty("views_count", figures.views());
        out.writeNumberProperty("likes_count", figures.likes());
        out.writeNumberProperty("shares_count", figures.shares());
        out.writeNumberProperty(
                "engagement_rate", Rates.engagement(figures.views(), figures.likes(), figures.shares()));
        out.writeNumberProperty("unique_viewers", figures.uniqueViewers());
        out.writeNumberProperty(
                "average_watch_seconds", Rates.average(figures.longestSecondsSum(), figures.uniqueViewers()));
        out.writeNumberProperty("completion_rate", Rates.percent(figures.completions(), figures.uniqueViewers()));
    }

    private static void writeDaily(JsonGenerator out, Overview overview) {
        out.writeArrayPropertyStart("daily");
        overview.daily().forEach((day, figures) -> {
            out.writeStartObject();
            out.writeStringProperty("date", day.toString());
            out.writeNumberProperty("views", figures.views());
            out.writeNumberProperty("likes", figures.likes());
            out.writeNumberProperty("shares", figures.shares());
            out.writeEndObject();
        });
        out.writeEndArray();
    }

    private static void writeFilters(JsonGenerator out, DateRange dates, Sort sort) {
        out.writeObjectPropertyStart("filters_applied");
        Json.text(out, "start_date", dates.startText());
        Json.text(out, "end_date", dates.endText());
        out.writeStringProperty("sort_by", sort.name().toLowerCase(Locale.ROOT));
        out.writeEndObject();
    }
}
