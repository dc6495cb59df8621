package com.aoin.reels.reel.index.follow;

import com.aoin.reels.background.Periodic;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.Json;
import com.aoin.reels.http.Route;
import com.aoin.reels.reel.index.CounterChanges;
import com.aoin.reels.reel.index.Progress;
import com.aoin.reels.reel.index.ReelIndex;
import com.aoin.reels.reel.index.table.LiveReels;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The index with what keeps it as the database is: its follower, the check of the two, what is measured of them. */
public final class IndexFeature implements AutoCloseable {
    private static final Duration CHECKED_EVERY = Duration.ofMinutes(10);
    /** So that a check of a million reels takes minutes and nobody notices. */
    private static final Duration CHECK_PAUSE = Duration.ofMillis(200);

    private final LiveReels reels = new LiveReels();
    private final Progress progress = new Progress();
    private final ReelIndex index = new ReelIndex(reels, progress);
    private final IndexFollower follower;
    private @Nullable Periodic following;
    private @Nullable Periodic checking;

    /**
     * An index of this database's reels, to be started.
     *
     * @param node the name of this node among those on the database
     */
    public IndexFeature(Database database, String node, MeterRegistry registry) {
        follower = new IndexFollower(database, reels, progress, node);
        measure(registry);
    }

    /**
     * Begins to build the index, which answers once it is built.
     *
     * @param changes told of the reels whose content or visibility others have changed, once the index has it
     */
    public void start(Consumer<int[]> changes) {
        follower.tell(changes);
        following = Periodic.start("index", IndexFollower.STEP, follower::step);
        checking = Periodic.start("index check", CHECKED_EVERY, this::check);
    }

    private void measure(MeterRegistry registry) {
        gauge(registry, "reels.index.size", "Reels in the index", reels, LiveReels::size);
        gauge(registry, "reels.index.visible", "Visible reels in the index", reels, LiveReels::visible);
        gauge(
                registry,
                "reels.index.memory.bytes",
                "Memory of the index",
                reels,
                all -> all.bytes() + follower.watchBytes());
        gauge(
                registry,
                "reels.index.lag.seconds",
                "Age of the last look at the database",
                progress,
                Progress::lagSeconds);
        gauge(
                registry,
                "reels.index.rebuild.seconds",
                "Time that building the index took",
                follower,
                one -> one.buildTime().toNanos() / 1e9);
        gauge(
                registry,
                "reels.index.differing.content",
                "Reels that the last check found wrong",
                follower,
                one -> one.check().last().content());
        gauge(
                registry,
                "reels.index.differing.counters",
                "Reels whose counters the last check found wrong",
                follower,
                one -> one.check().last().counters());
    }

    private static <T> void gauge(
            MeterRegistry registry, String name, String description, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).description(description).register(registry);
    }

    private void check() throws InterruptedException {
        while (!progress.isReady()) {
            Thread.sleep(IndexFollower.STEP);
        }
        follower.check().run(CHECK_PAUSE);
    }

    public ReelIndex index() {
        return index;
    }

    public List<Route> routes() {
        return List.of(Route.post("/api/admin/index/check", Access.ADMIN, request -> checkNow()));
    }

    private Answer checkNow() throws InterruptedException {
        IndexCheck.Result result = follower.check().run(Duration.ZERO);
        return Answer.success()
                .data(out -> {
                    out.writeStartObject();
                    Json.integer(out, "checked", result.checked());
                    Json.integer(out, "content_differing", result.content());
                    Json.integer(out, "counters_differing", result.counters());
                    out.writeEndObject();
                })
                .build();
    }

    /** To be told of this node's changes of reels, after the commit and before the answer. */
    public void reelsCommitted(int[] reelIds) {
        follower.committed(reelIds);
    }

    /** To be told of this node's changes of the catalogue, after the commit and before the answer. */
    public void catalogCommitted(Collection<Integer> productIds, Collection<Integer> merchantIds) {
        follower.committed(productIds, merchantIds);
    }

    /** To be told of this node's changes of counters, after the commit. */
    public void counted(List<CounterChanges.Added> added) {
        follower.counted(added);
    }

    @Override
    public void close() {
        for (Periodic task : Arrays.asList(checking, following)) {
            if (task != null) {
                task.close();
            }
        }
    }
}
