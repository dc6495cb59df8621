package com.aoin.reels.reel.index.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.reel.index.Progress;
import com.aoin.reels.reel.index.ReelIndex;
import com.aoin.reels.reel.index.table.LiveReels;
import com.aoin.reels.testing.TestingDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever the index takes in, those who follow it hear of it, however it came to be read. */
class IndexFollowerIT {
    private static final int REELS = 1_200;
    private static final DatabaseAddress ADDRESS = TestingDatabase.fresh();

    private static Database database;

    private final LiveReels reels = new LiveReels();
    private final Progress progress = new Progress();
    private final ReelIndex index = new ReelIndex(reels, progress);
    private final IndexFollower follower = new IndexFollower(database, reels, progress, "one");
    private final List<Integer> told = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void fill() {
        database = Database.connect(ADDRESS, new Database.Tuning(4, true, null), Duration.ofSeconds(30));
        Migrations.apply(database, CatalogMode.OWN);
        database.execute(handle -> {
            handle.execute("INSERT INTO users (user_id) VALUES (1)");
            handle.execute("INSERT INTO merchant_profiles (merchant_id, user_id, business_name) VALUES (1, 1, 'm')");
            handle.execute("INSERT INTO products (product_id, merchant_id, product_name, selling_price)"
                    + " VALUES (1, 1, 'p', 1)");
            handle.execute("INSERT INTO product_stock VALUES (1, 5)");
            handle.execute("CREATE TABLE digits (d INT)");
            handle.execute("INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
            handle.execute("""
                    INSERT INTO reels (reel_id, merchant_id, product_id, video_url, description, created_at, updated_at)
                    SELECT id, 1, 1, 'v', 'd', '2026-01-01', '2026-01-01'
                    FROM (SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * d.d AS id
                          FROM digits a, digits b, digits c, digits d) numbered
                    WHERE id <= %d
                    """.formatted(REELS));
        });
    }

    @AfterAll
    static void drop() {
        database.close();
        TestingDatabase.drop(ADDRESS);
    }

    @BeforeEach
    void follow() throws InterruptedException {
        sql("UPDATE reels SET is_active = TRUE, description = 'd', changed_at = '2002-02-02'");
        follower.step();
        follower.tell(reelIds -> IntStream.of(reelIds).forEach(told::add));
    }

    private static void sql(String statement) {
        database.execute(handle -> handle.execute(statement));
    }

    @Test
    void ofWhatWasWritten() throws InterruptedException {
        follower.step();
        assertThat(told).isEmpty();
        sql("UPDATE reels SET description = 'new' WHERE reel_id IN (3, 4)");
        follower.step();
        assertThat(told).containsExactlyInAnyOrder(3, 4);
        follower.step();
        assertThat(told).hasSize(2);
    }

    @Test
    void ofWhatWasDoubted() throws InterruptedException {
        // Nothing but the doubt leads to it.
        sql("UPDATE reels SET is_active = FALSE, changed_at = '2001-01-01' WHERE reel_id = 5");
        follower.step();
        assertThat(told).isEmpty();
        index.doubt(new int[] {5, 6});
        follower.step();
        assertThat(told).containsExactly(5);
        follower.step();
        assertThat(told).containsExactly(5);
    }

    @Test
    void ofWhatTheCheckHasPutRight() throws Exception {
        sql("UPDATE reels SET is_active = FALSE, changed_at = '2001-01-01' WHERE reel_id IN (7, 8)");
        assertThat(whileFollowing(() -> follower.check().run(Duration.ZERO).content()))
                .isEqualTo(2);
        assertThat(told).containsExactlyInAnyOrder(7, 8);
    }

    private <T> T whileFollowing(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        while (!task.isDone()) {
            follower.step();
        }
        return task.get();
    }

    @Test
    void ofWhatWasReadOnceMoreBeforeTheLookForChanges() throws InterruptedException {
        LiveReels own = new LiveReels();
        IndexReader reader = new IndexReader(database, own);
        reader.begin();
        new IndexBuild(reader.dao(), own).run();
        reader.built();
        reader.readChanges(reelIds -> {});
        sql("UPDATE reels SET description = 'new' WHERE reel_id = 9");
        List<int[]> read = new ArrayList<>();
        reader.read(new int[] {9, 10}, read::add);
        assertThat(read).containsExactly(new int[] {9});
        reader.readChanges(read::add);
        assertThat(read).hasSize(1);
    }

    @Test
    void ofWhatWasReadBeforeAFault() throws InterruptedException {
        follower.tell(reelIds -> {
            if (told.isEmpty()) {
                sql("RENAME TABLE product_stock TO stock_away");
            }
            IntStream.of(reelIds).forEach(told::add);
        });
        sql("UPDATE reels SET is_active = FALSE");
        assertThatThrownBy(follower::step).isInstanceOf(RuntimeException.class);
        int before = told.size();
        sql("RENAME TABLE stock_away TO product_stock");
        assertThat(before).isPositive().isLessThan(REELS);
        follower.step();
        assertThat(told).hasSize(REELS).doesNotHaveDuplicates();
    }

    @Test
    void onlyOnceItCanBeAsked() throws InterruptedException {
        Progress fresh = new Progress();
        IndexFollower another = new IndexFollower(database, new LiveReels(), fresh, "two");
        List<Boolean> ready = new ArrayList<>();
        another.tell(reelIds -> ready.add(fresh.isReady()));
        sql("UPDATE reels SET description = 'new' WHERE reel_id = 11");
        another.step();
        assertThat(ready).containsOnly(true).isNotEmpty();
    }
}
