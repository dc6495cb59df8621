package com.aoin.reels.bench;

import com.aoin.reels.analytics.FiguresStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The analytics of a merchant with 10,000 of 100,000 reels, one request at a time, each followed by the one statement
 * that reads all reels of the merchant, alone on a connection of its own.
 */
final class AnalyticsBench {
    private static final int MERCHANT = 1;
    private static final String PATH = "/api/reels/merchant/my/analytics";
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 100;

    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("first page, newest first, 30 days", "");
        PAGES.put("by engagement, 30 days", "?sort_by=engagement");
        PAGES.put("page 100 by views, 366 days", "?sort_by=views&page=100&per_page=100&start_date=2020-01-01");
    }

    private AnalyticsBench() {}

    static void run(Path directory, Report report) throws Exception {
        try (BenchDatabase database = BenchDatabase.start(directory);
                Service service = Service.start(directory, database.address());
                Connection connection = database.connect()) {
            fill(connection);
            try (FiguresStatement statement = new FiguresStatement(connection)) {
                for (int i = 0; i < WARM_UP; i++) {
                    statement.read(MERCHANT);
                    for (String query : PAGES.values()) {
                        service.get(PATH + query, MERCHANT);
                    }
                }
                for (Map.Entry<String, String> page : PAGES.entrySet()) {
                    measure(page.getKey(), () -> service.get(PATH + page.getValue(), MERCHANT), statement, report);
                }
            }
        }
        report.end();
    }

    /** What is measured. */
    private interface Subject {
        void run() throws Exception;
    }

    private static void measure(String name, Subject page, FiguresStatement statement, Report report) throws Exception {
        List<Double> pages = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            pages.add(millis(page));
            alone.add(millis(() -> statement.read(MERCHANT)));
            ratios.add(pages.getLast() / alone.getLast());
        }
        report.table(name);
        report.row("**page, ms**", pages, 1, "≤ 30");
        report.row("the statement over all 10,000 reels alone, ms", alone, 1, "");
        report.row("page : statement", ratios, 2, "");
        report.line("99th of 100 pages: %.1f ms"
                .formatted(pages.stream().sorted().toList().get(98)));
    }

    private static double millis(Subject subject) throws Exception {
        long start = System.nanoTime();
        subject.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** Every tenth reel is the merchant's, one of a hundred of those deleted; each was seen on each of 30 days. */
    private static void fill(Connection connection) throws SQLException, IOException {
        BenchShop.fill(connection, 0);
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO reels (merchant_id, product_id, video_url, video_public_id, thumbnail_url,
                      thumbnail_public_id, description, duration_seconds, file_size_bytes, video_format, resolution,
                      views_count, likes_count, shares_count, unique_viewers, longest_seconds_sum, completions,
                      created_at, updated_at, deleted_at)
                    SELECT IF(seq % 10 = 0, 1, 2 + seq % 99), 1, REPEAT('u', 110), REPEAT('k', 80), REPEAT('u', 110),
                      REPEAT('k', 80), REPEAT('word ', 20), 30, 9840497, 'mp4', '1080x1920',
                      seq * 7919 % 5000, seq * 7919 % 700, seq * 7919 % 90, seq % 1000, seq % 1000 * 12, seq % 500,
                      UTC_TIMESTAMP(6) - INTERVAL seq MINUTE, UTC_TIMESTAMP(6), IF(seq % 1000 = 0, UTC_TIMESTAMP(6), NULL)
                    FROM seq_1_to_101000
                    """);
            statement.execute("""
                    INSERT INTO reel_daily (reel_id, day, views, likes, shares)
                    SELECT r.reel_id, UTC_DATE() - INTERVAL d.seq DAY, r.views_count % 17, r.likes_count % 5, 1
                    FROM reels r, seq_0_to_29 d WHERE r.merchant_id = 1
                    """);
            statement.execute("""
                    INSERT INTO merchant_daily (merchant_id, day, slot, views, likes, shares)
                    SELECT 1, UTC_DATE() - INTERVAL d.seq DAY, s.seq, 5000, 900, 600
                    FROM seq_0_to_400 d, seq_0_to_15 s
                    """);
            statement.execute("ANALYZE TABLE reels, reel_daily, merchant_daily");
        }
    }
}
