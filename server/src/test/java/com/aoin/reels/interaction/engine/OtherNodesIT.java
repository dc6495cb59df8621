package com.aoin.reels.interaction.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.testing.TestingDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which nodes know that another commits to the same database, and when they forget it. */
class OtherNodesIT {
    private final DatabaseAddress address = TestingDatabase.fresh();
    private Database database;
    private OtherNodes ofFirst;
    private OtherNodes ofSecond;

    @BeforeEach
    void open() {
        database = Database.connect(address, new Database.Tuning(2, true, null), Duration.ofSeconds(30));
        Migrations.apply(database, CatalogMode.OWN);
        ofFirst = new OtherNodes(database, "first");
        ofSecond = new OtherNodes(database, "second");
    }

    @AfterEach
    void close() {
        database.close();
        TestingDatabase.drop(address);
    }

    private static void work(OtherNodes node) {
        work(node, 100);
    }

    private static void work(OtherNodes node, int commands) {
        node.committed(commands);
        node.look();
    }

    private List<String> nodes() {
        return database.read(handle -> handle.createQuery("SELECT node FROM engine_nodes ORDER BY node")
                .mapTo(String.class)
                .list());
    }

    private void age(String node, int seconds) {
        database.execute(handle -> handle.execute(
                "UPDATE engine_nodes SET at_work = at_work - INTERVAL ? SECOND WHERE node = ?", seconds, node));
    }

    @Test
    void aNodeAloneKnowsOfNone() {
        work(ofFirst);
        work(ofFirst);
        assertThat(ofFirst.areAtWork()).isFalse();
    }

    @Test
    void whoDoesNothingIsNotAtWork() {
        ofSecond.look();
        work(ofFirst);
        assertThat(ofFirst.areAtWork()).isFalse();
        assertThat(nodes()).containsExactly("first");
    }

    @Test
    void nodesAtWorkKnowOfEachOther() {
        work(ofFirst);
        work(ofSecond);
        work(ofFirst);
        assertThat(ofFirst.areAtWork()).isTrue();
        assertThat(ofSecond.areAtWork()).isTrue();
    }

    @Test
    void aNodeIsForgottenSoonAfterItsLastBatch() {
        work(ofSecond);
        work(ofFirst);
        age("second", 4);
        work(ofFirst);
        assertThat(ofFirst.areAtWork()).isFalse();
        work(ofSecond);
        work(ofFirst);
        assertThat(ofFirst.areAtWork()).isTrue();
    }

    @Test
    void whoDoesLittleDoesNotHinderWhoDoesMuch() {
        work(ofSecond, 24);
        work(ofFirst, 100);
        assertThat(ofFirst.areAtWork()).isFalse();
        work(ofSecond, 1);
        assertThat(ofSecond.areAtWork()).isTrue();
        work(ofSecond, 25);
        work(ofFirst, 100);
        assertThat(ofFirst.areAtWork()).isTrue();
    }

    @Test
    void aNodeThatPausesTakesNobodyToBeAtWork() {
        work(ofSecond);
        work(ofFirst);
        ofFirst.look();
        assertThat(ofFirst.areAtWork()).isFalse();
    }

    @Test
    void whoCannotLookTakesNobodyToBeAtWork() {
        work(ofSecond);
        work(ofFirst);
        database.execute(handle -> handle.execute("DROP TABLE engine_nodes"));
        assertThatThrownBy(() -> work(ofFirst)).isInstanceOf(RuntimeException.class);
        assertThat(ofFirst.areAtWork()).isFalse();
    }

    /** Each start of a node has a name of its own. */
    @Test
    void rowsOfNodesThatAreLongGoneAreRemoved() {
        work(ofSecond);
        age("second", 3700);
        work(ofFirst);
        assertThat(nodes()).containsExactly("first");
    }
}
