package com.aoin.reels.interaction.engine;

import com.aoin.reels.db.Database;
import com.aoin.reels.db.Outage;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.interaction.engine.Batch.Applied;
import com.aoin.reels.interaction.engine.Outcome.Failed;
import com.aoin.reels.reel.index.CounterChanges;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits batches whatever happens to them: what passes is tried again, and a batch that keeps failing is split until
 * the command that it fails for stands alone and fails alone.
 */
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    /** MariaDB's "record has changed since last read", under snapshot isolation. */
    private static final int CHANGED = 1020;

    private static final int LOCK_WAIT = 1205;
    private static final int DEADLOCK = 1213;
    private static final int MAX_ATTEMPTS = 10;
    /** A lock that is waited for this often, seconds each, is held by something else than a batch. */
    private static final int MAX_LOCK_WAITS = 2;
    /** How long a batch that waits for locks is split to find who waits: the next one may be in need of no such lock. */
    private static final long SPLITTING = Duration.ofSeconds(6).toNanos();

    private final Database database;
    private final int recentLimit;
    private final UserMemory memory;
    private final EngineMetrics metrics;
    private final CounterChanges changes;

    Committer(Database database, int recentLimit, UserMemory memory, EngineMetrics metrics, CounterChanges changes) {
        this.database = database;
        this.recentLimit = recentLimit;
        this.memory = memory;
        this.metrics = metrics;
        this.changes = changes;
    }

    /** What came of each command, in their order. */
    List<Outcome> commit(List<Command> commands) {
        return commit(commands, System.nanoTime() + SPLITTING);
    }

    private List<Outcome> commit(List<Command> commands, long splittingEnds) {
        Applied applied;
        try {
            long start = System.nanoTime();
            applied = applyPatiently(commands);
            metrics.committed(commands.size(), System.nanoTime() - start);
        } catch (RuntimeException e) {
            return afterFailure(commands, splittingEnds, e);
        }
        tell(applied);
        return applied.outcomes();
    }

    /** The batch is committed, so whatever goes wrong here, it must not be applied again. */
    private void tell(Applied applied) {
        try {
            changes.counted(applied.added());
        } catch (RuntimeException e) {
            LOG.error("What a batch has counted was not told", e);
        }
    }

    private List<Outcome> afterFailure(List<Command> commands, long splittingEnds, RuntimeException failure) {
        if (Outage.isUnreachable(failure)) {
            LOG.warn("{} commands lost the database: {}", commands.size(), failure.getMessage());
            return failed(commands, failure);
        }
        boolean late = System.nanoTime() - splittingEnds > 0;
        if (isPassing(failure) && (late || commands.size() == 1)) {
            metrics.failed(commands.size());
            LOG.warn(
                    "{} commands from {} on did not get their locks: {}",
                    commands.size(),
                    commands.getFirst(),
                    failure.getMessage());
            return failed(commands, busy());
        }
        if (commands.size() == 1) {
            metrics.failed(1);
            LOG.error("{} failed", commands.getFirst(), failure);
            return failed(commands, failure);
        }
        int half = commands.size() / 2;
        List<Outcome> outcomes = new ArrayList<>(commit(commands.subList(0, half), splittingEnds));
        outcomes.addAll(commit(commands.subList(half, commands.size()), splittingEnds));
        return outcomes;
    }

    private static List<Outcome> failed(List<Command> commands, RuntimeException failure) {
        return Collections.nCopies(commands.size(), new Failed(failure));
    }

    static ApiException busy() {
        return ApiException.unavailable("The service is busy right now, please try again", 1);
    }

    private Applied applyPatiently(List<Command> commands) {
        for (int attempt = 1; ; attempt++) {
            AtomicBoolean committing = new AtomicBoolean();
            try {
                return database.transactionPlainly((connection, inTime) -> {
                    Runnable beforeWriting = () -> {
                        inTime.run();
                        committing.set(true);
                    };
                    return Batch.apply(connection, beforeWriting, commands, recentLimit, memory);
                });
            } catch (RuntimeException e) {
                boolean again = isPassing(e)
                        ? attempt < mostAttempts(errorCode(e), commands)
                        : attempt == 1 && !committing.get() && isLost(e);
                if (!again) {
                    throw e;
                }
                metrics.retried();
                pause(attempt);
            }
        }
    }

    /** Of several commands that wait for a lock perhaps only one does, which splitting finds. */
    private static int mostAttempts(int errorCode, List<Command> commands) {
        if (errorCode != LOCK_WAIT) {
            return MAX_ATTEMPTS;
        }
        return commands.size() == 1 ? MAX_LOCK_WAITS : 1;
    }

    private static boolean isPassing(RuntimeException failure) {
        int code = errorCode(failure);
        return code == DEADLOCK || code == LOCK_WAIT || code == CHANGED;
    }

    /** A connection that broke, which a new one makes good unless it was on its way to commit. */
    private static boolean isLost(RuntimeException failure) {
        return Outage.isUnreachable(failure) && !Outage.hasNoConnection(failure);
    }

    private static int errorCode(RuntimeException failure) {
        SQLException cause = Outage.sqlCause(failure);
        return cause == null ? 0 : cause.getErrorCode();
    }

    /** Not the same for all, so that two who collided do not collide again. */
    private static void pause(int attempt) {
        long millis = ThreadLocalRandom.current().nextInt(1, 5 * attempt + 1);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
