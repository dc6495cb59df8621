package com.aoin.reels.bench;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.EmbeddedMariaDb;
import com.aoin.reels.db.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A database server of this run with one fresh database, shared by the service and the baselines. */
final class BenchDatabase implements AutoCloseable {
    private static final String NAME = "bench";
    /** As the service's sessions: prepared on the server, UTC. */
    private static final String OPTIONS =
            "?useServerPrepStmts=true&allowLocalInfile=true&sessionVariables=time_zone='+00:00'";

    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final int SETTLED = 50;

    private final EmbeddedMariaDb server;
    private final DatabaseAddress address;

    private BenchDatabase(EmbeddedMariaDb server, DatabaseAddress address) {
        this.server = server;
        this.address = address;
    }

    static BenchDatabase start(Path directory) throws SQLException {
        EmbeddedMariaDb server = EmbeddedMariaDb.start(directory.resolve("mariadb"));
        return new BenchDatabase(server, fresh(server, NAME));
    }

    private static DatabaseAddress fresh(EmbeddedMariaDb server, String name) throws SQLException {
        DatabaseAddress address = server.address();
        try (Connection connection = connect(address)) {
            run(connection, "DROP DATABASE IF EXISTS " + name);
            run(connection, "CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        }
        String url = address.url().replaceFirst("/[^/]+$", "/" + name);
        return new DatabaseAddress(url, address.user(), address.password());
    }

    /**
     * A fresh database beside the one that the service uses, with our tables in it. The server gets twice the memory, so
     * that each has as much as it would have alone.
     */
    Connection beside() throws SQLException {
        try (Connection connection = connect(address)) {
            run(connection, "SET GLOBAL innodb_buffer_pool_size = 2 * @@GLOBAL.innodb_buffer_pool_size");
        }
        DatabaseAddress fresh = fresh(server, NAME + "_beside");
        try (Database database = Database.connect(fresh, new Database.Tuning(1, true, null), Duration.ofSeconds(10))) {
            Migrations.apply(database, CatalogMode.OWN);
        }
        return connect(fresh);
    }

    /** Waits until the server has cleared away what earlier writes have left behind, which others would else pay for. */
    void settle() throws SQLException, InterruptedException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            long deadline = System.nanoTime() + SETTLING.toNanos();
            while (left(statement) > SETTLED && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        }
    }

    /** Transactions whose old versions of rows are still there. */
    private static long left(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Innodb_history_list_length'")) {
            row.next();
            return row.getLong(2);
        }
    }

    /** A server whose database has a data set, which is loaded unless an earlier run has. */
    static BenchDatabase with(DataSet set, Path directory) throws SQLException {
        EmbeddedMariaDb server = EmbeddedMariaDb.start(directory.resolve("mariadb"));
        DatabaseAddress own = server.address();
        String name = "data_" + set.text();
        DatabaseAddress address =
                new DatabaseAddress(own.url().replaceFirst("/[^/]+$", "/" + name), own.user(), own.password());
        BenchDatabase database = new BenchDatabase(server, address);
        try (Connection connection = connect(own)) {
            if (!isLoaded(connection, name, set)) {
                fresh(server, name);
                database.migrate();
                try (Connection loading = connect(address)) {
                    DataLoad.run(loading, set);
                }
            }
        }
        database.migrate();
        return database;
    }

    private void migrate() {
        try (Database schema = Database.connect(address, new Database.Tuning(2, true, null), Duration.ofSeconds(30))) {
            Migrations.apply(schema, CatalogMode.OWN);
        }
    }

    /** The reels are loaded last. */
    private static boolean isLoaded(Connection connection, String name, DataSet set) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(reel_id) FROM " + name + ".reels")) {
            return row.next() && row.getInt(1) == set.reels();
        } catch (SQLException e) {
            return false;
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    DatabaseAddress address() {
        return address;
    }

    Connection connect() throws SQLException {
        return connect(address);
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(
                address.url() + OPTIONS, address.user(), address.password().text());
    }

    /** The server's process, a child of this one. */
    ProcessHandle process() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").matches(".*/(mariadbd|mysqld)"))
                .findFirst()
                .orElseThrow();
    }

    /** How often the server has run each kind of command since it started. */
    Map<String, Long> commands() throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'Com\\_%' OR Variable_name = 'Questions'")) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        return counts;
    }

    @Override
    public void close() {
        server.close();
    }
}
