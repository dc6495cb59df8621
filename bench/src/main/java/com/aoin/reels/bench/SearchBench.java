package com.aoin.reels.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Search over a data set: time to build the text index, its size on disk, and how long a caller waits for an answer. */
final class SearchBench {
    private static final int WARM_UP = 1500;
    private static final int CALLS = 1500;

    private final Service service;
    private final Report report;
    private final SplittableRandom random = new SplittableRandom(8);

    private SearchBench(Service service, Report report) {
        this.service = service;
        this.report = report;
    }

    static void run(Path directory, Report report, DataSet set) throws Exception {
        try (BenchDatabase database = BenchDatabase.with(set, directory)) {
            long start = System.nanoTime();
            try (Service service = Service.start(directory, database.address())) {
                SearchBench bench = new SearchBench(service, report);
                service.awaitSearchable();
                double seconds = (System.nanoTime() - start) / 1e9;
                report.table("Text index of the data set " + set.text());
                report.row("built, s after the start of the service", List.of(seconds), 1, "");
                report.row("size, bytes a reel", List.of((double) bench.size() / set.reels()), 0, "");
                bench.answers(set);
            }
        }
        report.end();
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.walk(service.data().resolve("search"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(SearchBench::length)
                    .sum();
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kinds take turns, so that what the machine does meanwhile is shared by all. */
    private void answers(DataSet set) throws IOException, InterruptedException {
        List<Kind> kinds = List.of(
                new Kind(
                        "a page of the public list, beside it",
                        () -> "/api/reels/public?page=" + (1 + random.nextInt(50))),
                new Kind("one word", () -> "/api/reels/search?q=" + word()),
                new Kind("two words", () -> "/api/reels/search?q=" + word() + "+" + word()),
                new Kind("two words, one category", () -> "/api/reels/search?category_id=1&q=" + word() + "+" + word()),
                new Kind(
                        "a word and one that is in every third reel",
                        () -> "/api/reels/search?q=" + word() + "+" + Vocabulary.littleWord(random)),
                new Kind(
                        "a word and two letters",
                        () -> "/api/reels/search?q=" + word() + "+" + word().substring(0, 2)));
        for (int i = 0; i < WARM_UP + CALLS; i++) {
            for (Kind kind : kinds) {
                long start = System.nanoTime();
                service.get(kind.path.get());
                if (i >= WARM_UP) {
                    kind.micros.add((System.nanoTime() - start) / 1e3);
                }
            }
        }
        report.line("");
        report.line("| One caller, whole answers, data set " + set.text() + ", ms | p50 | p99 | target of p99 |");
        report.line("|---|---|---|---|");
        for (Kind kind : kinds) {
            report.line("| %s | %.2f | %.2f | %s |"
                    .formatted(
                            kind.name,
                            kind.millis(0.5),
                            kind.millis(0.99),
                            kind.name.equals("two words") ? "≤ 25" : ""));
        }
    }

    private String word() {
        return Vocabulary.word(random);
    }

    /** Requests of one kind, and what they took. */
    private record Kind(String name, Supplier<String> path, List<Double> micros) {
        Kind(String name, Supplier<String> path) {
            this(name, path, new ArrayList<>());
        }

        double millis(double quantile) {
            List<Double> sorted = micros.stream().sorted().toList();
            return sorted.get((int) (quantile * (sorted.size() - 1))) / 1e3;
        }
    }
}
