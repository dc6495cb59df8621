package com.aoin.reels.testing;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.config.ReelsConfig.Secret;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A MySQL server of the tests' own, unpacked by the Maven profile {@code mysql}; ended with the JVM. */
final class TestingMySql {
    /** Unlike any word that may stand in a log. */
    private static final String PASSWORD = "4kGq7-only-for-tests";

    private final Path base;
    private final Path data;

    private TestingMySql(Path base) {
        this.base = base;
        this.data = file("data");
    }

    private static Path file(String name) {
        return JvmFolder.of("mysql-" + name);
    }

    /**
     * Installs the server at the first call, starts it and waits until it can be used.
     *
     * @param base where it is unpacked
     */
    static DatabaseAddress start(Path base) {
        try {
            return new TestingMySql(base).start();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("MySQL did not start", e);
        }
    }

    private DatabaseAddress start() throws IOException, InterruptedException {
        File program = base.resolve("bin").resolve("mysqld").toFile();
        if (!program.setExecutable(true)) {
            throw new IOException(program + " is not there; build with -Pmysql");
        }
        Path installed = file("installed");
        if (!Files.exists(installed)) {
            if (Files.exists(data)) {
                // Of an installation that was cut off half-way.
                TestingReels.delete(data);
            }
            if (run("install", List.of("--initialize-insecure")).waitFor() != 0) {
                throw new IOException("MySQL was not installed, see " + file("install.log"));
            }
            Files.createFile(installed);
        }
        Path setup = Files.writeString(file("setup.sql"), """
                CREATE USER IF NOT EXISTS 'reels'@'127.0.0.1';
                ALTER USER 'reels'@'127.0.0.1' IDENTIFIED WITH mysql_native_password BY '%s';
                GRANT ALL PRIVILEGES ON *.* TO 'reels'@'127.0.0.1' WITH GRANT OPTION;
                CREATE DATABASE IF NOT EXISTS reels;
                """.formatted(PASSWORD));
        int port = Ports.free();
        Process server = run(
                "run",
                List.of(
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--skip-name-resolve",
                        "--mysqlx=OFF",
                        "--max-connections=300",
                        // Tests make triggers, which the binary log otherwise leaves to administrators.
                        "--log-bin-trust-function-creators=ON",
                        "--init-file=" + setup));
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
        DatabaseAddress address =
                new DatabaseAddress("jdbc:mariadb://127.0.0.1:" + port + "/reels", "reels", new Secret(PASSWORD));
        Waiting.until(() -> {
            if (!server.isAlive()) {
                throw new AssertionError("MySQL ended, see " + file("run.log"));
            }
            return TestingDatabase.isReachable(address);
        });
        return address;
    }

    private Process run(String name, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                base.resolve("bin").resolve("mysqld").toString(),
                "--no-defaults",
                "--basedir=" + base,
                "--datadir=" + data,
                "--socket=" + Files.createTempDirectory("mysql").resolve("socket"),
                "--pid-file=" + file("pid"),
                "--character-set-server=utf8mb4"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        command.addAll(options);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(file(name + ".log").toFile())
                .start();
    }
}
