package com.aoin.reels.interaction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.db.Outage;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.interaction.engine.Command.Actor;
import com.aoin.reels.interaction.engine.Command.Like;
import com.aoin.reels.interaction.engine.Command.View;
import com.aoin.reels.interaction.engine.Outcome.Done;
import com.aoin.reels.interaction.engine.Outcome.Failed;
import com.aoin.reels.reel.index.CounterChanges;
import com.aoin.reels.testing.CounterCheck;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine does when things go wrong: locks held by others, a command that fails, too many commands, the end. */
class EngineIT {
    private static final int USERS = 300;
    /** How the statements begin that wait for locks: of users before anything is read, of reels right before the commit. */
    private static final String LOCKING = "SELECT t.user_id, t.likes, t.views, t.follows";

    private static final String ADDING = "UPDATE reels SET likes_count";

    private final DatabaseAddress address = TestingDatabase.fresh();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Database database;
    private Database batches;
    private OtherNodes others;

    @BeforeEach
    void open() {
        database = Database.connect(address, new Database.Tuning(2, true, null), Duration.ofSeconds(30));
        Migrations.apply(database, CatalogMode.OWN);
        others = new OtherNodes(database, "this");
        // As the engine's own, but less patient with locks.
        batches = batches(1);
        database.execute(handle -> {
            for (int user = 1; user <= USERS; user++) {
                handle.execute("INSERT INTO users (user_id) VALUES (?)", user);
            }
            handle.execute("INSERT INTO merchant_profiles VALUES (1, 1, 'M', TRUE)");
            handle.execute("INSERT INTO products (product_id, merchant_id, product_name, selling_price)"
                    + " VALUES (1, 1, 'P', 1)");
            handle.execute("INSERT INTO product_stock VALUES (1, 1)");
            for (int reel = 1; reel <= 3; reel++) {
                handle.execute(
                        "INSERT INTO reels (reel_id, merchant_id, product_id, video_url, description,"
                                + " duration_seconds, created_at, updated_at)"
                                + " VALUES (?, 1, 1, '', '', 30, '2026-01-01', '2026-01-01')",
                        reel);
            }
            handle.execute("CREATE TABLE weight (id INT PRIMARY KEY)");
            handle.execute("INSERT INTO user_totals (user_id) VALUES (1), (2)");
        });
    }

    private Database batches(int lockWaitSeconds) {
        return Database.connect(
                address,
                new Database.Tuning(
                        2,
                        false,
                        "SET SESSION foreign_key_checks = 0, SESSION innodb_lock_wait_timeout = " + lockWaitSeconds),
                Duration.ofSeconds(30));
    }

    @AfterEach
    void everyCounterIsExact() {
        CounterCheck.assertExact(address, 50);
        threads.close();
        batches.close();
        database.close();
        TestingDatabase.drop(address);
    }

    private Engine engine(int queue) {
        return engine(batches, queue, 2, Duration.ofMillis(100));
    }

    /** Whose batches take turns for as long as a test may take, and wait for locks as long. */
    private Engine patientEngine(Database patient) {
        return engine(patient, 100, 2, Duration.ofMinutes(10));
    }

    /** Where whatever comes waits while one batch is under way. */
    private Engine engineOfOneBatch(Database patient) {
        return engine(patient, 100, 1, Duration.ofMinutes(10));
    }

    private Engine engine(Database database, int queue, int committers, Duration heldUp) {
        return new Engine(
                database,
                50,
                registry,
                CounterChanges.UNHEARD,
                others,
                new Engine.Shape(queue, 10, committers, heldUp, 256, 1_000_000));
    }

    private Committer committer() {
        UserMemory memory = new UserMemory(1_000_000);
        return new Committer(
                batches,
                50,
                memory,
                new EngineMetrics(registry, new java.util.concurrent.LinkedBlockingQueue<>(), memory),
                CounterChanges.UNHEARD);
    }

    private List<Outcome> commit(List<Command> commands) {
        return committer().commit(commands);
    }

    private static Like like(int user, int reel) {
        return new Like(new Actor(user, false), reel);
    }

    private double count(String name) {
        return registry.get("reels.interactions." + name).counter().count();
    }

    private double waiting() {
        return registry.get("reels.interactions.waiting").gauge().value();
    }

    /** Another client of the database with a transaction under way. */
    private static final class Stranger implements AutoCloseable {
        private final Connection connection;

        Stranger(DatabaseAddress address) throws SQLException {
            connection = TestingDatabase.connect(address);
            connection.setAutoCommit(false);
        }

        void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        void lockUser(int user) throws SQLException {
            execute("SELECT * FROM user_totals WHERE user_id = " + user + " FOR UPDATE");
        }

        void commit() throws SQLException {
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** The totals stay when the shop removes a user. */
    @Test
    void whoTheShopNoLongerKnowsIsRefusedAlone() {
        database.execute(handle -> handle.execute("INSERT INTO user_totals (user_id) VALUES (900)"));
        View gone = new View(new Actor(900, false), 1, 5, null);
        View known = new View(new Actor(1, false), 1, 5, null);
        assertThat(commit(List.of(gone, known)))
                .containsExactly(new Outcome.Refused(Outcome.Refusal.USER_NOT_FOUND), new Done(1));
        assertThat(registry.get("reels.interactions.batch").summary().count())
                .as("not split")
                .isEqualTo(1);
    }

    @Test
    void aFullQueueTurnsCommandsAwayAndLosesNone() throws Exception {
        try (Engine engine = engine(4);
                Stranger stranger = new Stranger(address)) {
            stranger.lockUser(1);
            stranger.lockUser(2);
            List<Future<Outcome>> taken = new ArrayList<>();
            // One for each committer; then the queue fills up.
            for (int user = 1; user <= 2; user++) {
                Like first = like(user, 1);
                taken.add(threads.submit(() -> engine.apply(first)));
                int busy = user;
                Waiting.until(() -> waiting() == 0
                        && registry.get("reels.interactions.queue").timer().count() == busy);
            }
            for (int user = 3; user <= 6; user++) {
                Like next = like(user, 1);
                taken.add(threads.submit(() -> engine.apply(next)));
            }
            Waiting.until(() -> waiting() == 4);
            Outcome tooMany = engine.apply(like(7, 1));
            assertThat(tooMany).isInstanceOfSatisfying(Failed.class, EngineIT::assertBusy);
            assertThat(count("full")).isEqualTo(1);
            stranger.commit();
            for (Future<Outcome> outcome : taken) {
                assertThat(outcome.get()).isInstanceOf(Done.class);
            }
        }
        assertThat(likes()).isEqualTo(6);
    }

    private static void assertBusy(Failed failed) {
        assertThat(failed.cause()).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.headers()).containsEntry("Retry-After", "1");
        });
    }

    private long likes() {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM user_reel_likes")
                .mapTo(Long.class)
                .one());
    }

    /** Another node commits, as far as an engine that starts now knows. */
    private void letAnotherNodeBeAtWork() {
        database.execute(handle -> handle.execute(
                "INSERT INTO engine_nodes VALUES ('another', UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, 1000)"));
        others.committed(1);
        others.look();
        assertThat(others.areAtWork()).isTrue();
    }

    @Test
    void besideOtherNodesABatchThatIsHeldUpLetsTheNextGoOn() throws Exception {
        letAnotherNodeBeAtWork();
        try (Engine engine = engine(100);
                Stranger stranger = new Stranger(address)) {
            stranger.lockUser(1);
            Future<Outcome> heldUp = threads.submit(() -> engine.apply(like(1, 1)));
            Waiting.until(() -> registry.get("reels.interactions.queue").timer().count() == 1);
            for (int user = 2; user <= 3; user++) {
                assertThat(engine.apply(like(user, 2))).isEqualTo(new Done(user - 1));
            }
            assertThat(heldUp.isDone()).isFalse();
            stranger.commit();
            assertThat(heldUp.get()).isEqualTo(new Done(1));
        }
    }

    @Test
    void theNextBatchIsDoneWhileThisOneIsWritten() throws Exception {
        try (Database patient = batches(60);
                Engine engine = patientEngine(patient);
                Stranger stranger = new Stranger(address)) {
            stranger.execute("SELECT * FROM reels WHERE reel_id = 1 FOR UPDATE");
            Future<Outcome> written = threads.submit(() -> engine.apply(like(1, 1)));
            Waiting.until(this::aBatchWaitsForALock);
            assertThat(engine.apply(like(2, 2))).isEqualTo(new Done(1));
            assertThat(written.isDone()).isFalse();
            stranger.commit();
            assertThat(written.get()).isEqualTo(new Done(1));
        }
    }

    @Test
    void besideOtherNodesTheNextBatchGathersUntilThisOneIsCommitted() throws Exception {
        letAnotherNodeBeAtWork();
        try (Database patient = batches(60);
                Engine engine = patientEngine(patient);
                Stranger stranger = new Stranger(address)) {
            stranger.execute("SELECT * FROM reels WHERE reel_id = 1 FOR UPDATE");
            Future<Outcome> first = threads.submit(() -> engine.apply(like(1, 1)));
            Waiting.until(this::aBatchWaitsForALock);
            List<Future<Outcome>> gathering = List.of(
                    threads.submit(() -> engine.apply(like(2, 2))), threads.submit(() -> engine.apply(like(4, 2))));
            Waiting.until(() -> waiting() == 2);
            assertThat(first.isDone()).isFalse();
            stranger.commit();
            assertThat(first.get()).isEqualTo(new Done(1));
            for (Future<Outcome> outcome : gathering) {
                assertThat(outcome.get()).isInstanceOf(Done.class);
            }
            assertThat(registry.get("reels.interactions.batch").summary().count())
                    .as("batches, of three commands in all")
                    .isEqualTo(2);
        }
    }

    @Test
    void aLockWaitIsTriedAgain() throws Exception {
        try (Engine engine = engine(100);
                Stranger stranger = new Stranger(address)) {
            stranger.lockUser(1);
            Future<Outcome> outcome = threads.submit(() -> engine.apply(like(1, 1)));
            Waiting.until(() -> count("retries") == 1);
            stranger.commit();
            assertThat(outcome.get()).isEqualTo(new Done(1));
        }
    }

    @Test
    void aLockThatIsNeverGivenBackFailsItsOwnUserOnly() throws Exception {
        try (Stranger stranger = new Stranger(address)) {
            stranger.lockUser(1);
            List<Outcome> outcomes = commit(List.of(like(1, 1), like(2, 1), like(3, 1)));
            assertThat(outcomes.getFirst()).isInstanceOfSatisfying(Failed.class, EngineIT::assertBusy);
            assertThat(outcomes.subList(1, 3)).containsExactly(new Done(1), new Done(2));
        }
    }

    /** To find who waits takes a second for each halving, while others want to go on. */
    @Test
    void ofManyCommandsOnlyThoseNearOneThatWaitsFailWithIt() throws Exception {
        try (Stranger stranger = new Stranger(address)) {
            stranger.lockUser(1);
            List<Command> commands = new ArrayList<>();
            IntStream.rangeClosed(1, 256).forEach(user -> commands.add(like(user, 1)));
            List<Outcome> outcomes = commit(commands);
            assertThat(outcomes.getFirst()).isInstanceOfSatisfying(Failed.class, EngineIT::assertBusy);
            assertThat(outcomes.stream().filter(Done.class::isInstance).count()).isGreaterThan(240);
        }
    }

    @Test
    void whereAllWaitForOneReelNoneWaitsForEachOfTheOthers() throws Exception {
        try (Stranger stranger = new Stranger(address)) {
            stranger.execute("SELECT * FROM reels WHERE reel_id = 1 FOR UPDATE");
            List<Command> commands = new ArrayList<>();
            IntStream.rangeClosed(1, 256).forEach(user -> commands.add(like(user, 1)));
            long start = System.nanoTime();
            List<Outcome> outcomes = commit(commands);
            assertThat(outcomes)
                    .allSatisfy(
                            outcome -> assertThat(outcome).isInstanceOfSatisfying(Failed.class, EngineIT::assertBusy));
            // Alone they would take two seconds each.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(256));
        }
    }

    @Test
    void whoReadsAReelWaitsNoLongerThanAskedAndTheViewIsRecordedAllTheSame() throws Exception {
        try (Engine engine = engine(100);
                Stranger stranger = new Stranger(address)) {
            stranger.lockUser(1);
            View view = new View(new Actor(1, false), 1, 3, null);
            assertThat(engine.apply(view, Duration.ofMillis(10)))
                    .isInstanceOfSatisfying(Failed.class, EngineIT::assertBusy);
            stranger.commit();
        }
        assertThat(database.<Long, RuntimeException>read(
                        handle -> handle.createQuery("SELECT COUNT(*) FROM user_seen_reels")
                                .mapTo(Long.class)
                                .one()))
                .isEqualTo(1);
    }

    /** Signing in may write users at any moment. */
    @Test
    void whatIsReadOfUsersIsNotLocked() throws Exception {
        try (Engine engine = engine(100);
                Stranger stranger = new Stranger(address)) {
            stranger.execute("SELECT * FROM users WHERE user_id = 1 FOR UPDATE");
            assertThat(engine.apply(like(1, 1), Duration.ofSeconds(30))).isInstanceOf(Done.class);
            stranger.commit();
        }
    }

    /** The database itself may be well: only this connection is gone, and nothing was committed with it. */
    @Test
    void aConnectionLostBeforeTheCommitIsMadeGood() throws Exception {
        try (Database patient = batches(60);
                Engine engine = engineOfOneBatch(patient);
                Stranger stranger = new Stranger(address)) {
            stranger.lockUser(1);
            Future<Outcome> first = threads.submit(() -> engine.apply(like(1, 1)));
            Waiting.until(() -> !connectionsAt(LOCKING).isEmpty());
            Future<Outcome> second = threads.submit(() -> engine.apply(like(2, 1)));
            Waiting.until(() -> waiting() == 1);
            kill(LOCKING);
            Waiting.until(() -> count("retries") == 1);
            stranger.commit();
            assertThat(first.get()).isInstanceOf(Done.class);
            assertThat(second.get()).isInstanceOf(Done.class);
        }
    }

    /** Whether it was committed is not known, so it is not done again; but nobody else's fails with it. */
    @Test
    void aConnectionLostInTheCommitFailsItsBatchAlone() throws Exception {
        try (Database patient = batches(60);
                Engine engine = engineOfOneBatch(patient);
                Stranger stranger = new Stranger(address)) {
            stranger.execute("SELECT * FROM reels WHERE reel_id = 1 FOR UPDATE");
            Future<Outcome> first = threads.submit(() -> engine.apply(like(1, 1)));
            Waiting.until(this::aBatchWaitsForALock);
            Future<Outcome> second = threads.submit(() -> engine.apply(like(2, 1)));
            Future<Outcome> third = threads.submit(() -> engine.apply(like(3, 1)));
            kill(ADDING);
            assertThat(first.get())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(Outage.isUnreachable(failed.cause()))
                                    .isTrue());
            stranger.commit();
            assertThat(second.get()).isInstanceOf(Done.class);
            assertThat(third.get()).isInstanceOf(Done.class);
        }
    }

    @Test
    void whoSendsWithoutEndLeavesRoomForOthers() throws Exception {
        try (Database patient = batches(60);
                Engine engine = engineOfOneBatch(patient);
                Stranger stranger = new Stranger(address)) {
            stranger.lockUser(1);
            List<Future<Outcome>> taken = new ArrayList<>();
            taken.add(threads.submit(() -> engine.apply(like(1, 1))));
            Waiting.until(() -> !connectionsAt(LOCKING).isEmpty());
            for (int i = 0; i < 9; i++) {
                taken.add(threads.submit(() -> engine.apply(like(1, 2))));
            }
            Waiting.until(() -> waiting() == 9);
            assertThat(engine.apply(like(1, 3))).isInstanceOfSatisfying(Failed.class, EngineIT::assertBusy);
            taken.add(threads.submit(() -> engine.apply(like(2, 3))));
            Waiting.until(() -> waiting() == 10);
            stranger.commit();
            for (Future<Outcome> outcome : taken) {
                assertThat(outcome.get()).isNotInstanceOf(Failed.class);
            }
            assertThat(engine.apply(like(1, 3))).isInstanceOf(Done.class);
        }
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        try (Engine engine = engine(100);
                Stranger stranger = new Stranger(address)) {
            // Who has changed more is spared: that makes the engine the victim.
            stranger.execute("INSERT INTO weight WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                    + " WHERE i < 900) SELECT i FROM n");
            stranger.execute("UPDATE reels SET description = 'x' WHERE reel_id = 1");
            Future<Outcome> outcome = threads.submit(() -> engine.apply(like(1, 1)));
            Waiting.until(this::aBatchWaitsForALock);
            stranger.lockUser(1);
            Waiting.until(() -> count("retries") >= 1);
            stranger.commit();
            assertThat(outcome.get()).isEqualTo(new Done(1));
        }
    }

    private boolean aBatchWaitsForALock() {
        return !connectionsAt(ADDING).isEmpty();
    }

    private void kill(String statement) {
        connectionsAt(statement).forEach(id -> database.execute(handle -> handle.execute("KILL " + id)));
    }

    private List<Long> connectionsAt(String statement) {
        return database.read(handle -> handle.createQuery(
                        "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE ?")
                .bind(0, statement + "%")
                .mapTo(Long.class)
                .list());
    }

    @Test
    void aPoisonedCommandFailsAlone() {
        database.execute(handle -> handle.execute("CREATE TRIGGER poison BEFORE INSERT ON user_reel_likes FOR EACH ROW"
                + " BEGIN IF NEW.user_id IN (7, 200) THEN SIGNAL SQLSTATE '45000'; END IF; END"));
        List<Command> commands = new ArrayList<>();
        IntStream.rangeClosed(1, 250).forEach(user -> commands.add(like(user, 1)));
        List<Outcome> outcomes = commit(commands);
        for (int user = 1; user <= 250; user++) {
            assertThat(outcomes.get(user - 1))
                    .as("user %d", user)
                    .isInstanceOf(user == 7 || user == 200 ? Failed.class : Done.class);
        }
        assertThat(likes()).isEqualTo(248);
        assertThat(count("failures")).isEqualTo(2);
    }

    @Test
    void closingAnswersEveryoneAndLosesNothing() throws Exception {
        Engine engine = engine(10_000);
        List<Future<Outcome>> outcomes = new ArrayList<>();
        for (int user = 1; user <= USERS; user++) {
            for (int reel = 1; reel <= 3; reel++) {
                Like like = like(user, reel);
                outcomes.add(threads.submit(() -> engine.apply(like)));
            }
        }
        Waiting.until(() -> outcomes.stream().anyMatch(Future::isDone));
        engine.close();
        int done = 0;
        for (Future<Outcome> outcome : outcomes) {
            switch (outcome.get()) {
                case Done _ -> done++;
                case Failed failed -> assertBusy(failed);
                case Outcome.Refused refused -> throw new AssertionError(refused);
            }
        }
        assertThat(likes()).isEqualTo(done);
        assertThat(engine.apply(like(1, 1))).isInstanceOfSatisfying(Failed.class, EngineIT::assertBusy);
    }

    @Test
    void itTellsWhatItDoes() throws Exception {
        try (Engine engine = engine(100)) {
            List<Outcome> outcomes = engine.applyAll(
                    IntStream.rangeClosed(1, 40).mapToObj(user -> like(user, 1)).toList());
            assertThat(outcomes).allMatch(Done.class::isInstance);
            engine.apply(new View(new Actor(1, false), 1, 3, null));
        }
        assertThat(registry.get("reels.interactions.batch").summary().totalAmount())
                .isEqualTo(41);
        assertThat(registry.get("reels.interactions.queue").timer().count()).isEqualTo(41);
        assertThat(registry.get("reels.interactions.commit").timer().count()).isBetween(2L, 41L);
        assertThat(count("retries")).isZero();
        assertThat(waiting()).isZero();
    }
}
