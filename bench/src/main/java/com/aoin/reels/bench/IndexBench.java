package com.aoin.reels.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ranking index of a data set: how long it takes to build, what it weighs, and how fast lists are proposed by it. */
final class IndexBench {
    private static final int BUILDS = 3;
    private static final int WARM_UP = 300;
    private static final int CALLS = 300;
    private static final List<String> LISTS = List.of(
            "/api/reels/public",
            "/api/reels/public?page=200",
            "/api/reels/public?category_id=1",
            "/api/reels/public?merchant_id=1&category_id=1",
            "/api/reels/public?sort_by=likes",
            "/api/reels/public?sort_by=views&category_id=1");

    private IndexBench() {}

    static void run(Path directory, Report report, DataSet set) throws Exception {
        try (BenchDatabase database = BenchDatabase.with(set, directory)) {
            List<Double> seconds = new ArrayList<>();
            List<Double> bytes = new ArrayList<>();
            for (int i = 0; i < BUILDS; i++) {
                try (Service service = Service.start(directory, database.address())) {
                    seconds.add(service.metric("reels_index_rebuild_seconds"));
                    bytes.add(service.metric("reels_index_memory_bytes") / service.metric("reels_index_size"));
                    if (i == BUILDS - 1) {
                        lists(service, report, set);
                    }
                }
            }
            report.table("Index of the data set " + set.text());
            report.row("rebuild, s", seconds, 2, "≤ 20");
            report.row("bytes a reel", bytes, 1, "≤ 120");
        }
        report.end();
    }

    private static void lists(Service service, Report report, DataSet set) throws IOException, InterruptedException {
        report.table("One caller, whole answers, data set " + set.text() + ", µs");
        for (String path : LISTS) {
            for (int i = 0; i < WARM_UP; i++) {
                service.get(path);
            }
            List<Double> micros = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                long start = System.nanoTime();
                service.get(path);
                micros.add((System.nanoTime() - start) / 1e3);
            }
            report.row("`" + path + "`", micros, 0, "");
        }
    }
}
