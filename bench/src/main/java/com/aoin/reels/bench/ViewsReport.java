package com.aoin.reels.bench;

import com.aoin.reels.bench.ViewsBench.Pattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tables and charts of {@link ViewsBench}. */
final class ViewsReport {
    private final Report report;
    private final Figures figures;

    ViewsReport(Report report, Figures figures) {
        this.report = report;
        this.figures = figures;
    }

    /** What was measured of one process, for one pattern. */
    void table(Pattern pattern) throws IOException {
        report.table(name(pattern));
        row(pattern, "**views : best baseline**", "views : baseline", 1, "≥ 5");
        row(pattern, "**views : ceiling of the rows**", "views : ceiling", 2, "≥ 0.6");
        row(pattern, "**– 64 views a transaction**", "views : ceiling of 64", 2, "≥ 0.6");
        row(pattern, "**p99 at 64 connections, ms**", "p99", 1, "≤ 25");
        row(pattern, "**p99 at a third of the peak, ms**", "calm p99", 1, "≤ 10");
        row(pattern, "views/s", "views/s", 0, "");
        row(pattern, "best baseline, views/s", "baseline/s", 0, "");
        for (int connections : OneByOneServer.CONNECTIONS) {
            row(pattern, "– tried first: %d connections".formatted(connections), "baseline " + connections, 0, "");
        }
        row(pattern, "ceiling of the rows, views/s", "ceiling/s", 0, "");
        row(pattern, "– 64 views a transaction", "ceiling of 64/s", 0, "");
        row(pattern, "p50 at 64 connections, ms", "p50", 1, "");
        row(pattern, "baseline: p50, ms", "baseline p50", 1, "");
        row(pattern, "– p99, ms", "baseline p99", 1, "");
        row(pattern, "a third of the peak, views/s", "third", 0, "");
        row(pattern, "– p50, ms", "calm p50", 1, "");
        row(pattern, "processor time per view, µs: service", "service µs", 0, "");
        row(pattern, "– database", "database µs", 0, "");
        row(pattern, "– load generator", "generator µs", 0, "");
        row(pattern, "taken away by the host, % of the processors", "taken", 1, "");
    }

    /** What was measured of two processes, and the charts. */
    void end(Path directory) throws IOException {
        for (Pattern pattern : Pattern.values()) {
            report.table("two processes, " + name(pattern));
            row(pattern, "**two processes : one**", "two : one", 2, "≥ 1");
            row(pattern, "one process again, views/s", "one/s", 0, "");
            row(pattern, "two processes, views/s", "two/s", 0, "");
            row(pattern, "p99, ms", "two p99", 1, "");
            row(pattern, "two processes : one, each user now on this and now on that", "mixed : one", 2, "");
            row(pattern, "all of it: taken away by the host, % of the processors", "taken", 1, "");
        }
        Files.writeString(
                directory.resolve("views-per-second.svg"), throughput().svg());
        Files.writeString(directory.resolve("views-latency.svg"), latency().svg());
    }

    private static String name(Pattern pattern) {
        return pattern == Pattern.UNIFORM ? "any reel alike" : "nine views in ten of one reel";
    }

    private void row(Pattern pattern, String name, String figure, int decimals, String target) throws IOException {
        report.row(name, figures.of(pattern.of(figure)), decimals, target);
    }

    private static List<String> groups() {
        return List.of(Pattern.values()).stream().map(ViewsReport::name).toList();
    }

    private BarChart throughput() {
        return new BarChart(
                "Durable views per second, 64 connections",
                groups(),
                List.of(
                        bars("one transaction each, best of 8–64 connections", "baseline/s"),
                        bars("one process", "views/s"),
                        bars("one process again, minutes later", "one/s"),
                        bars("two processes, in turns with that one", "two/s"),
                        bars("the rows alone, without HTTP", "ceiling/s")),
                "%,.0f");
    }

    private BarChart latency() {
        return new BarChart(
                "Milliseconds from a view to its answer",
                groups(),
                List.of(
                        bars("64 connections, median", "p50"),
                        bars("64 connections, 99 %", "p99"),
                        bars("a third of the peak, median", "calm p50"),
                        bars("a third of the peak, 99 %", "calm p99")),
                "%.1f");
    }

    private BarChart.Bars bars(String name, String figure) {
        return new BarChart.Bars(
                name,
                List.of(Pattern.values()).stream()
                        .map(pattern -> figures.median(pattern.of(figure)))
                        .toList());
    }
}
