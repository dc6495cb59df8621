package com.aoin.reels.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The command line: which benchmark, perhaps of which data set; the figures are logged and written to
 * {@code target/run}.
 */
public final class Bench {
    private Bench() {}

    private static DataSet set(String[] arguments) {
        return DataSet.of(List.of(arguments).get(1));
    }

    public static void main(String[] arguments) throws Exception {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Path directory = Path.of("target", "run").toAbsolutePath();
        String what = List.of(arguments).isEmpty() ? "" : arguments[0];
        Report report = new Report(directory.resolve(what + ".md"));
        switch (what) {
            case "upload" -> UploadBench.run(directory, report);
            case "storage" -> StorageBench.run(directory, report);
            case "feed" -> FeedBench.run(directory, report);
            case "views" -> ViewsBench.run(directory, report);
            case "analytics" -> AnalyticsBench.run(directory, report);
            case "feeds" -> FeedsBench.run(directory, report, set(arguments));
            case "shoppers" -> ShoppersBench.run(directory, report, set(arguments), Duration.ofMinutes(5));
            case "redis" -> ShoppersBench.runWithFaults(directory, report, set(arguments), Duration.ofSeconds(20));
            case "index" -> IndexBench.run(directory, report, set(arguments));
            case "search" -> SearchBench.run(directory, report, set(arguments));
            default ->
                throw new IllegalArgumentException("bench/run upload | feed | views | analytics | storage,"
                        + " or index | search | feeds | shoppers | redis with a data set");
        }
    }
}
