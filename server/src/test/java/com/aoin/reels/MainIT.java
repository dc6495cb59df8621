package com.aoin.reels;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.ReelsProcess;
import com.aoin.reels.testing.TcpRelay;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The commands as processes of their own: what they print, and with which status they end. */
class MainIT {
    private DatabaseAddress database;
    private Path directory;
    private Map<String, String> environment;

    @BeforeEach
    void prepare() {
        database = TestingDatabase.fresh();
        directory = TestingReels.newDirectory();
        environment = new LinkedHashMap<>(TestingReels.builder().environment(database, directory));
    }

    @AfterEach
    void clear() {
        TestingDatabase.drop(database);
        TestingReels.delete(directory);
    }

    private ReelsProcess start(String... arguments) {
        return ReelsProcess.start(environment, "com.aoin.reels.Main", arguments);
    }

    private void ends(int status, String output, String... arguments) {
        try (ReelsProcess process = start(arguments)) {
            assertThat(process.awaitEnd()).as(process.log()).isEqualTo(status);
            assertThat(process.log()).matches(output + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REELS_HTTP_PORT, 99999",
        "REELS_HTTP_PORT, 0",
        "REELS_HTTP_HOST, 192.0.2.1",
        "REELS_HTTP_HOST, no-such-host.invalid",
        "REELS_JWT_JWKS_URL, http://ip6-localhost/keys",
        "REELS_JWT_SECRET, short",
        "REELS_CATALOG, theirs",
        "REELS_CONFIG, /no/such/file",
        "REELS_DATA_DIR, /proc/version/data"
    })
    void aWrongSettingIsOneLineAndStatusTwo(String name, String held) {
        environment.put(name, held);
        ends(2, "reels: " + name + " is .*, but takes .*", "serve");
    }

    @ParameterizedTest
    @CsvSource({
        "frobnicate,,,There is no command frobnicate; help lists them",
        "serve,--port,80,There is no option --port; this command takes none",
        "token,,,--user is needed: a whole number from 1 to 2147483647",
        "token,--user,me,'--user is \"me\", but takes a whole number from 1 to 2147483647'",
        "token,--user,,--user needs a value"
    })
    void wrongUsageIsOneLineAndStatusTwo(String command, String option, String value, String message) {
        String[] words =
                Stream.of(command, option, value).filter(Objects::nonNull).toArray(String[]::new);
        ends(2, "reels: " + Pattern.quote(message), words);
    }

    @Test
    void helpListsTheCommands() {
        try (ReelsProcess process = start("help")) {
            assertThat(process.awaitEnd()).isZero();
            assertThat(process.log()).contains("serve", "demo", "token", "import", "migrate", "test");
        }
    }

    @Test
    void migrateBringsAFreshDatabaseToThisVersion() {
        ends(0, "(?s).*Applied [1-9][0-9]+ migrations\\.", "migrate");
        ends(0, "(?s).*The schema is up to date\\.", "migrate");
    }

    @Test
    void aWrongPasswordFailsAtOnceInOneLine() {
        environment.put("REELS_DB_PASSWORD", "not the password");
        ends(1, "reels: Cannot use the database at " + database.url() + ": .*Access denied.*", "serve");
    }

    @Test
    void anUnknownDatabaseFailsAtOnceInOneLine() {
        environment.put("REELS_DB_URL", database.url() + "_");
        ends(1, "reels: Cannot use the database at .*Unknown database.*", "migrate");
    }

    @Test
    void whereAnIdentityProviderSignsTokensNoneAreMadeHere() {
        environment.remove("REELS_JWT_SECRET");
        environment.put("REELS_JWT_JWKS_URL", "https://id.shop.example/keys");
        ends(2, "reels: Tokens come from the identity provider .*", "token", "--user", "1");
    }

    @Test
    void aTakenPortIsOneLine() {
        try (TestingReels running = TestingReels.start()) {
            String port = Integer.toString(running.base().getPort());
            environment.put("REELS_HTTP_PORT", port);
            ends(1, "(?s).*reels: Cannot listen on 127\\.0\\.0\\.1:" + port + ": Address already in use", "serve");
        }
    }

    /** Whose digits are others than ours, in keys of storage, filters of ffmpeg and statements. */
    @Test
    void theLanguageOfTheMachineDoesNotMatter() {
        environment.put("JAVA_TOOL_OPTIONS", "-Duser.language=fa -Duser.country=IR");
        try (TestingReels before =
                TestingReels.builder().database(database).directory(directory).start()) {
            TestShop.in(before);
        }
        try (ReelsProcess service = start("serve").awaitReady()) {
            ApiClient merchant = service.bearing(TestingReels.tokenOf(TestShop.MERCHANT_USER));
            MultipartForm form =
                    MultipartForm.of(11, "A phone").file("video", "phone.mp4", TestClips.h264(2, 180, 320));
            JsonNode reel = merchant.upload(form).expect(201).data();
            String reelPath = "/api/reels/" + reel.get("reel_id").intValue();
            merchant.postJson(reelPath + "/view", "{}").expect(200);
            merchant.postJson(reelPath + "/like", "{}").expect(200);
            JsonNode seen = merchant.get(reelPath).expect(200).data();
            assertThat(seen.get("views_count").intValue()).isEqualTo(1);
            assertThat(seen.get("video_url").stringValue()).matches("[ -~]+\\.mp4");
        }
    }

    @Test
    void aMadeTokenOpensTheServiceAndNoSecretReachesItsLog() throws Exception {
        environment.remove("REELS_JWT_SECRET");
        try (ReelsProcess service = start("serve").awaitReady();
                ReelsProcess command = start("token", "--user", "7", "--role", "admin", "--hours", "1")) {
            assertThat(command.awaitEnd()).isZero();
            String token = command.log().strip();
            assertThat(token).matches("[A-Za-z0-9_.-]+");
            // The token of a user whom the shop does not know is good, but its reel is not there.
            service.bearing(token).get("/api/reels/1").expect(404);
            String tampered = token.substring(0, token.length() - 4) + "AAAA";
            service.bearing(tampered).get("/api/reels/1").expect(401);
            service.process().destroy();
            assertThat(service.awaitEnd()).isZero();
            String secret = Files.readString(directory.resolve("jwt-secret")).strip();
            assertThat(service.log())
                    .contains("ready at")
                    .doesNotContain(token, tampered, token.substring(token.lastIndexOf('.')), secret)
                    .doesNotContain(database.password().text());
        }
    }

    @Test
    void theServiceWaitsForADatabaseThatStartsLater() {
        int port = Integer.parseInt(
                TestingReels.builder().environment(database, directory).get("REELS_HTTP_PORT"));
        environment.put("REELS_DB_URL", database.url().replaceFirst(":[0-9]+/", ":" + port + "/"));
        try (ReelsProcess service = start("serve")) {
            Waiting.until(() -> service.log().contains("Waiting for the database at jdbc:mariadb://127.0.0.1:" + port));
            try (TcpRelay relay = TcpRelay.open(port, database.url())) {
                service.awaitReady();
                assertThat(relay.connections()).isPositive();
                service.process().destroy();
                assertThat(service.awaitEnd()).isZero();
            }
        }
    }

    @Test
    void askedToStopWhileItWaitsTheServiceEndsAtOnce() {
        environment.put("REELS_DB_URL", "jdbc:mariadb://127.0.0.1:1/reels");
        try (ReelsProcess service = start("serve")) {
            Waiting.until(() -> service.log().contains("Waiting for the database"));
            service.process().destroy();
            assertThat(service.awaitEnd()).isZero();
            assertThat(service.log()).contains("Stopped while starting");
        }
    }
}
