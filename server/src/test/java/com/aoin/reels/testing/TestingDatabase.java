package com.aoin.reels.testing;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.config.ReelsConfig.Secret;
import com.aoin.reels.db.EmbeddedMariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/**
 * One database server for all tests of a JVM, with a fresh database for each who asks: the embedded MariaDB, the
 * MySQL of the Maven profile {@code mysql}, or the one that {@code REELS_TEST_DB_URL}, {@code REELS_TEST_DB_USER} and
 * {@code REELS_TEST_DB_PASSWORD} name.
 */
public final class TestingDatabase {
    /** Kept between runs, so that only the first one unpacks and installs the server. */
    public static final Path DIRECTORY = JvmFolder.of("it-mariadb");

    private static final DatabaseAddress ADDRESS = address();

    private TestingDatabase() {}

    private static DatabaseAddress address() {
        Map<String, String> environment = System.getenv();
        String url = environment.get("REELS_TEST_DB_URL");
        if (url != null) {
            return new DatabaseAddress(
                    url,
                    environment.getOrDefault("REELS_TEST_DB_USER", "reels"),
                    new Secret(environment.getOrDefault("REELS_TEST_DB_PASSWORD", "")));
        }
        String mySql = System.getProperty("reels.mysql");
        return mySql == null ? embedded().address() : TestingMySql.start(Path.of(mySql));
    }

    /** The embedded server itself, for tests of what it alone does. */
    public static EmbeddedMariaDb embedded() {
        return Embedded.SERVER;
    }

    private static final class Embedded {
        private static final EmbeddedMariaDb SERVER = start();

        private static EmbeddedMariaDb start() {
            EmbeddedMariaDb server = EmbeddedMariaDb.start(DIRECTORY);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        }
    }

    /** A database that nobody has used before. */
    public static DatabaseAddress fresh() {
        String name = "it_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        return new DatabaseAddress(
                ADDRESS.url().replaceFirst("/[^/]+$", "/" + name), ADDRESS.user(), ADDRESS.password());
    }

    public static void drop(DatabaseAddress database) {
        execute("DROP DATABASE IF EXISTS "
                + database.url().substring(database.url().lastIndexOf('/') + 1));
    }

    private static void execute(String statement) {
        try (Connection connection = connect(ADDRESS);
                Statement prepared = connection.createStatement()) {
            prepared.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isReachable(DatabaseAddress address) {
        try (Connection connection = connect(address)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    public static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(
                address.url() + "?sessionVariables=time_zone='+00:00'",
                address.user(),
                address.password().text());
    }
}
