package com.aoin.reels;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingRedis;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.TestingStorages;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the alerts and the dashboard ask Prometheus for is what a service exports, by name and by label. */
class OperationsIT {
    private static final Path OPS = Path.of("..", "ops");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(=~|=)\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern METRIC = Pattern.compile("\\b([a-z][a-z0-9]*_[a-z0-9_]+)(?:\\{([^}]*)})?(?!\\s*\\()");
    private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
    /** Those that Prometheus adds. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    private static TestingStorages storages;
    private static TestingRedis redis;
    private static TestingReels reels;
    private static Map<String, List<Map<String, String>>> exported;

    @BeforeAll
    static void start() {
        storages = new TestingStorages();
        redis = TestingRedis.start();
        reels = storages.with("aws").set("REELS_REDIS_URL", redis.url()).start();
        TestShop.in(reels);
        reels.anonymous().get("/api/reels/public").expect(200);
        exported = samples(reels.anonymous().get("/metrics").expect(200).text());
    }

    @AfterAll
    static void stop() {
        reels.close();
        redis.close();
        storages.close();
    }

    private static Map<String, List<Map<String, String>>> samples(String metrics) {
        Map<String, List<Map<String, String>>> samples = new HashMap<>();
        metrics.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            Map<String, String> labels = new HashMap<>();
            if (sample.group(2) != null) {
                Matcher label = LABEL.matcher(sample.group(2));
                while (label.find()) {
                    labels.put(label.group(1), label.group(3));
                }
            }
            samples.computeIfAbsent(sample.group(1), _ -> new ArrayList<>()).add(labels);
        });
        return samples;
    }

    /** An expression, and where it stands. */
    record Expression(String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Expression> expressions() throws IOException {
        Stream<Expression> alerts = rules().stream()
                .map(rule -> new Expression(
                        rule.get("alert").stringValue(), rule.get("expr").stringValue()));
        Stream<Expression> panels = panels().stream()
                .flatMap(panel -> panel.get("targets")
                        .valueStream()
                        .map(target -> new Expression(
                                panel.get("title").stringValue(),
                                target.get("expr").stringValue())));
        return Stream.concat(alerts, panels);
    }

    private static List<JsonNode> rules() throws IOException {
        return read(new YAMLMapper(), "alerts.yml")
                .at("/groups/0/rules")
                .valueStream()
                .toList();
    }

    private static List<JsonNode> panels() throws IOException {
        return read(new JsonMapper(), "dashboard.json")
                .get("panels")
                .valueStream()
                .toList();
    }

    private static JsonNode read(ObjectMapper mapper, String file) throws IOException {
        return mapper.readTree(Files.readString(OPS.resolve(file)));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void whatIsAskedForIsExported(Expression expression) {
        String text = expression.text();
        assertThat(text.chars().filter(c -> c == '(').count())
                .isEqualTo(text.chars().filter(c -> c == ')').count());
        if (text.startsWith("up{")) {
            return;
        }
        Set<String> labels = new HashSet<>(ADDED);
        Matcher metric = METRIC.matcher(GROUPING.matcher(text.replace("$__rate_interval", "1m"))
                .replaceAll("")
                .replaceAll("\\b(histogram_quantile)\\b", "quantile"));
        int found = 0;
        while (metric.find()) {
            List<Map<String, String>> samples = exported.get(metric.group(1));
            assertThat(samples).as(metric.group(1)).isNotNull();
            samples.forEach(sample -> labels.addAll(sample.keySet()));
            if (metric.group(2) != null && !metric.group(1).startsWith("http_")) {
                assertThat(samples).anyMatch(sample -> selects(metric.group(2), sample));
            }
            found++;
        }
        assertThat(found).isPositive();
        Matcher grouping = GROUPING.matcher(text);
        while (grouping.find()) {
            assertThat(labels).contains(grouping.group(1).split(", ", -1));
        }
    }

    private static boolean selects(String selector, Map<String, String> sample) {
        Matcher label = LABEL.matcher(selector);
        boolean all = true;
        while (label.find()) {
            String value = sample.getOrDefault(label.group(1), "");
            all &= label.group(2).equals("=") ? value.equals(label.group(3)) : value.matches(label.group(3));
        }
        return all;
    }

    /** A rate is only told of a series that was there before its first failure. */
    @Test
    void everyOutcomeIsThereFromTheStart() throws IOException {
        for (Expression expression : expressions().toList()) {
            Matcher outcomes =
                    Pattern.compile("(reels_\\w+)\\{outcome=~?\"([^\"]+)\"}").matcher(expression.text());
            while (outcomes.find()) {
                for (String outcome : outcomes.group(2).split("\\|", -1)) {
                    assertThat(exported.get(outcomes.group(1)))
                            .anyMatch(sample -> outcome.equals(sample.get("outcome")));
                }
            }
        }
    }

    @Test
    void alertsSayWhatTheyMean() throws IOException {
        Set<String> names = new HashSet<>();
        for (JsonNode rule : rules()) {
            assertThat(names.add(rule.get("alert").stringValue())).isTrue();
            assertThat(rule.at("/labels/severity").stringValue()).isIn("page", "warn", "info");
            assertThat(rule.at("/annotations/summary").stringValue()).endsWith(".");
            assertThat(rule.at("/annotations/description").stringValue()).endsWith(".");
        }
    }

    @Test
    void panelsStandSideBySide() throws IOException {
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : panels()) {
            JsonNode place = panel.get("gridPos");
            assertThat(taken.add(place.get("x") + "," + place.get("y"))).isTrue();
            assertThat(taken.add("id " + panel.get("id"))).isTrue();
            assertThat(place.get("x").intValue() + place.get("w").intValue()).isLessThanOrEqualTo(24);
        }
    }

    /** The conditions of the alerts on storage, Redis and refused uploads come true when they should. */
    @Test
    void failuresAreSeen() {
        reels.user(TestShop.MERCHANT_USER)
                .upload(MultipartForm.of(11, "x").file("video", "a.mp4", new byte[1000]))
                .expectError(400, "FILE_VALIDATION_ERROR", "video");
        reels.user(TestShop.MERCHANT_USER)
                .upload(MultipartForm.of(11, "x").file("video", "a.mp4", TestClips.h264(1, 180, 320)))
                .expect(201);
        redis.kill();
        Waiting.until(() -> now().contains("reels_redis_circuit_open 1.0"));
        redis.restart();
        Waiting.until(() -> now().contains("reels_redis_circuit_open 0.0"));
        assertThat(now())
                .contains("reels_uploads_seconds_count{outcome=\"file_validation_error\"} 1")
                .contains("reels_uploads_seconds_count{outcome=\"accepted\"} 1")
                .contains("reels_storage_calls_seconds_count{operation=\"store\",outcome=\"done\",provider=\"aws\"} 2")
                .contains("reels_storage_up{provider=\"aws\"} 1.0");
    }

    private static String now() {
        return reels.anonymous().get("/metrics").expect(200).text();
    }
}
