package com.aoin.reels.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.http.DateRange;
import com.aoin.reels.testing.TestingDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the database finds the figures of a merchant with 10,000 of 100,000 reels. */
class AnalyticsPlanIT {
    private static final DatabaseAddress ADDRESS = TestingDatabase.fresh();
    private static final DateRange ANY = new DateRange(null, null, null, null);

    private static Database database;

    @BeforeAll
    static void fill() {
        database = Database.connect(ADDRESS, new Database.Tuning(2, true, null), Duration.ofSeconds(30));
        Migrations.apply(database, CatalogMode.OWN);
        database.execute(handle -> {
            handle.execute("SET SESSION foreign_key_checks = 0");
            handle.execute("CREATE TABLE digits (d INT)");
            handle.execute("INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
            handle.execute("""
                    INSERT INTO reels (merchant_id, product_id, video_url, description, views_count, created_at,
                      updated_at, deleted_at)
                    SELECT IF(a.d = 0, 1, 2 + b.d), 1, '', '', a.d,
                           '2026-01-01' + INTERVAL c.d * 1000 + d.d * 100 + e.d * 10 + b.d MINUTE, '2026-01-01',
                           IF(b.d = 9 AND c.d = 9 AND d.d = 9, '2026-02-01', NULL)
                    FROM digits a, digits b, digits c, digits d, digits e
                    """);
            handle.execute("INSERT INTO reel_daily (reel_id, day, views) SELECT reel_id, '2026-02-01', 1 FROM reels");
            handle.execute("INSERT INTO merchant_daily (merchant_id, day, slot, views)"
                    + " SELECT merchant_id, '2026-02-01', reel_id % 16, COUNT(*) FROM reels GROUP BY 1, 3");
            handle.execute("SET SESSION foreign_key_checks = 1");
        });
        database.read(handle -> handle.createQuery("ANALYZE TABLE reels, reel_daily, merchant_daily")
                .mapToMap()
                .list());
    }

    @AfterAll
    static void drop() {
        database.close();
        TestingDatabase.drop(ADDRESS);
    }

    /** By table, how it is read and by which index. */
    private static Map<String, String> plan(String sql, Object... arguments) {
        return database.readPlainly(connection -> plan(connection, sql, arguments));
    }

    private static Map<String, String> plan(Connection connection, String sql, Object... arguments)
            throws SQLException {
        Map<String, String> plan = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("EXPLAIN " + sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.put(rows.getString("table"), rows.getString("type") + " " + rows.getString("key"));
                }
            }
        }
        return plan;
    }

    @Test
    void theReelsOfAMerchantAreFoundByTheirIndex() {
        assertThat(plan(AnalyticsDao.FIGURES, 1, "0001-01-01", "9999-12-31"))
                .containsExactly(Map.entry("r", "range idx_reels_merchant_feed"));
        assertThat(new AnalyticsDao(database).figures(1, ANY)).hasSize(9_990);
    }

    @Test
    void theDaysOfAMerchantAreFoundByTheirKeys() {
        Map<String, String> plan =
                plan(AnalyticsDao.DAILY, 1, "2026-01-15", "2026-02-15", "2026-01-15", "2026-02-15", 1);
        assertThat(plan).containsEntry("m", "range PRIMARY").containsEntry("r", "ref idx_reels_merchant_feed");
        assertThat(plan.get("d")).endsWith(" PRIMARY").doesNotStartWith("ALL").doesNotStartWith("index ");
        LocalDate day = LocalDate.of(2026, 2, 1);
        assertThat(new AnalyticsDao(database).daily(1, new ChartDays(day, day)).get(day))
                .isEqualTo(new AnalyticsDao.Day(9_990, 0, 0));
    }
}
