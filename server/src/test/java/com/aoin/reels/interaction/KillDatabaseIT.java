package com.aoin.reels.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.Main;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.config.ReelsConfig.Secret;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.ReelsProcess;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of the embedded database under load, again and again. The service starts it again by itself and loses
 * nothing that it has acknowledged; meanwhile it tells callers to come back.
 */
class KillDatabaseIT {
    private static final int ROUNDS = Integer.getInteger("reels.kill.rounds", 3);
    private static final int REELS = 200;

    private final Random random = new Random(1);
    private final Path directory = TestingReels.newDirectory();
    private final Path files = directory.resolve("mariadb");
    private int turnedAway;

    @Test
    void theServiceRecoversByItselfAndLosesNothing() throws Exception {
        try (ReelsProcess service = start()) {
            AcknowledgedCommands.createShop(database());
            for (int round = 0; round < ROUNDS; round++) {
                killUnderLoad(service, 1 + round * REELS);
            }
            assertThat(turnedAway).isPositive();
            aDatabaseThatStaysAwayIsToldToCallers(service);
            // The service dies, its database lives on.
            service.process().destroyForcibly().waitFor();
        }
        try (ReelsProcess service = start()) {
            int first = 1 + ROUNDS * REELS;
            killUnderLoad(service, first);
            service.process().destroy();
            assertThat(service.awaitEnd()).isZero();
        }
        assertThat(ProcessHandle.of(pid()).isPresent() && isOurs(pid())).isFalse();
        TestingReels.delete(directory);
    }

    private ReelsProcess start() {
        Map<String, String> environment =
                TestingReels.builder().environment(new DatabaseAddress("", "", new Secret("")), directory);
        List.of("REELS_DB_URL", "REELS_DB_USER", "REELS_DB_PASSWORD").forEach(environment::remove);
        return ReelsProcess.start(environment, Main.class.getName(), "serve").awaitReady();
    }

    private void killUnderLoad(ReelsProcess service, int firstReel) throws Exception {
        DatabaseAddress database = database();
        AcknowledgedCommands.createReels(database, firstReel, REELS);
        AcknowledgedCommands load = AcknowledgedCommands.start(
                firstReel, REELS, service.anonymous(), user -> service.bearing(TestingReels.tokenOf(user)));
        int until = 30 + random.nextInt(400);
        Waiting.until(() -> load.count() >= until);
        long killed = kill();
        Waiting.until(() -> pid() != killed && service.isReady());
        // The same service works on, on the same port.
        int before = load.count();
        Waiting.until(() -> load.count() > before || load.isFinished());
        load.stop();
        turnedAway += load.turnedAway();
        assertThat(database()).isEqualTo(database);
        try {
            load.assertAllThere(database);
        } catch (AssertionError e) {
            throw new AssertionError("The database is left as it is in " + directory, e);
        }
    }

    private void aDatabaseThatStaysAwayIsToldToCallers(ReelsProcess service) throws Exception {
        Path program = files.resolve("base").resolve("bin").resolve("mariadbd");
        Path hidden = program.resolveSibling("hidden");
        Files.move(program, hidden);
        kill();
        Waiting.until(() -> !service.isReady());
        ApiResponse readiness = service.anonymous().get("/health/ready").expect(503);
        assertThat(readiness.json().get("checks").get("database").get("status").stringValue())
                .isEqualTo("down");
        service.anonymous().get("/health/live").expect(200);
        for (ApiResponse answer : List.of(
                service.bearing(TestingReels.tokenOf(1)).post("/api/reels/1/like"),
                service.anonymous().post("/api/reels/1/share"),
                service.anonymous().get("/api/reels/1"))) {
            answer.expectError(503, "TRANSACTION_ERROR", null);
            assertThat(answer.header("Retry-After")).isNotEmpty();
        }
        Files.move(hidden, program);
        Waiting.until(service::isReady);
        service.anonymous().get("/api/reels/1").expect(200);
    }

    private long pid() {
        try {
            String text = Files.readString(files.resolve("mariadbd.pid")).strip();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (IOException e) {
            return 0;
        }
    }

    private long kill() {
        long pid = pid();
        assertThat(isOurs(pid)).isTrue();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        return pid;
    }

    private boolean isOurs(long pid) {
        return commandLine(pid).contains(directory.getFileName().toString());
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private DatabaseAddress database() throws IOException {
        String port = commandLine(pid()).replaceFirst("(?s).*--port=(\\d+).*", "$1");
        String password = Files.readString(files.resolve("password")).strip();
        return new DatabaseAddress("jdbc:mariadb://127.0.0.1:" + port + "/reels", "reels", new Secret(password));
    }
}
