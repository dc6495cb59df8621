package com.aoin.reels.reel;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.catalog.Merchants;
import com.aoin.reels.catalog.Products;
import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.DateRange;
import com.aoin.reels.http.Fields;
import com.aoin.reels.http.Json;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.http.Query;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.reel.index.ReelFilter;
import com.aoin.reels.reel.index.ReelFilter.Sort;
import java.util.List;
import java.util.Locale;

/** Reading, listing, editing and deleting reels. */
public final class ReelRoutes {
    private final ReelDao reels;
    private final ReelLists lists;
    private final ReelEdits edits;
    private final ReelJson json;
    private final ViewTracker views;
    private final Products products;
    private final Merchants merchants;

    public ReelRoutes(
            ReelDao reels,
            ReelLists lists,
            ReelEdits edits,
            ReelJson json,
            ViewTracker views,
            Products products,
            Merchants merchants) {
        this.reels = reels;
        this.lists = lists;
        this.edits = edits;
        this.json = json;
        this.views = views;
        this.products = products;
        this.merchants = merchants;
    }

    /** The lines of the route table; fixed paths stand before those with parameters. */
    public List<Route> routes() {
        return List.of(
                Route.get("/api/reels/public", Access.ANYONE, this::listPublic),
                Route.get("/api/reels/merchant/my", Access.MERCHANT, this::listOwn),
                Route.get("/api/reels/merchant/{merchant_id}", Access.ANYONE, this::listOfMerchant),
                Route.get("/api/reels/products/available", Access.MERCHANT, this::availableProducts),
                Route.get("/api/reels/{reel_id}", Access.ANYONE, this::get),
                Route.put("/api/reels/{reel_id}", Access.MERCHANT, this::update),
                Route.delete("/api/reels/{reel_id}", Access.MERCHANT, this::delete));
    }

    private Answer get(Request request) {
        int reelId = request.pathId("reel_id");
        Query query = request.query();
        Fields fields = query.fields();
        // Checked for every caller, so that an app learns of its mistake before its users sign in.
        boolean track = query.flag("track_view", true);
        Integer watched = query.integer("view_duration", 0, Integer.MAX_VALUE);
        Reel reel = find(reelId, request.caller());
        boolean measured = reel.durationSeconds() > 0;
        if (watched != null && measured && watched > reel.durationSeconds()) {
            throw ApiException.invalid(
                    "view_duration",
                    "view_duration must not be longer than the reel, " + reel.durationSeconds() + " seconds");
        }
        boolean counted = track
                && !request.isHead()
                && reel.isVisible()
                && request.caller().user() != null
                && views.track(request.caller(), reel, watched);
        Reel shown = counted ? find(reelId, request.caller()) : reel;
        return Answer.success().data(json.one(shown, request.caller(), fields)).build();
    }

    private Reel find(int reelId, Caller caller) {
        return reels.find(reelId).filter(found -> found.existsFor(caller)).orElseThrow(ReelEdits::notFound);
    }

    private Answer listPublic(Request request) {
        Query query = request.query();
        DateRange dates = query.dates();
        Integer category = query.id("category_id");
        Integer merchant = query.id("merchant_id");
        Sort sort = query.choice("sort_by", Sort.NEWEST, Sort.class);
        ReelFilter filter = new ReelFilter(category, merchant, dates.from(), dates.until(), sort);
        PageRequest page = query.page();
        Fields fields = query.fields();
        ReelLists.Page found = lists.publicPage(filter, page);
        return Answer.success()
                .data(json.list(found.reels(), request.caller(), fields))
                .pagination(page, found.total())
                .with("filters_applied", filtersApplied(filter, dates))
                .build();
    }

    private static Json.Writer filtersApplied(ReelFilter filter, DateRange dates) {
        return out -> {
            out.writeStartObject();
            Json.integer(out, "category_id", filter.categoryId());
            Json.integer(out, "merchant_id", filter.merchantId());
            Json.text(out, "start_date", dates.startText());
            Json.text(out, "end_date", dates.endText());
            out.writeStringProperty("sort_by", filter.sort().name().toLowerCase(Locale.ROOT));
            out.writeEndObject();
        };
    }

    private Answer listOfMerchant(Request request) {
        int merchantId = request.pathId("merchant_id");
        PageRequest page = request.query().page();
        Fields fields = request.query().fields();
        if (!merchants.exists(merchantId)) {
            throw ApiException.notFound("Merchant not found");
        }
        ReelFilter filter = new ReelFilter(null, merchantId, null, null, Sort.NEWEST);
        return list(request, lists.publicPage(filter, page), page, fields);
    }

    private Answer listOwn(Request request) {
        Query query = request.query();
        DateRange dates = query.dates();
        ReelFilter filter = new ReelFilter(
                query.id("category_id"),
                request.merchant(),
                dates.from(),
                dates.until(),
                query.choice("sort_by", Sort.NEWEST, Sort.class));
        PageRequest page = query.page();
        Fields fields = query.fields();
        return list(request, lists.ownPage(filter, query.flag("include_all", false), page), page, fields);
    }

    private Answer list(Request request, ReelLists.Page found, PageRequest page, Fields fields) {
        return Answer.success()
                .data(json.list(found.reels(), request.caller(), fields))
                .pagination(page, found.total())
                .build();
    }

    private Answer availableProducts(Request request) {
        return Answer.success()
                .data(out -> {
                    out.writeStartArray();
                    products.available(request.merchant()).forEach(product -> product.write(out));
                    out.writeEndArray();
                })
                .build();
    }

    private Answer update(Request request) {
        int reelId = request.pathId("reel_id");
        edits.requireOwn(reelId, request.caller());
        Reel changed = edits.describe(reelId, request.json().text("description", Description.MAX_LENGTH));
        return Answer.success()
                .message("Reel updated successfully")
                .data(json.one(changed, request.caller(), Fields.all()))
                .build();
    }

    private Answer delete(Request request) {
        int reelId = request.pathId("reel_id");
        edits.requireOwn(reelId, request.caller());
        edits.delete(reelId);
        return Answer.success().message("Reel deleted successfully").build();
    }
}
