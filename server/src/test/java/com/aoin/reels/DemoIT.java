package com.aoin.reels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ConfigException;
import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.demo.DemoShop.Persona;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.Ports;
import com.aoin.reels.testing.TestingReels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo as somebody meets it who starts it for the first time, after a start that was cut off half-way. */
class DemoIT {
    private static ReelsConfig config;
    private static Reels reels;
    private static ApiClient anonymous;
    private static String banner;

    @BeforeAll
    static void open() throws IOException {
        Path parent = Files.createDirectories(Path.of("target", "it-demo").toAbsolutePath());
        config = ReelsConfig.read(
                Map.of(
                        "REELS_HTTP_PORT",
                        Integer.toString(Ports.free()),
                        "REELS_DATA_DIR",
                        Files.createTempDirectory(parent, "data-").toString(),
                        "REELS_REQUIRE_APPROVAL",
                        "true"),
                true);
        anonymous = ApiClient.of(config.publicUrl());
        cutOff();
        start();
    }

    private static void cutOff() {
        try (Reels first = Reels.start(config)) {
            AtomicInteger told = new AtomicInteger();
            assertThatThrownBy(() -> first.demo().open(config.publicUrl(), config.dataDirectory(), line -> {
                        if (told.incrementAndGet() == 5) {
                            throw new IllegalStateException("cut off");
                        }
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cut off");
            assertThat(feed()).isNotEmpty().hasSizeLessThan(16);
        }
    }

    private static void start() {
        reels = Reels.start(config);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        DemoCommand.ready(reels, config, new PrintStream(printed, true, StandardCharsets.UTF_8));
        banner = printed.toString(StandardCharsets.UTF_8);
    }

    @AfterAll
    static void close() {
        if (reels != null) {
            reels.close();
        }
        TestingReels.delete(config.dataDirectory().getParent());
    }

    private static List<JsonNode> feed() {
        List<JsonNode> found = new ArrayList<>();
        anonymous.get("/api/reels/public?per_page=100").expect(200).data().forEach(found::add);
        return found;
    }

    private static ApiResponse media(JsonNode reel, String member) {
        return anonymous
                .get(URI.create(reel.get(member).stringValue()).getPath())
                .expect(200);
    }

    @Test
    void theFirstFeedIsFullOfDifferentClips() throws IOException {
        List<JsonNode> feed = feed();
        assertThat(feed).hasSizeGreaterThanOrEqualTo(16);
        Set<Integer> videos = new HashSet<>();
        Set<String> days = new HashSet<>();
        for (JsonNode reel : feed) {
            assertThat(reel.get("is_visible").booleanValue()).isTrue();
            assertThat(reel.get("processing").stringValue()).isEqualTo("ready");
            assertThat(reel.get("resolution").stringValue()).isEqualTo("540x960");
            assertThat(reel.get("duration_seconds").intValue()).isBetween(5, 8);
            assertThat(videos.add(Arrays.hashCode(media(reel, "video_url").body())))
                    .isTrue();
            var thumbnail = ImageIO.read(
                    new ByteArrayInputStream(media(reel, "thumbnail_url").body()));
            assertThat(thumbnail.getWidth()).isEqualTo(640);
            assertThat(thumbnail.getHeight()).isEqualTo(360);
            days.add(reel.get("created_at").stringValue().substring(0, 10));
        }
        assertThat(days).hasSizeGreaterThan(4);
        assertThat(feed.stream().map(reel -> reel.get("merchant_id").intValue()).distinct())
                .hasSize(5);
    }

    @Test
    void someClipsDrewMorePeopleThanOthers() {
        assertThat(feed().stream()
                        .map(reel -> reel.get("views_count").intValue())
                        .distinct())
                .hasSizeGreaterThan(5);
        assertThat(feed().stream()
                        .mapToInt(reel -> reel.get("likes_count").intValue())
                        .sum())
                .isGreaterThan(100);
        assertThat(reels.demo().shop().personas()).allSatisfy(persona -> {
            String token = reels.demo().token(persona.userId());
            JsonNode stats = anonymous
                    .with("Authorization", "Bearer " + token)
                    .get("/api/reels/user/stats")
                    .expect(200)
                    .data();
            assertThat(stats.get("is_new_user").booleanValue()).isTrue();
        });
    }

    @Test
    void everyPersonaCanSignIn() {
        for (Persona persona : reels.demo().shop().personas()) {
            JsonNode session = anonymous
                    .postJson("/api/demo/login", "{\"user_id\":" + persona.userId() + "}")
                    .expect(200)
                    .data();
            boolean admin = persona.who().equals("admin");
            assertThat(session.get("user_id").intValue()).isEqualTo(persona.userId());
            assertThat(session.get("role").stringValue()).isEqualTo(admin ? "admin" : "user");
            ApiClient client = anonymous.with(
                    "Authorization", "Bearer " + session.get("token").stringValue());
            boolean merchant = persona.who().startsWith("merchant");
            client.get("/api/reels/merchant/my").expect(merchant ? 200 : 403);
            client.postJson("/api/admin/catalog/import", "{}").expect(admin ? 200 : 403);
        }
    }

    @Test
    void strangersCannotSignIn() {
        anonymous
                .postJson("/api/demo/login", "{\"user_id\":4711}")
                .expectError(404, "NOT_FOUND_ERROR", "user_id")
                .expectMessage("User not found");
        anonymous.postJson("/api/demo/login", "{}").expectError(400, "VALIDATION_ERROR", "user_id");
        anonymous.postJson("/api/demo/login", "{\"user_id\":\"1\"}").expectError(400, "VALIDATION_ERROR", "user_id");
    }

    @Test
    void theDemoStaysOnThisMachine() {
        assertThatThrownBy(() -> ReelsConfig.read(Map.of("REELS_HTTP_HOST", "0.0.0.0"), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("loopback");
    }

    @Test
    void theLinesThatItPrintsWorkWhenPasted() throws Exception {
        Assumptions.assumeThat(new File("/usr/bin/curl")).exists();
        assertThat(banner).contains(config.publicUrl().toString(), config.publicUrl() + "/api/docs");
        List<String> lines = banner.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("curl "))
                .toList();
        assertThat(lines).hasSize(3);
        for (String line : lines) {
            Process shell = new ProcessBuilder("sh", "-c", line).start();
            JsonNode answer = new JsonMapper().readTree(shell.getInputStream().readAllBytes());
            assertThat(shell.waitFor()).isZero();
            assertThat(answer.get("status").stringValue()).as(line).isEqualTo("success");
        }
    }

    @Test
    void theShopIsThereAgainAfterARestart() {
        List<JsonNode> before = feed();
        reels.close();
        start();
        assertThat(feed()).isEqualTo(before);
        assertThat(banner).doesNotContain("Filming").doesNotContain("imported");
    }
}
