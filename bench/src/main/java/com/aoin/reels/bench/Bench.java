package com.aoin.reels.bench;

import java.nio.file.Path;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The command line: which benchmark, perhaps of which data set; the figures are logged and written to
 * {@code target/run}.
 */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Path directory = Path.of("target", "run").toAbsolutePath();
        String what = List.of(arguments).isEmpty() ? "" : arguments[0];
        Report report = new Report(directory.resolve(what + ".md"));
        switch (what) {
            case "upload" -> UploadBench.run(directory, report);
            case "feed" -> FeedBench.run(directory, report);
            case "views" -> ViewsBench.run(directory, report);
            case "analytics" -> AnalyticsBench.run(directory, report);
            case "index" ->
                IndexBench.run(directory, report, DataSet.of(List.of(arguments).get(1)));
            default ->
                throw new IllegalArgumentException("bench/run upload | feed | views | analytics | index 10k|100k|1m");
        }
    }
}
