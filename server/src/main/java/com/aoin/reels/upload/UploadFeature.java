package com.aoin.reels.upload;

import com.aoin.reels.background.Periodic;
import com.aoin.reels.catalog.Products;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.Route;
import com.aoin.reels.media.VideoTools;
import com.aoin.reels.ratelimit.RateLimits;
import com.aoin.reels.reel.ReelChanges;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.ReelJson;
import com.aoin.reels.storage.Storages;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The upload of reels with all that works behind it: its working folder, leases, sweeps and the transcoder. */
public final class UploadFeature implements AutoCloseable {
    private final Workspace workspace;
    private final Leases leases;
    private final Transcoder transcoder;
    private final @Nullable VirusScan scanner;
    private final ResumableFeature resumable;
    private final List<Route> routes;

    /**
     * What the feature needs of the rest of the service.
     *
     * @param workDirectory   at best on the file system of the local media
     * @param keptFree        bytes of that file system that uploads leave free
     * @param clamd           null = uploads are not scanned
     * @param requireApproval whether a new reel waits for an admin
     */
    public record Needs(
            Database database,
            VideoTools tools,
            Storages storages,
            Periodic mediaSweep,
            Products products,
            ReelDao reels,
            ReelChanges changes,
            ReelJson json,
            RateLimits limits,
            MeterRegistry registry,
            Path workDirectory,
            long keptFree,
            @Nullable InetSocketAddress clamd,
            boolean requireApproval,
            ResumableSettings resumable) {}

    private UploadFeature(
            Workspace workspace,
            Leases leases,
            Transcoder transcoder,
            @Nullable VirusScan scanner,
            ResumableFeature resumable,
            List<Route> routes) {
        this.workspace = workspace;
        this.leases = leases;
        this.transcoder = transcoder;
        this.scanner = scanner;
        this.resumable = resumable;
        this.routes = routes;
    }

    /**
     * Starts what works behind the upload.
     *
     * @param steps told where each upload stands
     */
    public static UploadFeature create(Needs needs, Consumer<UploadStep> steps) {
        Workspace workspace = Workspace.open(needs.workDirectory());
        DiskRoom room = new DiskRoom(needs.workDirectory(), needs.keptFree());
        Leases leases = new Leases(needs.database(), needs.mediaSweep()::wake);
        Transcoder transcoder =
                new Transcoder(needs.database(), needs.tools(), needs.storages(), workspace, needs.registry());
        VirusScan scanner = needs.clamd() == null ? null : new VirusScan(new ClamAv(needs.clamd()));
        Uploads.Parts parts = new Uploads.Parts(
                needs.database(),
                needs.products(),
                new VideoPreparation(needs.tools(), scanner),
                needs.storages().current(),
                needs.reels(),
                needs.changes(),
                new NewReels(needs.storages().current(), needs.requireApproval()),
                needs.mediaSweep()::wake,
                transcoder::wake,
                steps);
        UploadMetrics metrics = new UploadMetrics(needs.registry());
        UploadRoutes whole = new UploadRoutes(parts, leases, needs.limits(), room, workspace, needs.json(), metrics);
        ResumableFeature resumable =
                ResumableFeature.create(needs, new Uploads(parts), leases, room, workspace, metrics);
        List<Route> routes = Stream.of(whole.routes(), resumable.routes())
                .flatMap(List::stream)
                .toList();
        return new UploadFeature(workspace, leases, transcoder, scanner, resumable, routes);
    }

    public List<Route> routes() {
        return routes;
    }

    /** Whether the virus scan answered when last looked at; true where none is configured. */
    public boolean isScannerUp() {
        return scanner == null || scanner.isUp();
    }

    @Override
    public void close() {
        resumable.close();
        transcoder.close();
        if (scanner != null) {
            scanner.close();
        }
        leases.close();
        workspace.close();
    }
}
