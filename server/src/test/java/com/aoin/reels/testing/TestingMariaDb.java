package com.aoin.reels.testing;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.EmbeddedMariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** One MariaDB server for all tests of a JVM, with a fresh database for each who asks. */
public final class TestingMariaDb {
    /** Kept between runs, so that only the first one unpacks and installs the server. */
    private static final Path DIRECTORY = Path.of("target", "it-mariadb").toAbsolutePath();

    private static final EmbeddedMariaDb SERVER = start();

    private TestingMariaDb() {}

    private static EmbeddedMariaDb start() {
        EmbeddedMariaDb server = EmbeddedMariaDb.start(DIRECTORY);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    /** The server itself. */
    public static EmbeddedMariaDb server() {
        return SERVER;
    }

    /** A database that nobody has used before. */
    public static DatabaseAddress fresh() {
        DatabaseAddress address = SERVER.address();
        String name = "it_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseAddress(
                address.url().replaceFirst("/[^/]+$", "/" + name), address.user(), address.password());
    }

    public static void drop(DatabaseAddress database) {
        try (Connection connection = connect(SERVER.address());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS "
                    + database.url().substring(database.url().lastIndexOf('/') + 1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(
                address.url() + "?sessionVariables=time_zone='%2B00:00'".replace("%2B", "+"),
                address.user(),
                address.password().text());
    }
}
