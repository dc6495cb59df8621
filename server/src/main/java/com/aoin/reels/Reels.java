package com.aoin.reels;

import com.aoin.reels.analytics.AnalyticsRoutes;
import com.aoin.reels.auth.Authenticator;
import com.aoin.reels.auth.TokenMint;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.auth.TokenVerifier;
import com.aoin.reels.auth.Users;
import com.aoin.reels.background.Periodic;
import com.aoin.reels.cache.Redis;
import com.aoin.reels.catalog.Catalog;
import com.aoin.reels.catalog.CatalogRoutes;
import com.aoin.reels.catalog.ExternalCatalog;
import com.aoin.reels.catalog.Merchants;
import com.aoin.reels.catalog.Products;
import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Durability;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.demo.DemoFeature;
import com.aoin.reels.feed.FeedFeature;
import com.aoin.reels.follow.FollowRoutes;
import com.aoin.reels.http.DocsRoutes;
import com.aoin.reels.http.HealthRoutes;
import com.aoin.reels.http.HttpServer;
import com.aoin.reels.http.Json;
import com.aoin.reels.http.Route;
import com.aoin.reels.http.WebRoutes;
import com.aoin.reels.interaction.HistoryRoutes;
import com.aoin.reels.interaction.InteractionRoutes;
import com.aoin.reels.interaction.Interactions;
import com.aoin.reels.interaction.ViewerStateDao;
import com.aoin.reels.interaction.Views;
import com.aoin.reels.interaction.engine.Engine;
import com.aoin.reels.interaction.engine.OtherNodes;
import com.aoin.reels.media.FfmpegBinaries;
import com.aoin.reels.media.MediaLimits;
import com.aoin.reels.media.VideoTools;
import com.aoin.reels.moderation.ModerationRoutes;
import com.aoin.reels.ratelimit.RateLimits;
import com.aoin.reels.reel.BatchDeleteRoutes;
import com.aoin.reels.reel.MediaRoutes;
import com.aoin.reels.reel.ReelChanges;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.ReelEdits;
import com.aoin.reels.reel.ReelJson;
import com.aoin.reels.reel.ReelLists;
import com.aoin.reels.reel.ReelRoutes;
import com.aoin.reels.reel.index.follow.IndexFeature;
import com.aoin.reels.search.SearchFeature;
import com.aoin.reels.storage.LocalStorage;
import com.aoin.reels.storage.MediaSweeper;
import com.aoin.reels.storage.Storages;
import com.aoin.reels.upload.ResumableSettings;
import com.aoin.reels.upload.UploadFeature;
import com.aoin.reels.upload.UploadStep;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The running service: every part, wired here and nowhere else, and closed in reverse order. */
public final class Reels implements AutoCloseable {
    private static final Duration MEDIA_SWEEP = Duration.ofSeconds(30);

    private final Parts parts;
    private final HealthRoutes health;
    private final HttpServer server;
    private final @Nullable DemoFeature demo;

    private Reels(Parts parts, HealthRoutes health, HttpServer server, @Nullable DemoFeature demo) {
        this.parts = parts;
        this.health = health;
        this.server = server;
        this.demo = demo;
    }

    /** Starts everything; what had started is closed again when a part fails. */
    public static Reels start(ReelsConfig config) {
        return start(config, step -> {});
    }

    static Reels start(ReelsConfig config, Consumer<UploadStep> uploadSteps) {
        DataDirectory.prepare(config);
        Parts parts = new Parts();
        try {
            return start(config, uploadSteps, parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static Reels start(ReelsConfig config, Consumer<UploadStep> uploadSteps, Parts parts) {
        Metrics metrics = parts.add(Metrics.create());
        DatabaseAddress address = Databases.address(config, parts);
        Database database = parts.add(Databases.forRequests(address));
        Durability.check(database);
        if (config.catalog() == CatalogMode.EXTERNAL) {
            ExternalCatalog.check(database);
        }
        Migrations.apply(database, config.catalog());
        metrics.observe(database);
        metrics.observeDisk(config.dataDirectory());

        Redis redis = config.redis() == null ? null : parts.add(Redis.connect(config.redis(), metrics.registry()));

        LocalStorage local = new LocalStorage(config.dataDirectory().resolve("media"), config.publicUrl());
        Storages storages = parts.add(Storages.open(config, local, metrics.registry()));
        VideoTools tools = new VideoTools(ffmpeg(config.dataDirectory()), MediaLimits.defaults());
        MediaSweeper sweeper = new MediaSweeper(database, storages, metrics.registry());
        Periodic mediaSweep = parts.add(Periodic.start("media sweep", MEDIA_SWEEP, sweeper::sweep));

        Products products = new Products(database);
        ReelDao reels = new ReelDao(database);
        String node = node();
        IndexFeature index = parts.add(new IndexFeature(database, node, metrics.registry()));
        ReelChanges changes = new ReelChanges(index::reelsCommitted);
        index.start(changes::indexed);
        ReelLists lists = new ReelLists(index.index(), reels);
        ReelJson json = new ReelJson(storages, new ViewerStateDao(database));
        Database engineConnections = parts.add(Databases.forEngine(address));
        OtherNodes others = new OtherNodes(database, node);
        if (Engine.takesTurns()) {
            parts.add(Periodic.start("other nodes", OtherNodes.STEP, others::look));
        }
        Engine engine = parts.add(
                new Engine(engineConnections, config.maxRecentViews(), metrics.registry(), index::counted, others));
        Users users = new Users(database, config.autoProvisionUsers());
        Interactions interactions = new Interactions(engine, users);
        ReelEdits edits = new ReelEdits(database, reels, changes, config.requireApproval(), mediaSweep::wake);
        RateLimits limits = new RateLimits(redis, Ticker.systemTicker(), metrics.registry());
        UploadFeature upload = parts.add(UploadFeature.create(
                new UploadFeature.Needs(
                        database,
                        tools,
                        storages,
                        mediaSweep,
                        products,
                        reels,
                        changes,
                        json,
                        limits,
                        metrics.registry(),
                        config.dataDirectory().resolve("work"),
                        config.keptFreeMb() * 1024L * 1024L,
                        config.clamd(),
                        config.requireApproval(),
                        new ResumableSettings(
                                config.dataDirectory().resolve("uploads"),
                                config.node(),
                                config.unfinishedUploadsMb() * 1024L * 1024L,
                                config.publicUrl().getRawPath())),
                uploadSteps));

        FeedFeature feeds = parts.add(FeedFeature.create(new FeedFeature.Needs(
                database, reels, json, index.index(), changes, redis, Clock.systemUTC(), metrics.registry())));
        SearchFeature search = parts.add(SearchFeature.create(
                database,
                index.index(),
                changes,
                reels,
                json,
                metrics.registry(),
                config.dataDirectory().resolve("search"),
                Clock.systemUTC()));

        TokenSettings tokens = Tokens.settings(config);
        Tokens.warn(config);
        TokenVerifier verifier = parts.add(TokenVerifier.create(tokens, Clock.systemUTC()));

        Map<String, BooleanSupplier> checks = new LinkedHashMap<>();
        checks.put("database", database::isReachable);
        checks.put("index", index.index()::isReady);
        Map<String, BooleanSupplier> dispensable = new LinkedHashMap<>();
        dispensable.put("storage", storages.current()::isReachable);
        if (config.clamd() != null) {
            dispensable.put("virus_scan", upload::isScannerUp);
        }
        if (redis != null) {
            dispensable.put("redis", redis::isUp);
        }
        if (tokens.jwksUri() != null) {
            dispensable.put("identity_provider", verifier::hasProviderKeys);
        }
        HealthRoutes health = new HealthRoutes(checks, dispensable, metrics.registry());

        List<Route> routes = new ArrayList<>();
        // A request is compared with one route after the other, and eight in ten are views.
        routes.addAll(new InteractionRoutes(interactions).routes());
        routes.addAll(upload.routes());
        routes.addAll(new HistoryRoutes(database, reels, json).routes());
        routes.addAll(new FollowRoutes(interactions, database).routes());
        routes.addAll(new ReelRoutes(reels, lists, edits, json, new Views(engine), products, new Merchants(database))
                .routes());
        routes.addAll(new BatchDeleteRoutes(edits, limits).routes());
        routes.addAll(new AnalyticsRoutes(database, reels, Clock.systemUTC()).routes());
        routes.addAll(new ModerationRoutes(database, reels, changes, json).routes());
        routes.addAll(search.routes());
        routes.addAll(index.routes());
        routes.addAll(feeds.routes());
        routes.addAll(new MediaRoutes(database, local).routes());
        if (config.catalog() == CatalogMode.OWN) {
            routes.addAll(new CatalogRoutes(new Catalog(database, index::catalogCommitted)).routes());
        }
        DemoFeature demo = null;
        if (config.demo()) {
            demo = new DemoFeature(database, changes, new TokenMint(tokens, Clock.systemUTC()), Clock.systemUTC());
            routes.addAll(demo.routes());
        }
        routes.addAll(WebRoutes.create(storages.addresses(), webSettings(demo)).routes());
        routes.addAll(new DocsRoutes().routes());
        routes.addAll(health.routes());

        Authenticator authenticator = new Authenticator(verifier, users);
        HttpServer server = parts.add(HttpServer.start(
                config.httpHost(), config.httpPort(), routes, authenticator, config.corsOrigins(), metrics.registry()));
        return new Reels(parts, health, server, demo);
    }

    /** In demo mode, whom the page may sign in as. */
    private static Json.Writer webSettings(@Nullable DemoFeature demo) {
        return json -> {
            json.writeStartObject();
            if (demo != null) {
                json.writeName("personas");
                demo.shop().writePersonas(json);
            }
            json.writeEndObject();
        };
    }

    /** A name that no other node has. */
    private static String node() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static FfmpegBinaries ffmpeg(Path dataDirectory) {
        try {
            return FfmpegBinaries.locate(dataDirectory.resolve("ffmpeg"));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "There is no ffmpeg that can be used: " + e.getMessage() + ". Install one (Debian: ffmpeg), or what"
                            + " the bundled one needs (Debian: libxcb1 libxcb-shm0 libasound2)",
                    e);
        }
    }

    /** The sample shop, in demo mode only. */
    public DemoFeature demo() {
        return Objects.requireNonNull(demo, "not in demo mode");
    }

    public int port() {
        return server.port();
    }

    /** Answers what was admitted, then stops every part. */
    @Override
    public void close() {
        health.stopping();
        parts.close();
    }
}
