package com.aoin.reels.db;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is out of reach, which passes, from a statement that failed. */
public final class Outage {
    /** MySQL's and MariaDB's "access denied" and "unknown database": reached, but waiting will not help. */
    private static final int ACCESS_DENIED = 1045;

    private static final int UNKNOWN_DATABASE = 1049;

    private static final int CONNECTION_KILLED = 1927;
    /** A deadlock, a lock waited for too long, and MariaDB's "record has changed since last read". */
    private static final Set<Integer> CONFLICTS = Set.of(1213, 1205, 1020);

    private Outage() {}

    /** Whether the failure, or one that caused it, is a connection that could not be had or was lost. */
    public static boolean isUnreachable(Throwable failure) {
        SQLException cause = sqlCause(failure);
        if (cause == null || cause.getErrorCode() == ACCESS_DENIED || cause.getErrorCode() == UNKNOWN_DATABASE) {
            return false;
        }
        String state = cause.getSQLState();
        if (cause instanceof SQLNonTransientConnectionException || (state != null && state.startsWith("08"))) {
            return true;
        }
        return isOfThePool(cause)
                || (cause instanceof SQLTransientConnectionException && cause.getErrorCode() == CONNECTION_KILLED);
    }

    /** Whether not even a new connection could be had, unlike one that was lost while others may be well. */
    public static boolean hasNoConnection(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause != null && isOfThePool(cause);
    }

    /** The pool's own exception has no code. The driver uses the same class for whatever state it does not know. */
    private static boolean isOfThePool(SQLException failure) {
        return failure instanceof SQLTransientConnectionException && failure.getErrorCode() == 0;
    }

    /** Whether two transactions stood in each other's way; the same one will most likely succeed when tried again. */
    public static boolean isConflict(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause != null && CONFLICTS.contains(cause.getErrorCode());
    }

    /** The first database error in the chain of causes, if any. */
    public static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
