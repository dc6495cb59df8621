package com.aoin.reels.testing;

import com.aoin.reels.Reels;
import com.aoin.reels.auth.SharedSecret;
import com.aoin.reels.auth.TokenMint;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Outage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A service of its own, on a database and in a data directory of its own, for as long as a test class runs. */
public final class TestingReels implements AutoCloseable {
    public static final String SECRET = "a secret for tests, which is long enough";
    private static final int ATTEMPTS = 5;
    /** Unpacked once for all tests. */
    private static final Path FFMPEG = Path.of("target", "it-ffmpeg").toAbsolutePath();

    private final DatabaseAddress database;
    private final boolean ownsDatabase;
    private final Path directory;
    private final URI base;
    private final AtomicReference<Reels> reels;
    private final TokenMint mint;

    private TestingReels(DatabaseAddress database, boolean ownsDatabase, Path directory, Map<String, String> settings) {
        this.database = database;
        this.ownsDatabase = ownsDatabase;
        this.directory = directory;
        ReelsConfig config = ReelsConfig.read(settings, false);
        this.base = config.publicUrl();
        this.reels = new AtomicReference<>(Reels.start(config));
        this.mint = minting();
    }

    /** A service with default settings. */
    public static TestingReels start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Settings by their environment names, over those that tests need. */
    public static final class Builder {
        private final Map<String, String> settings = new LinkedHashMap<>();
        private DatabaseAddress database;
        private Path directory;

        public Builder set(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** Uses a database that exists, instead of a fresh one. */
        public Builder database(DatabaseAddress existing) {
            this.database = existing;
            return this;
        }

        /** Uses a data directory that exists, instead of a fresh one. */
        public Builder directory(Path existing) {
            this.directory = existing;
            return this;
        }

        public TestingReels start() {
            boolean owns = database == null;
            DatabaseAddress address = owns ? TestingDatabase.fresh() : database;
            Path data = directory == null ? newDirectory() : directory;
            return new TestingReels(address, owns, data, environment(address, data));
        }

        /** The environment in which such a service starts, for tests that start it as a process. */
        public Map<String, String> environment(DatabaseAddress address, Path data) {
            Map<String, String> environment = new LinkedHashMap<>();
            environment.put("REELS_HTTP_PORT", Integer.toString(Ports.free()));
            environment.put("REELS_DATA_DIR", data.toString());
            environment.put("REELS_DB_URL", address.url());
            environment.put("REELS_DB_USER", address.user());
            environment.put("REELS_DB_PASSWORD", address.password().text());
            environment.put("REELS_JWT_SECRET", SECRET);
            environment.putAll(settings);
            return environment;
        }
    }

    /** A data directory that shares the unpacked video tools. */
    public static Path newDirectory() {
        try {
            Files.createDirectories(FFMPEG);
            Path parent = Files.createDirectories(Path.of("target", "it-data").toAbsolutePath());
            Path data = Files.createTempDirectory(parent, "data-");
            Files.createSymbolicLink(data.resolve("ffmpeg"), FFMPEG);
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI base() {
        return base;
    }

    public Path directory() {
        return directory;
    }

    public DatabaseAddress database() {
        return database;
    }

    /** Calls without a token. */
    public ApiClient anonymous() {
        return new ApiClient(base, Map.of());
    }

    /** Calls as a user of the shop. */
    public ApiClient user(int userId) {
        return bearing(mint.mint(userId, null, Duration.ofHours(1)));
    }

    /** Calls as an admin by token. */
    public ApiClient admin(int userId) {
        return bearing(mint.mint(userId, "admin", Duration.ofHours(1)));
    }

    public ApiClient bearing(String token) {
        return new ApiClient(base, Map.of("Authorization", "Bearer " + token));
    }

    public String token(int userId) {
        return mint.mint(userId, null, Duration.ofHours(1));
    }

    /** A token for any service with the secret of tests. */
    public static String tokenOf(int userId) {
        return minting().mint(userId, null, Duration.ofHours(1));
    }

    private static TokenMint minting() {
        return new TokenMint(new TokenSettings(SharedSecret.ofText(SECRET), null, null, null), Clock.systemUTC());
    }

    /** Runs a statement as the shop would, behind the service's back. */
    public void sql(String statement, Object... arguments) {
        sql(database, statement, arguments);
    }

    /** Runs a statement where no service need be running; again where it got into another's way, as a shop would. */
    public static void sql(DatabaseAddress database, String statement, Object... arguments) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = TestingDatabase.connect(database);
                    PreparedStatement prepared = connection.prepareStatement(statement)) {
                bind(prepared, arguments);
                prepared.execute();
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !Outage.isConflict(e)) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Waits until lists show what has been written behind the service's back. */
    public void settle() {
        admin(1).post("/api/admin/index/check").expect(200);
    }

    /** The rows of a query, each as its columns in order. */
    public List<List<Object>> rows(String query, Object... arguments) {
        try (Connection connection = TestingDatabase.connect(database);
                PreparedStatement prepared = connection.prepareStatement(query)) {
            bind(prepared, arguments);
            List<List<Object>> rows = new ArrayList<>();
            try (ResultSet result = prepared.executeQuery()) {
                while (result.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getObject(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one value of a query. */
    public Object value(String query, Object... arguments) {
        return rows(query, arguments).getFirst().getFirst();
    }

    public long count(String fromWhere, Object... arguments) {
        return ((Number) value("SELECT COUNT(*) FROM " + fromWhere, arguments)).longValue();
    }

    private static void bind(PreparedStatement prepared, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            prepared.setObject(i + 1, arguments[i]);
        }
    }

    /** Every file below a folder of the data directory, by its path there. */
    public List<String> files(String folder) {
        Path root = directory.resolve(folder);
        if (!Files.exists(root)) {
            return List.of();
        }
        try (var paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // Test classes hold on to this for as long as all tests run, and should not hold all that a service had.
        Reels running = reels.getAndSet(null);
        if (running != null) {
            running.close();
        }
        if (ownsDatabase) {
            TestingDatabase.drop(database);
        }
    }

    /** Removes a data directory, but not the shared tools that it links to. */
    public static void delete(Path data) {
        try (var paths = Files.walk(data)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
