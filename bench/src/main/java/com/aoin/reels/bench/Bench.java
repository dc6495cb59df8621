package com.aoin.reels.bench;

import java.nio.file.Path;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The command line: {@code upload}, {@code feed}, {@code views} or {@code analytics}; the figures are logged and written
 * to {@code target/run}.
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
            default -> throw new IllegalArgumentException("bench/run upload | feed | views | analytics");
        }
    }
}
