package com.aoin.reels.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.config.ReelsConfig.RedisAddress;
import com.aoin.reels.config.ReelsConfig.Secret;
import com.aoin.reels.config.ReelsConfig.StorageProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReelsConfigTest {
    private static final String LONG_SECRET = "correct horse battery staple, twice over";

    @TempDir
    private Path folder;

    private static ReelsConfig read(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return ReelsConfig.read(environment, false);
    }

    @Test
    void nothingNeedsToBeSet() {
        ReelsConfig config = read();
        assertThat(config.httpHost()).isEqualTo("127.0.0.1");
        assertThat(config.httpPort()).isEqualTo(5110);
        assertThat(config.dataDirectory()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(config.database()).isNull();
        assertThat(config.redis()).isNull();
        assertThat(config.jwtSecret()).isNull();
        assertThat(config.jwksUrl()).isNull();
        assertThat(config.jwtIssuer()).isNull();
        assertThat(config.jwtAudience()).isNull();
        assertThat(config.storageProvider()).isEqualTo(StorageProvider.LOCAL);
        assertThat(config.s3()).isNull();
        assertThat(config.cloudinary()).isNull();
        assertThat(config.requireApproval()).isFalse();
        assertThat(config.autoProvisionUsers()).isFalse();
        assertThat(config.catalog()).isEqualTo(CatalogMode.OWN);
        assertThat(config.corsOrigins()).isEmpty();
        assertThat(config.publicUrl()).isEqualTo(URI.create("http://127.0.0.1:5110"));
        assertThat(config.clamd()).isNull();
        assertThat(config.node()).isNull();
        assertThat(config.unfinishedUploadsMb()).isEqualTo(10_240);
        assertThat(config.keptFreeMb()).isEqualTo(1024);
        assertThat(config.demo()).isFalse();
    }

    @Test
    void everythingCanBeSet() {
        ReelsConfig config = read(
                "REELS_HTTP_HOST", "0.0.0.0",
                "REELS_HTTP_PORT", "8080",
                "REELS_DATA_DIR", "/srv/reels",
                "REELS_DB_URL", "jdbc:mysql://db:3306/shop?sslMode=trust",
                "REELS_DB_USER", "app",
                "REELS_DB_PASSWORD", "hunter2",
                "REELS_REDIS_URL", "rediss://app:hunter2@cache:6380/1",
                "REELS_JWT_SECRET", LONG_SECRET,
                "REELS_JWT_JWKS_URL", "https://id.shop.example/keys",
                "REELS_JWT_ISSUER", "https://id.shop.example/",
                "REELS_JWT_AUDIENCE", "reels",
                "VIDEO_STORAGE_PROVIDER", "local",
                "REELS_REQUIRE_APPROVAL", "true",
                "REELS_AUTO_PROVISION_USERS", "1",
                "REELS_CATALOG", "external",
                "REELS_CORS_ORIGINS", "https://shop.example, http://localhost:3000/",
                "REELS_PUBLIC_URL", "https://media.shop.example/",
                "REELS_CLAMD", "scanner:3310",
                "REELS_NODE", "left2",
                "REELS_UNFINISHED_UPLOADS_MB", "500",
                "REELS_KEEP_FREE_MB", "5000");
        assertThat(config.httpHost()).isEqualTo("0.0.0.0");
        assertThat(config.httpPort()).isEqualTo(8080);
        assertThat(config.dataDirectory()).isEqualTo(Path.of("/srv/reels"));
        assertThat(config.database())
                .isEqualTo(
                        new DatabaseAddress("jdbc:mariadb://db:3306/shop?sslMode=trust", "app", new Secret("hunter2")));
        assertThat(config.redis()).isEqualTo(new RedisAddress(new Secret("rediss://app:hunter2@cache:6380/1")));
        assertThat(String.valueOf(config.redis())).isEqualTo("rediss://cache:6380/1");
        assertThat(config.jwtSecret()).isEqualTo(new Secret(LONG_SECRET));
        assertThat(config.jwksUrl()).isEqualTo(URI.create("https://id.shop.example/keys"));
        assertThat(config.jwtIssuer()).isEqualTo("https://id.shop.example/");
        assertThat(config.jwtAudience()).isEqualTo("reels");
        assertThat(config.requireApproval()).isTrue();
        assertThat(config.autoProvisionUsers()).isTrue();
        assertThat(config.catalog()).isEqualTo(CatalogMode.EXTERNAL);
        assertThat(config.corsOrigins()).containsExactly("https://shop.example", "http://localhost:3000");
        assertThat(config.publicUrl()).isEqualTo(URI.create("https://media.shop.example"));
        assertThat(config.clamd()).isEqualTo(InetSocketAddress.createUnresolved("scanner", 3310));
        assertThat(config.node()).isEqualTo("left2");
        assertThat(config.unfinishedUploadsMb()).isEqualTo(500);
        assertThat(config.keptFreeMb()).isEqualTo(5000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            REELS_HTTP_PORT            | eighty                     | a whole number from 1 to 65535
            REELS_HTTP_PORT            | 65536                      | a whole number from 1 to 65535
            REELS_HTTP_PORT            | -1                         | a whole number from 1 to 65535
            REELS_HTTP_PORT            | 0                          | a whole number from 1 to 65535
            REELS_HTTP_HOST            | 192.0.2.1                  | an address of this machine, or 0.0.0.0 for all
            REELS_HTTP_HOST            | no-such-host.invalid       | an address of this machine, or 0.0.0.0 for all
            REELS_DB_URL               | mysql://db/shop            | jdbc:mariadb://host:port/database (MySQL too)
            REELS_DB_URL               | jdbc:mariadb://db          | jdbc:mariadb://host:port/database (MySQL too)
            REELS_DB_URL               | jdbc:postgresql://db/shop  | jdbc:mariadb://host:port/database (MySQL too)
            REELS_REDIS_URL            | localhost:6379             | redis://[user:password@]host[:port][/database] (or rediss://)
            REELS_REDIS_URL            | http://cache:6379          | redis://[user:password@]host[:port][/database] (or rediss://)
            REELS_REDIS_URL            | redis://cache:0            | redis://[user:password@]host[:port][/database] (or rediss://)
            REELS_REDIS_URL            | redis://cache:66000        | redis://[user:password@]host[:port][/database] (or rediss://)
            REELS_REDIS_URL            | redis://cache/first        | redis://[user:password@]host[:port][/database] (or rediss://)
            REELS_REDIS_URL            | redis://cache/0?timeout=1s | redis://[user:password@]host[:port][/database] (or rediss://)
            REELS_REDIS_URL            | redis://                   | redis://[user:password@]host[:port][/database] (or rediss://)
            REELS_JWT_JWKS_URL         | http://id.example/keys     | an https:// URL (http:// only to localhost, 127.0.0.1 or [::1])
            REELS_JWT_JWKS_URL         | http://127.0.0.1.example/k | an https:// URL (http:// only to localhost, 127.0.0.1 or [::1])
            REELS_JWT_JWKS_URL         | http://a.localhost/keys    | an https:// URL (http:// only to localhost, 127.0.0.1 or [::1])
            REELS_JWT_JWKS_URL         | http://ip6-localhost/keys  | an https:// URL (http:// only to localhost, 127.0.0.1 or [::1])
            REELS_JWT_JWKS_URL         | http://128.0.0.1/keys      | an https:// URL (http:// only to localhost, 127.0.0.1 or [::1])
            REELS_JWT_JWKS_URL         | http://[::2]/keys          | an https:// URL (http:// only to localhost, 127.0.0.1 or [::1])
            REELS_JWT_JWKS_URL         | http://127.0.0.256/keys    | an http:// or https:// URL
            REELS_JWT_JWKS_URL         | file:///etc/passwd         | an http:// or https:// URL
            REELS_JWT_JWKS_URL         | https:keys                 | an http:// or https:// URL
            REELS_JWT_JWKS_URL         | https://id.example/k#keys  | an http:// or https:// URL
            REELS_JWT_JWKS_URL         | keys.json                  | an http:// or https:// URL
            VIDEO_STORAGE_PROVIDER     | ftp                        | one of local, aws, cloudinary
            REELS_REQUIRE_APPROVAL     | yes                        | true or false
            REELS_AUTO_PROVISION_USERS | on                         | true or false
            REELS_CATALOG              | theirs                     | one of own, external
            REELS_CORS_ORIGINS         | https://a.example/path     | origins like https://shop.example, or *
            REELS_CORS_ORIGINS         | a.example                  | an http:// or https:// URL
            REELS_PUBLIC_URL           | ftp://media.example        | an http:// or https:// URL
            REELS_CLAMD                | scanner                    | host:port of a ClamAV daemon
            REELS_CLAMD                | scanner:0                  | host:port of a ClamAV daemon
            REELS_CLAMD                | :3310                      | host:port of a ClamAV daemon
            REELS_NODE                 | Left                       | 1 to 16 lower-case letters and digits
            REELS_NODE                 | a-b                        | 1 to 16 lower-case letters and digits
            REELS_UNFINISHED_UPLOADS_MB | 99                        | a whole number from 100 to 100000000
            REELS_CONFIG               | /no/such/file              | the path of a readable file with NAME=value lines
            """)
    void aWrongValueIsNamedWithWhatItHeldAndWhatItTakes(String name, String held, String takes) {
        assertThatThrownBy(() -> read(name, held))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith(name + " is \"" + held + "\", but takes " + takes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://id.shop.example/.well-known/jwks.json",
                "https://id.shop.example/jwks?tenant=1",
                "http://localhost/jwks",
                "http://LOCALHOST:8080/jwks",
                "http://127.0.0.1:8080/jwks",
                "http://127.255.0.9/jwks",
                "http://[::1]:8080/jwks"
            })
    void keysComeThroughTlsOrFromThisMachine(String url) {
        assertThat(read("REELS_JWT_JWKS_URL", url).jwksUrl()).isEqualTo(URI.create(url));
    }

    @Test
    void aPathThatCannotBeOneIsNamed() {
        assertThatThrownBy(() -> read("REELS_DATA_DIR", "a\0b"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("REELS_DATA_DIR is ");
    }

    @Test
    void aShortSecretIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> read("REELS_JWT_SECRET", "swordfish"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("REELS_JWT_SECRET")
                .hasMessageContaining("9 bytes")
                .hasMessageContaining("32")
                .message()
                .doesNotContain("swordfish");
    }

    @ParameterizedTest
    @CsvSource({
        "REELS_DB_URL, jdbc:mariadb://app:swordfish@db/shop",
        "REELS_DB_URL, jdbc:oracle://db/shop?password=swordfish",
        "REELS_PUBLIC_URL, https://app:swordfish@media.example",
        "REELS_JWT_JWKS_URL, https://app:swordfish@id.example",
        "REELS_REDIS_URL, redis://app:a/sword@fish/swordfish@cache/first"
    })
    void aPasswordInAUrlIsRefusedWithoutShowingIt(String name, String held) {
        assertThatThrownBy(() -> read(name, held))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith(name + " is ")
                .doesNotContain("swordfish");
    }

    @Test
    void aMessageIsOneLineWhateverAVariableHolds() {
        assertThatThrownBy(() -> read("REELS_CATALOG", "own\nexternal"))
                .message()
                .hasLineCount(1);
    }

    @Test
    void noSecretIsInItsText() {
        String text = read(
                        "REELS_JWT_SECRET",
                        LONG_SECRET,
                        "REELS_DB_URL",
                        "jdbc:mariadb://db/shop?password=swordfish",
                        "REELS_DB_PASSWORD",
                        "hunter2")
                .toString();
        assertThat(text).contains("jdbc:mariadb://db/shop").doesNotContain(LONG_SECRET, "swordfish", "hunter2");
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("reels.conf"), """
                # the shop's settings
                REELS_HTTP_PORT = 7001
                REELS_HTTP_HOST=::1
                REELS_DB_USER=
                """);
        ReelsConfig config = read("REELS_CONFIG", file.toString(), "REELS_HTTP_PORT", "7002");
        assertThat(config.httpPort()).isEqualTo(7002);
        assertThat(config.httpHost()).isEqualTo("::1");
        assertThat(config.publicUrl()).isEqualTo(URI.create("http://[::1]:7002"));
    }

    @Test
    void aLineOfTheFileIsTakenAsItStands() throws IOException {
        String text = """

                # a comment = none
                  REELS_DB_PASSWORD = pa\\ss=\\u0041 "!#
                REELS_DATA_DIR=/srv/new\\
                REELS_DB_URL=jdbc:mariadb://db/shop?sslMode=trust
                """;
        Path file = Files.writeString(folder.resolve("reels.conf"), text.replace("\n", "\r\n"));
        ReelsConfig config = read("REELS_CONFIG", file.toString());
        assertThat(config.dataDirectory()).isEqualTo(Path.of("/srv/new\\"));
        assertThat(config.database())
                .isEqualTo(new DatabaseAddress(
                        "jdbc:mariadb://db/shop?sslMode=trust", "reels", new Secret("pa\\ss=\\u0041 \"!#")));
    }

    @Test
    void aLineThatSaysNothingIsNamedButNotShown() throws IOException {
        Path file = Files.writeString(folder.resolve("reels.conf"), "REELS_HTTP_PORT=7001\nswordfish\n");
        assertThatThrownBy(() -> read("REELS_CONFIG", file.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Line 2 of " + file + " is no NAME=value line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REELS_HTP_PORT", "REELS_CONFIG", "PATH"})
    void anUnknownNameInTheFileIsRefused(String name) throws IOException {
        Path file = Files.writeString(folder.resolve("reels.conf"), name + "=7001\n");
        assertThatThrownBy(() -> read("REELS_CONFIG", file.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(name + " in " + file + " is no setting of Reels");
    }

    @Test
    void aBlankValueCountsAsUnset() {
        assertThat(read("REELS_HTTP_PORT", " ", "REELS_DB_URL", "").httpPort()).isEqualTo(5110);
    }

    @Test
    void demoModeKeepsItsOwnDataDatabaseAndSecret() {
        ReelsConfig config = ReelsConfig.read(
                Map.of(
                        "REELS_DATA_DIR", "/srv/reels",
                        "REELS_DB_URL", "jdbc:mariadb://db/shop",
                        "REELS_REDIS_URL", "redis://cache",
                        "REELS_JWT_SECRET", LONG_SECRET),
                true);
        assertThat(config.demo()).isTrue();
        assertThat(config.dataDirectory()).isEqualTo(Path.of("/srv/reels/demo"));
        assertThat(config.database()).isNull();
        assertThat(config.redis()).isNull();
        assertThat(config.jwtSecret()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void demoModeStaysOnThisMachine(String host) {
        assertThatThrownBy(() -> ReelsConfig.read(Map.of("REELS_HTTP_HOST", host), true))
                .isInstanceOf(ConfigException.class)
                .hasMessage("REELS_HTTP_HOST is \"" + host + "\", but takes a loopback address in demo mode");
    }

    @Test
    void everyNameIsDocumented() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        assertThat(ReelsConfig.names()).allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
        assertThat(List.of("REELS_CONFIG", "REELS_JAVA_OPTS"))
                .allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
    }
}
