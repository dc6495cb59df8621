package com.aoin.reels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.db.EmbeddedMariaDb;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandIT {
    private static final String SHOP = """
            {"users": [{"user_id": 1}], "merchants": [{"merchant_id": 1, "user_id": 1, "business_name": "Shop"}]}""";

    @TempDir
    Path folder;

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("catalog.json"), json);
    }

    /** Reads settings that name a data directory and, unless it is the embedded one, a database. */
    private static ReelsConfig config(Map<String, String> more) {
        return ReelsConfig.read(more, false);
    }

    @Test
    void aFileIsTakenAsOverHttp() throws Exception {
        try (TestingReels reels = TestingReels.start()) {
            Map<String, String> environment = TestingReels.builder().environment(reels.database(), reels.directory());
            ImportCommand.run(List.of(file(SHOP).toString()), config(environment));
            assertThat(reels.count("merchant_profiles WHERE business_name = 'Shop'"))
                    .isEqualTo(1);

            Path wrong = file(
                    SHOP.replace("\"user_id\": 1, \"b", "\"user_id\": 2, \"b").replace("Shop", "Other"));
            assertThatThrownBy(() -> ImportCommand.importInto(config(environment), wrong))
                    .isInstanceOf(CommandException.class)
                    .hasMessage(wrong + ": merchants[0].user_id must name a user, and there is none with id 2");
            assertThat(reels.count("merchant_profiles WHERE business_name = 'Other'"))
                    .isZero();
        }
    }

    @Test
    void whatCannotBeReadIsTold() throws IOException {
        ReelsConfig config = config(Map.of("REELS_DATA_DIR", folder.toString()));
        assertThatThrownBy(() -> ImportCommand.run(List.of("no-such-file.json"), config))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("Cannot read no-such-file.json");
        assertThatThrownBy(() -> ImportCommand.importInto(config, file("{\"users\": [")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("catalog.json: The body is not valid JSON");
        assertThatThrownBy(() -> ImportCommand.run(List.of(), config)).isInstanceOf(UsageException.class);
        assertThat(folder.resolve("mariadb")).doesNotExist();
    }

    @Test
    void anExternalCatalogueIsTheShopsToChange() throws IOException {
        Path file = file(SHOP);
        ReelsConfig config = config(Map.of("REELS_DATA_DIR", folder.toString(), "REELS_CATALOG", "external"));
        assertThatThrownBy(() -> ImportCommand.importInto(config, file))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("REELS_CATALOG");
    }

    @Test
    void theEmbeddedDatabaseIsStartedForTheImportAndKeepsIt() throws Exception {
        // Below the system's temporary directory, which must not make the data temporary.
        assertThat(folder).startsWith(Path.of(System.getProperty("java.io.tmpdir")));
        Path directory = Files.createDirectories(folder.resolve("mariadb"));
        // Unpacking the server takes seconds; the one of the other tests will do.
        TestingDatabase.embedded();
        Files.createSymbolicLink(directory.resolve("base"), TestingDatabase.DIRECTORY.resolve("base"));
        ReelsConfig config = config(Map.of("REELS_DATA_DIR", folder.toString()));
        ImportCommand.importInto(config, file(SHOP));
        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(directory);
                var connection = TestingDatabase.connect(server.address());
                var rows = connection.createStatement().executeQuery("SELECT business_name FROM merchant_profiles")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("Shop");
        }
    }

    @Test
    void theDatabaseOfARunningServiceIsSharedAndNotEnded() throws Exception {
        TestingDatabase.embedded();
        Files.createSymbolicLink(folder.resolve("mariadb"), TestingDatabase.DIRECTORY);
        try (var connection = TestingDatabase.connect(TestingDatabase.embedded().address());
                var statement = connection.createStatement()) {
            runAsProcess(file(SHOP));
            try (var rows = statement.executeQuery("SELECT business_name FROM merchant_profiles")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("Shop");
            } finally {
                // The server is kept between runs, its own database is not.
                statement.execute("DROP DATABASE reels");
                statement.execute("CREATE DATABASE reels CHARACTER SET utf8mb4");
            }
        }
    }

    /** Runs the command by itself, as another process than this one, which runs the server. */
    private void runAsProcess(Path file) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.aoin.reels.Main",
                        "import",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = new HashMap<>(command.environment());
        environment.keySet().removeIf(name -> name.startsWith("REELS_"));
        environment.put("REELS_DATA_DIR", folder.toString());
        command.environment().clear();
        command.environment().putAll(environment);
        Process process = command.start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }
}
