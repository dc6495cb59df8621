package com.aoin.reels.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The figures of one run as Markdown, in a file and in the log. */
final class Report {
    private static final Logger LOG = LoggerFactory.getLogger(Report.class);

    private final Path file;

    Report(Path file) throws IOException {
        this.file = file;
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
        line("Run of %s, %d processors, %s, load %.1f"
                .formatted(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        load()));
    }

    void table(String title) throws IOException {
        line("");
        line("| " + title + " | median | range | runs | target |");
        line("|---|---|---|---|---|");
    }

    void row(String name, List<Double> values, int decimals, String target) throws IOException {
        line("| " + name + " |" + Spread.of(values).cells(decimals) + "| " + target + " |");
    }

    void line(String text) throws IOException {
        LOG.info("{}", text);
        Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Ends the report with how busy the machine was. */
    void end() throws IOException {
        line("");
        line("Load at the end: %.1f".formatted(load()));
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
