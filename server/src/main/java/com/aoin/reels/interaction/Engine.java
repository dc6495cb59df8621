package com.aoin.reels.interaction;

import com.aoin.reels.db.Database;
import com.aoin.reels.db.Outage;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.interaction.Command.Like;
import com.aoin.reels.interaction.Command.OnReel;
import com.aoin.reels.interaction.Command.Share;
import com.aoin.reels.interaction.Command.Unlike;
import com.aoin.reels.interaction.Outcome.Done;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies commands in groups: while one batch is committed, the next one gathers. A batch is one transaction with a
 * few statements over many rows, so a thousand viewers of one reel cost one update of its counter rather than a queue
 * for its lock. A command is answered after its batch is committed, with the outcome that it would have had alone.
 *
 * <p>Every user's rows are locked first, in the order of user ids, and reels' counters are added to last, in the order
 * of reel ids. So batches of several nodes cannot meet in two orders except by way of the database's own page locks;
 * a deadlock or lock wait is tried again. A batch that fails otherwise is split, until the command that it fails for
 * stands alone and fails alone.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final int MAX_BATCH = 256;
    private static final int QUEUE = 10_000;
    private static final int COMMITTERS = 2;
    private static final int MAX_ATTEMPTS = 10;
    /** Deadlock, lock wait, and MariaDB's "record has changed since last read". */
    private static final Set<Integer> PASSING = Set.of(1213, 1205, 1020);

    private final Database database;
    private final int recentLimit;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE);
    private final List<Thread> committers = new ArrayList<>();
    private final DistributionSummary batchSizes;
    private final Timer queueTime;
    private final Timer commitTime;
    private final Counter retries;
    private volatile boolean closed;

    private record Waiting(Command command, CompletableFuture<Outcome> outcome, long sinceNanos) {}

    /**
     * Starts the committers.
     *
     * @param database    with connections for them alone
     * @param recentLimit how many recent views of a user are kept
     */
    public Engine(Database database, int recentLimit, MeterRegistry registry) {
        this.database = database;
        this.recentLimit = recentLimit;
        this.batchSizes = registry.summary("reels.interactions.batch");
        this.queueTime = registry.timer("reels.interactions.queue");
        this.commitTime = registry.timer("reels.interactions.commit");
        this.retries = registry.counter("reels.interactions.retries");
        for (int i = 0; i < COMMITTERS; i++) {
            committers.add(Thread.ofPlatform().name("committer-" + i).start(this::commitBatches));
        }
    }

    /** Connections for an engine: statements of ever new lengths, and references that the engine checks by itself. */
    public static Database.Tuning tuning() {
        // Checking a like's reel would lock it shared before its counter is locked exclusively: a deadlock by design.
        return new Database.Tuning(COMMITTERS, false, "SET SESSION foreign_key_checks = 0");
    }

    /**
     * Applies a command and waits until it is durable.
     *
     * @throws ApiException 503 when too many commands wait, or the database is out of reach
     */
    public Outcome apply(Command command) throws InterruptedException {
        return await(submit(command));
    }

    /** Applies commands, each by itself but in order where they share a user, and waits until all are durable. */
    public List<Outcome> applyAll(List<? extends Command> commands) throws InterruptedException {
        List<CompletableFuture<Outcome>> submitted = new ArrayList<>();
        for (Command command : commands) {
            submitted.add(submit(command));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (CompletableFuture<Outcome> outcome : submitted) {
            outcomes.add(await(outcome));
        }
        return outcomes;
    }

    private CompletableFuture<Outcome> submit(Command command) {
        Waiting waiting = new Waiting(command, new CompletableFuture<>(), System.nanoTime());
        if (closed || !queue.offer(waiting)) {
            throw ApiException.unavailable("The service is busy right now, please try again", 1);
        }
        return waiting.outcome();
    }

    private static Outcome await(CompletableFuture<Outcome> outcome) throws InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void commitBatches() {
        while (!closed || !queue.isEmpty()) {
            List<Waiting> batch = nextBatch();
            if (!batch.isEmpty()) {
                commit(batch);
            }
        }
    }

    private List<Waiting> nextBatch() {
        List<Waiting> batch = new ArrayList<>(MAX_BATCH);
        try {
            Waiting first = queue.poll(50, TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, MAX_BATCH - 1);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts a committer; closing lets it finish what is queued.
        }
        return batch;
    }

    private void commit(List<Waiting> batch) {
        long start = System.nanoTime();
        batch.forEach(waiting -> queueTime.record(start - waiting.sinceNanos(), TimeUnit.NANOSECONDS));
        batchSizes.record(batch.size());
        try {
            List<Outcome> outcomes = applyPatiently(batch.stream().map(Waiting::command).toList());
            commitTime.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).outcome().complete(outcomes.get(i));
            }
        } catch (RuntimeException e) {
            fail(batch, e);
        }
    }

    private void fail(List<Waiting> batch, RuntimeException failure) {
        if (batch.size() == 1 || Outage.isUnreachable(failure)) {
            LOG.warn("{} commands failed", batch.size(), failure);
            batch.forEach(waiting -> waiting.outcome().completeExceptionally(failure));
            return;
        }
        int half = batch.size() / 2;
        commit(batch.subList(0, half));
        commit(batch.subList(half, batch.size()));
    }

    private List<Outcome> applyPatiently(List<Command> commands) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.transaction(handle -> applyOnce(handle.getConnection(), commands));
            } catch (RuntimeException e) {
                SQLException cause = Outage.sqlCause(e);
                if (cause == null || !PASSING.contains(cause.getErrorCode()) || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                retries.increment();
                LockSupport.parkNanos(
                        TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(1, 5 * attempt + 1)));
            }
        }
    }

    private List<Outcome> applyOnce(Connection connection, List<Command> commands) {
        try {
            return applyAtOnce(connection, commands);
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    private List<Outcome> applyAtOnce(Connection connection, List<Command> commands) throws SQLException {
        BatchState state = BatchReads.read(connection, commands, recentLimit);
        Rules rules = new Rules(state);
        List<Outcome> outcomes = new ArrayList<>(commands.size());
        commands.forEach(command -> outcomes.add(rules.apply(command)));
        BatchWrites.write(connection, state);
        return withTotals(connection, commands, outcomes);
    }

    /** Fills in what a reel's likes or shares are after this batch, read under the locks of its own update. */
    private static List<Outcome> withTotals(Connection connection, List<Command> commands, List<Outcome> outcomes)
            throws SQLException {
        Set<Integer> ids = new TreeSet<>();
        for (int i = 0; i < commands.size(); i++) {
            if (isCounted(commands.get(i)) && outcomes.get(i) instanceof Done) {
                ids.add(((OnReel) commands.get(i)).reelId());
            }
        }
        Map<Integer, int[]> counts = new HashMap<>();
        new Statements(connection)
                .readIn("SELECT reel_id, likes_count, shares_count FROM reels WHERE reel_id IN (", ids, "", row ->
                        counts.put(row.getInt(1), new int[] {row.getInt(2), row.getInt(3)}));
        List<Outcome> filled = new ArrayList<>(outcomes.size());
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            int[] count = command instanceof OnReel onReel ? counts.get(onReel.reelId()) : null;
            filled.add(
                    count != null && isCounted(command) && outcomes.get(i) instanceof Done
                            ? new Done(count[command instanceof Share ? 1 : 0])
                            : outcomes.get(i));
        }
        return filled;
    }

    private static boolean isCounted(Command command) {
        return command instanceof Like || command instanceof Unlike || command instanceof Share;
    }

    /** Takes no more commands, finishes those that wait, and ends. */
    @Override
    public void close() {
        closed = true;
        for (Thread committer : committers) {
            try {
                committer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
