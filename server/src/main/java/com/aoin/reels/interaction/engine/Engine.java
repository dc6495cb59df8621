package com.aoin.reels.interaction.engine;

import com.aoin.reels.db.Database;
import com.aoin.reels.db.Outage;
import com.aoin.reels.interaction.engine.Outcome.Failed;
import com.aoin.reels.reel.index.CounterChanges;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies commands in groups: while two batches are under way (or, beside {@link OtherNodes}, one), the next one gathers.
 * A batch is one transaction with a few statements over many rows, so a thousand viewers of one reel cost one update of
 * its counter rather than a queue for its lock, and one flush of the log rather than a thousand. A command is answered
 * after its batch is committed, with the outcome that it would have had alone.
 *
 * <p><b>Right on any number of nodes.</b> A batch first locks its users' rows of {@code user_totals}, in the order of
 * user ids. Whoever holds that row owns everything else that belongs to the user: likes, shares, follows, the ledger of
 * what was seen, the window of recent views, the preferences. So what a batch reads stays true until it commits, and
 * the rules can be a pure function in memory. What is remembered of a user from batch to batch counts only if nothing
 * has changed since ({@link UserMemory}). Counters of reels, which belong to no user, are only ever added to, last, and
 * in the order of reel ids, so their locks are held for one statement and the commit.
 *
 * <p><b>Whatever happens.</b> A deadlock or lock wait is tried again. A batch that keeps failing is split until the
 * command that it fails for stands alone and fails alone. When the database is out of reach, everyone who waits is told
 * so at once, rather than one batch after the other. A full queue turns new commands away, and so does one in which a
 * single user has too many. Closing finishes what is queued; a command that comes later is turned away, and none is left
 * without an answer.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    /** Where there are so many, nodes pay no regard to each other: whether it would help was not measured there. */
    private static final int MANY_PROCESSORS = 4;

    private static final Shape SHAPE = new Shape(10_000, 200, 2, Duration.ofMillis(100), 256, memory());

    private final BlockingQueue<Waiting> queue;
    /** How many commands of each user wait or are under way. */
    private final Map<Integer, Integer> pending = new ConcurrentHashMap<>();

    private final Shape shape;
    private final Committer committer;
    private final EngineMetrics metrics;
    private final OtherNodes others;
    private final Semaphore turn;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /**
     * How much an engine does at once.
     *
     * @param queue      most commands that wait
     * @param share      most of one user's that wait or are under way; those of nobody are half as many as the queue takes
     * @param committers most batches under way
     * @param heldUp     a batch whose turn takes longer waits for a lock; another may not need what it waits for
     * @param batch      most commands of a batch
     * @param memory     most bytes to remember users in, about
     */
    record Shape(int queue, int share, int committers, Duration heldUp, int batch, long memory) {}

    /** Whether it matters here what {@link OtherNodes} do. */
    public static boolean takesTurns() {
        return Runtime.getRuntime().availableProcessors() < MANY_PROCESSORS;
    }

    /** Room for some 25,000 users who have each viewed a hundred reels, and never more than a quarter of the heap. */
    private static long memory() {
        return Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4);
    }

    private record Waiting(Command command, CompletableFuture<Outcome> outcome, long sinceNanos) {
        /** 0 = nobody. */
        int user() {
            Integer id = command.actor().userId();
            return id == null ? 0 : id;
        }
    }

    /**
     * Starts the committers.
     *
     * @param database    with connections for them alone, as {@link #tuning} says
     * @param recentLimit how many recent views of a user are kept
     * @param changes     told of what each batch has added to counters, before its commands are answered
     * @param others      on the same database
     */
    public Engine(
            Database database, int recentLimit, MeterRegistry registry, CounterChanges changes, OtherNodes others) {
        this(database, recentLimit, registry, changes, others, SHAPE);
    }

    Engine(
            Database database,
            int recentLimit,
            MeterRegistry registry,
            CounterChanges changes,
            OtherNodes others,
            Shape shape) {
        this.others = others;
        this.shape = shape;
        queue = new ArrayBlockingQueue<>(shape.queue());
        // Fair, so that who waits for long knows that a batch is held up.
        turn = new Semaphore(1, true);
        UserMemory memory = new UserMemory(shape.memory());
        metrics = new EngineMetrics(registry, queue, memory);
        committer = new Committer(database, recentLimit, memory, metrics, changes);
        for (int i = 0; i < shape.committers(); i++) {
            threads.add(Thread.ofPlatform().name("committer-" + i).start(this::commitBatches));
        }
    }

    /** Connections for an engine: statements of ever new lengths, and references that the engine checks by itself. */
    public static Database.Tuning tuning() {
        // Checking a like's reel would lock it shared before its counter is locked exclusively: a deadlock by design.
        return new Database.Tuning(
                SHAPE.committers(), false, "SET SESSION foreign_key_checks = 0, SESSION innodb_lock_wait_timeout = 2");
    }

    /** Applies a command and waits until it is durable, refused or failed. */
    public Outcome apply(Command command) throws InterruptedException {
        return await(submit(command));
    }

    /**
     * Applies a command and waits until it is durable, refused or failed, but no longer than so: then it counts as
     * failed here, though it is done all the same as soon as it can be.
     */
    public Outcome apply(Command command, Duration patience) throws InterruptedException {
        try {
            return submit(command).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Failed(Committer.busy());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Applies commands, each by itself, and waits until all are durable, refused or failed. */
    public List<Outcome> applyAll(List<? extends Command> commands) throws InterruptedException {
        List<CompletableFuture<Outcome>> submitted = new ArrayList<>(commands.size());
        commands.forEach(command -> submitted.add(submit(command)));
        List<Outcome> outcomes = new ArrayList<>(commands.size());
        for (CompletableFuture<Outcome> outcome : submitted) {
            outcomes.add(await(outcome));
        }
        return outcomes;
    }

    private CompletableFuture<Outcome> submit(Command command) {
        Waiting waiting = new Waiting(command, new CompletableFuture<>(), System.nanoTime());
        boolean isOneTooMany = pending.merge(waiting.user(), 1, Integer::sum) > share(waiting);
        boolean taken = !isOneTooMany && !closed && queue.offer(waiting);
        // Closed in between: the committers may have looked into the queue for the last time.
        if (!taken || (closed && queue.remove(waiting))) {
            metrics.turnedAway();
            answer(waiting, new Failed(Committer.busy()));
        }
        return waiting.outcome();
    }

    /** Or else whoever sends without end would have the queue to themselves. */
    private int share(Waiting waiting) {
        return waiting.user() == 0 ? shape.queue() / 2 : shape.share();
    }

    private void answer(Waiting waiting, Outcome outcome) {
        pending.computeIfPresent(waiting.user(), (_, n) -> n == 1 ? null : n - 1);
        waiting.outcome().complete(outcome);
    }

    private static Outcome await(CompletableFuture<Outcome> outcome) throws InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void commitBatches() {
        while (!closed || !queue.isEmpty()) {
            try {
                commitBatch();
            } catch (InterruptedException e) {
                // Nobody interrupts a committer; closing lets it finish what is queued.
            }
        }
    }

    private void commitBatch() throws InterruptedException {
        List<Waiting> batch;
        List<Outcome> outcomes;
        boolean turnIsOurs = takeTurn();
        try {
            batch = nextBatch();
            outcomes = commit(batch);
        } finally {
            if (turnIsOurs) {
                turn.release();
            }
        }
        if (!batch.isEmpty()) {
            answerAll(batch, outcomes);
        }
    }

    /**
     * While other nodes' batches keep the database busy, one at a time gathers and is committed: the batches are fewer and
     * larger, and a command costs the database less. Who waits goes without a turn when whoever has it is held up.
     */
    private boolean takeTurn() throws InterruptedException {
        return others.areAtWork() && turn.tryAcquire(shape.heldUp().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From a thread that shares the processors with those who wait, they are woken without asking the system each time. */
    private void answerAll(List<Waiting> batch, List<Outcome> outcomes) {
        Runnable answering = () -> {
            for (int i = 0; i < batch.size(); i++) {
                answer(batch.get(i), outcomes.get(i));
            }
        };
        try {
            Thread.startVirtualThread(answering);
        } catch (OutOfMemoryError e) {
            LOG.error("There is no room for a thread; answering without", e);
            answering.run();
        }
    }

    private List<Waiting> nextBatch() throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        Waiting first = queue.poll(50, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, shape.batch() - 1);
        }
        return batch;
    }

    private List<Outcome> commit(List<Waiting> batch) {
        if (batch.isEmpty()) {
            return List.of();
        }
        long start = System.nanoTime();
        batch.forEach(waiting -> metrics.waited(start - waiting.sinceNanos()));
        try {
            List<Outcome> outcomes =
                    committer.commit(batch.stream().map(Waiting::command).toList());
            others.committed(outcomes.stream()
                    .filter(outcome -> !(outcome instanceof Failed))
                    .count());
            if (outcomes.getLast() instanceof Failed failed && Outage.hasNoConnection(failed.cause())) {
                failWaiting(failed);
            }
            return outcomes;
        } catch (RuntimeException | Error e) {
            // Memory ran out, say. Nobody may be left waiting, and the next batch may be luckier.
            LOG.error("A batch of {} commands failed", batch.size(), e);
            return Collections.nCopies(batch.size(), new Failed(new IllegalStateException("The batch failed", e)));
        }
    }

    private void failWaiting(Failed failed) {
        List<Waiting> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        waiting.forEach(command -> answer(command, failed));
    }

    /** Takes no more commands, finishes those that wait, and ends. */
    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
