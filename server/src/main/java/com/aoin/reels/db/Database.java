package com.aoin.reels.db;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.MariaDbDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pool of connections to MariaDB or MySQL. Every session runs in UTC, in strict mode, READ COMMITTED, so that
 * what is stored does not depend on the server's settings.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final String SESSION = "sessionVariables=time_zone='+00:00',"
            + "sql_mode='STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";
    /**
     * The server ends a session that says nothing for so many seconds, and with it a transaction of a machine that is
     * gone, whose locks would be held for hours. Connections that rest in the pool say something more often.
     */
    private static final String SILENCE = ",wait_timeout=75";

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    /** How long a request waits for a free connection before it is answered 503. */
    private static final Duration POOL_WAIT = Duration.ofSeconds(3);

    /**
     * No transaction commits later than this after it began, give or take the commit itself and, for {@link
     * #transactionPlainly}, what is sent with it. Whoever follows changes by the time that is written to rows relies on it.
     */
    public static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(30);

    /** The server's code for having waited too long for others. */
    private static final int LOCK_WAIT = 1205;

    private final HikariDataSource pool;
    private final DatabaseAddress address;
    private final Jdbi jdbi;
    private final Duration longestTransaction;

    private Database(HikariDataSource pool, DatabaseAddress address, Duration longestTransaction) {
        this.pool = pool;
        this.address = address;
        this.longestTransaction = longestTransaction;
        this.jdbi = Jdbi.create(pool).registerArgument(new InstantAsUtc());
    }

    /**
     * How connections are used.
     *
     * @param connections       at most so many
     * @param preparedOnServer  for statements that come again; ones of ever new lengths are better sent as text, which
     *                          may then be several at once. Such connections commit by hand ({@link
     *                          #transactionPlainly}), which saves two ways to the server a transaction
     * @param sessionStatement  run once on each new connection, null = none
     */
    public record Tuning(
            int connections,
            boolean preparedOnServer,
            @Nullable String sessionStatement) {}

    /**
     * Connects, waiting for a server that is still starting.
     *
     * @param patience how long to wait for it
     * @throws DatabaseUnavailableException when it stays out of reach or refuses us
     */
    public static Database connect(DatabaseAddress address, Tuning tuning, Duration patience) {
        return connect(address, tuning, patience, LONGEST_TRANSACTION);
    }

    /** As the other, with another limit than {@link #LONGEST_TRANSACTION}. */
    static Database connect(DatabaseAddress address, Tuning tuning, Duration patience, Duration longestTransaction) {
        String url = withSession(address, SILENCE) + "&socketTimeout=60000&useServerPrepStmts="
                + tuning.preparedOnServer() + "&allowMultiQueries=" + !tuning.preparedOnServer();
        awaitServer(address, url, patience);
        HikariConfig config = new HikariConfig();
        config.setPoolName("reels");
        config.setJdbcUrl(url);
        config.setUsername(address.user());
        config.setPassword(address.password().text());
        config.setMaximumPoolSize(tuning.connections());
        config.setConnectionInitSql(tuning.sessionStatement());
        config.setAutoCommit(tuning.preparedOnServer());
        config.setConnectionTimeout(POOL_WAIT.toMillis());
        config.setKeepaliveTime(KEEP_ALIVE.toMillis());
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new Database(new HikariDataSource(config), address, longestTransaction);
    }

    private static String withSession(DatabaseAddress address, String variables) {
        String options = SESSION + variables + "&tcpKeepAlive=true&connectTimeout=3000";
        return address.url() + (address.url().contains("?") ? "&" : "?") + options;
    }

    private static void awaitServer(DatabaseAddress address, String url, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (true) {
            try (Connection connection = DriverManager.getConnection(
                    url, address.user(), address.password().text())) {
                var server = connection.getMetaData();
                LOG.info("Connected to {} {}", server.getDatabaseProductName(), server.getDatabaseProductVersion());
                return;
            } catch (SQLException e) {
                if (!Outage.isUnreachable(e) || Instant.now().isAfter(deadline)) {
                    throw new DatabaseUnavailableException(
                            "Cannot use the database at " + address.shown() + ": " + e.getMessage(), e);
                }
                LOG.info("Waiting for the database at {}: {}", address.shown(), e.getMessage());
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                if (Thread.interrupted()) {
                    throw new DatabaseUnavailableException(
                            "No longer waiting for the database at " + address.shown(), e);
                }
            }
        }
    }

    /** Runs statements one by one, each committed by itself. */
    public <R, X extends Exception> R read(HandleCallback<R, X> work) throws X {
        return jdbi.withHandle(work);
    }

    /** Plain JDBC on a connection of the pool. */
    @FunctionalInterface
    public interface Statements<R> {
        R run(Connection connection) throws SQLException;
    }

    /** As {@link #read}, without what Jdbi costs: for the statement behind every page. */
    public <R> R readPlainly(Statements<R> work) {
        try (Connection connection = pool.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    /**
     * Runs statements as one transaction: all or nothing. One that takes longer than {@link #LONGEST_TRANSACTION} is
     * rolled back.
     */
    public <R, X extends Exception> R transaction(HandleCallback<R, X> work) throws X {
        return jdbi.<R, X>inTransaction(handle -> {
            long start = System.nanoTime();
            R result = work.withHandle(handle);
            requireInTime(start);
            return result;
        });
    }

    /** Plain JDBC that commits by itself. */
    @FunctionalInterface
    public interface Transaction<R> {
        /**
         * Runs and commits; what is not committed is rolled back.
         *
         * @param inTime to be run right before what commits is sent; throws when it is too late
         */
        R run(Connection connection, Runnable inTime) throws SQLException;
    }

    /**
     * As {@link #transaction}, without what Jdbi costs, on connections that commit by hand: the statement that commits may
     * go to the server together with others.
     */
    public <R> R transactionPlainly(Transaction<R> work) {
        try (Connection connection = pool.getConnection()) {
            long start = System.nanoTime();
            return work.run(connection, () -> requireInTime(start));
        } catch (SQLException e) {
            // The pool rolls back what was not committed.
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    /** Runs work without a result as one transaction. */
    public <X extends Exception> void execute(HandleConsumer<X> work) throws X {
        jdbi.<X>useTransaction(handle -> {
            long start = System.nanoTime();
            work.useHandle(handle);
            requireInTime(start);
        });
    }

    private void requireInTime(long start) {
        if (System.nanoTime() - start > longestTransaction.toNanos()) {
            throw new UnableToExecuteStatementException(
                    new SQLTransactionRollbackException("The transaction took too long", "40001", LOCK_WAIT), null);
        }
    }

    /** As {@link #execute}, however long it takes: for what writes to no table whose changes are followed by time. */
    public <X extends Exception> void executeLong(HandleConsumer<X> work) throws X {
        jdbi.useTransaction(work);
    }

    /** Whether a statement can be run right now. */
    public boolean isReachable() {
        try (Handle handle = jdbi.open()) {
            return handle.createQuery("SELECT 1").mapTo(Integer.class).one() == 1;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** New connections outside the pool that wait for a statement however long it takes: for changes of the schema. */
    DataSource patient() {
        try {
            MariaDbDataSource source = new MariaDbDataSource(withSession(address, ""));
            source.setUser(address.user());
            source.setPassword(address.password().text());
            return source;
        } catch (SQLException e) {
            throw new IllegalStateException("The pool connects with this URL", e);
        }
    }

    /** The pool itself, for its metrics. */
    public HikariDataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Binds instants as the UTC date and time that the columns hold, whatever the JVM's time zone. */
    private static final class InstantAsUtc extends AbstractArgumentFactory<Instant> {
        InstantAsUtc() {
            super(java.sql.Types.TIMESTAMP);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, context) ->
                    statement.setObject(position, LocalDateTime.ofInstant(value, ZoneOffset.UTC));
        }
    }
}
