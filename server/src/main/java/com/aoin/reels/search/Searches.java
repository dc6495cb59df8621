package com.aoin.reels.search;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.index.ReelFilter;
import com.aoin.reels.reel.index.ReelIndex;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a search and reads the page that was asked for, as it is to be shown now. */
final class Searches {
    /** Results that can be paged through (section 8 of the contract). */
    static final int REACHABLE = 10_000;

    /** How many results more than needed are taken, for those that turn out to have just vanished. */
    private static final int SPARE = 100;

    private final SearchKeeper index;
    private final ReelIndex ranking;
    private final ReelDao reels;
    private final Clock clock;

    /** A page of results and the number of reels that were found in all. */
    record Page(List<Reel> reels, int total) {}

    Searches(SearchKeeper index, ReelIndex ranking, ReelDao reels, Clock clock) {
        this.index = index;
        this.ranking = ranking;
        this.reels = reels;
        this.clock = clock;
    }

    /**
     * The reels that hold every word of the text and pass the filter, best first; the filter's order plays no part.
     *
     * @throws ApiException 503 while the index is built for the first time
     */
    Page page(String text, ReelFilter filter, PageRequest page) {
        int end = (int) Math.min(REACHABLE, page.offset() + page.perPage());
        Found found = find(text, filter, Math.min(REACHABLE, end + SPARE));
        int start = (int) Math.min(page.offset(), found.reelIds().size());
        return new Page(shown(found.reelIds().subList(start, found.reelIds().size()), end - start), found.total());
    }

    private Found find(String text, ReelFilter filter, int limit) {
        // To the hour, so that someone who pages meets the same order.
        Instant now = clock.instant().truncatedTo(ChronoUnit.HOURS);
        return index.search(SearchQuery.of(text), new ReelShelf(ranking, filter, now), limit);
    }

    /** The first of these that are visible now, read in runs of a statement's size. */
    private List<Reel> shown(List<Integer> reelIds, int count) {
        List<Reel> shown = new ArrayList<>(count);
        int step = Math.max(1, count);
        for (int from = 0; from < reelIds.size() && shown.size() < count; from += step) {
            List<Integer> run = reelIds.subList(from, Math.min(from + step, reelIds.size()));
            Map<Integer, Reel> read =
                    reels.findAll(run.stream().mapToInt(Integer::intValue).toArray());
            run.stream()
                    .map(read::get)
                    .filter(reel -> reel != null && reel.isVisible())
                    .limit(count - shown.size())
                    .forEach(shown::add);
        }
        return shown;
    }
}
