package com.aoin.reels.search;

import com.aoin.reels.background.Periodic;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.Route;
import com.aoin.reels.reel.ReelChanges;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.ReelJson;
import com.aoin.reels.reel.index.ReelIndex;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Search, wired. */
public final class SearchFeature implements AutoCloseable {
    private static final Duration TENDED_EVERY = Duration.ofSeconds(5);

    private final SearchKeeper keeper;
    private final Periodic tending;
    private final SearchRoutes routes;

    private SearchFeature(SearchKeeper keeper, Periodic tending, SearchRoutes routes) {
        this.keeper = keeper;
        this.tending = tending;
        this.routes = routes;
    }

    /**
     * Opens the text index and begins to compare it with the database.
     *
     * @param folder where the text index lives; made when missing
     */
    public static SearchFeature create(
            Database database,
            ReelIndex ranking,
            ReelChanges changes,
            ReelDao reels,
            ReelJson json,
            MeterRegistry metrics,
            Path folder,
            Clock clock) {
        long start = System.nanoTime();
        SearchKeeper keeper = new SearchKeeper(folder, new SearchTextDao(database), () -> ranking.hasFollowed(start));
        changes.follow(keeper);
        Gauge.builder("reels.search.reels", keeper, SearchKeeper::size)
                .description("Reels in the text index, visible or not")
                .register(metrics);
        Periodic tending = Periodic.start("search index", TENDED_EVERY, keeper::tend);
        return new SearchFeature(keeper, tending, new SearchRoutes(new Searches(keeper, ranking, reels, clock), json));
    }

    public List<Route> routes() {
        return routes.routes();
    }

    @Override
    public void close() {
        keeper.close();
        tending.close();
    }
}
