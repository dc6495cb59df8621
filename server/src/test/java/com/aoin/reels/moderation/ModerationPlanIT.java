package com.aoin.reels.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.testing.TestingDatabase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the database finds what waits and what was decided, among 100,000 reels. */
class ModerationPlanIT {
    private static final DatabaseAddress ADDRESS = TestingDatabase.fresh();

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
                    INSERT INTO reels (merchant_id, product_id, video_url, description, approval_status, created_at,
                      updated_at)
                    SELECT 1, 1, '', '', IF(a.d = 0 AND b.d = 0, 'pending', 'approved'),
                           '2026-01-01' + INTERVAL a.d * 1000 + d.d * 100 + e.d * 10 + b.d MINUTE, '2026-01-01'
                    FROM digits a, digits b, digits c, digits d, digits e
                    """);
            handle.execute("""
                    INSERT INTO reel_moderations (reel_id, action, moderated_by, is_shop_user, previous_status,
                      was_active, moderated_at)
                    SELECT r.reel_id, 'approve', 1, TRUE, 'pending', TRUE, '2026-01-02' FROM reels r, digits
                    """);
            handle.execute("SET SESSION foreign_key_checks = 1");
        });
        database.read(handle -> handle.createQuery("ANALYZE TABLE reels, reel_moderations")
                .mapToMap()
                .list());
    }

    @AfterAll
    static void drop() {
        database.close();
        TestingDatabase.drop(ADDRESS);
    }

    private static Map<String, Object> plan(String sql, Map<String, ?> parameters) {
        return database.read(handle -> handle.createQuery("EXPLAIN " + sql)
                .bindMap(parameters)
                .mapToMap()
                .one());
    }

    @Test
    void theQueueIsReadInOrder() {
        Map<String, Object> page = plan(ModerationDao.PENDING_PAGE, Map.of("limit", 20, "offset", 0));
        assertThat(page).containsEntry("key", "idx_reels_approval");
        assertThat(page.get("extra").toString()).doesNotContain("filesort");
        assertThat(plan(ModerationDao.PENDING_COUNT, Map.of())).containsEntry("key", "idx_reels_approval");
    }

    @Test
    void theRecordOfAReelIsReadInOrder() {
        Map<String, Object> plan = plan(ModerationDao.ENTRIES, Map.of("reel", 500, "limit", 20, "offset", 0));
        assertThat(plan).containsEntry("key", "idx_reel_moderations_reel").containsEntry("type", "ref");
        assertThat(plan.get("extra").toString()).doesNotContain("filesort");
    }
}
