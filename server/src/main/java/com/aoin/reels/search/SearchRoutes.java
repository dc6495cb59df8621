package com.aoin.reels.search;

import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.DateRange;
import com.aoin.reels.http.Fields;
import com.aoin.reels.http.Json;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.http.Pagination;
import com.aoin.reels.http.Query;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.reel.ReelJson;
import com.aoin.reels.reel.index.ReelFilter;
import com.aoin.reels.reel.index.ReelFilter.Sort;
import java.util.List;

/** Search over descriptions, product names and merchant names (section 8 of the contract). */
final class SearchRoutes {
    private static final int MAX_LENGTH = 200;

    private final Searches searches;
    private final ReelJson json;

    SearchRoutes(Searches searches, ReelJson json) {
        this.searches = searches;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/reels/search", Access.ANYONE, this::search));
    }

    private Answer search(Request request) {
        Query query = request.query();
        String text = text(query);
        DateRange dates = query.dates();
        ReelFilter filter = new ReelFilter(
                query.id("category_id"), query.id("merchant_id"), dates.from(), dates.until(), Sort.NEWEST);
        PageRequest page = query.page();
        Fields fields = query.fields();
        Searches.Page found = searches.page(text, filter, page);
        return Answer.success()
                .data(json.list(found.reels(), request.caller(), fields))
                .pagination(Pagination.within(page, found.total(), Searches.REACHABLE))
                .with("search_info", searchInfo(text, filter, dates))
                .build();
    }

    private static String text(Query query) {
        String text = query.text("q");
        if (text == null) {
            throw ApiException.invalid("q", "q is required: what to search for");
        }
        if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
            throw ApiException.invalid("q", "q must not be longer than " + MAX_LENGTH + " characters");
        }
        return text;
    }

    private static Json.Writer searchInfo(String text, ReelFilter filter, DateRange dates) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("query", text);
            out.writeObjectPropertyStart("filters");
            Json.integer(out, "category_id", filter.categoryId());
            Json.integer(out, "merchant_id", filter.merchantId());
            Json.text(out, "start_date", dates.startText());
            Json.text(out, "end_date", dates.endText());
            out.writeEndObject();
            out.writeEndObject();
        };
    }
}
