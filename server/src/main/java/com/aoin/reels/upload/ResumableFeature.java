package com.aoin.reels.upload;

import com.aoin.reels.http.Route;
import com.aoin.reels.upload.resumable.PartialFiles;
import com.aoin.reels.upload.resumable.Receptions;
import java.util.List;

/** Resumable uploads, with what makes reels of them. */
final class ResumableFeature implements AutoCloseable {
    private final Finisher finisher;
    private final List<Route> routes;

    private ResumableFeature(Finisher finisher, List<Route> routes) {
        this.finisher = finisher;
        this.routes = routes;
    }

    /** Goes on with what an earlier process has left. */
    static ResumableFeature create(
            UploadFeature.Needs needs,
            Uploads uploads,
            Leases leases,
            DiskRoom room,
            Workspace workspace,
            UploadMetrics metrics) {
        ResumableSettings settings = needs.resumable();
        PartialFiles files = PartialFiles.open(settings.folder(), settings.node());
        Receptions receptions = new Receptions(files);
        ResumableMetrics events = new ResumableMetrics(needs.registry(), receptions);
        Attempts attempts = new Attempts(needs.database(), uploads, leases, workspace, files);
        Finisher finisher =
                new Finisher(new Finisher.Parts(needs.database(), attempts, files, receptions, metrics, events));
        ResumableUploads resumables = new ResumableUploads(needs.database(), files, receptions);
        ResumableRoutes routes = new ResumableRoutes(
                new Beginnings(needs.database(), needs.products(), files, resumables, room, settings.maxBytes()),
                resumables,
                finisher,
                needs.limits(),
                new ResumableJson(needs.reels(), needs.json()),
                events,
                settings.prefix());
        return new ResumableFeature(finisher, routes.routes());
    }

    List<Route> routes() {
        return routes;
    }

    @Override
    public void close() {
        finisher.close();
    }
}
