package com.aoin.reels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ReelsConfig.RedisAddress;
import com.aoin.reels.config.ReelsConfig.Secret;
import com.aoin.reels.testing.TestingRedis;
import com.aoin.reels.testing.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RedisIT {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    private static void set(Redis redis, String key, String value) throws RedisDown {
        redis.ask(connection -> connection.async().set(key, value.getBytes(StandardCharsets.UTF_8)));
    }

    private static String get(Redis redis, String key) throws RedisDown {
        byte[] value = redis.ask(connection -> connection.async().get(key));
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private double errors() {
        return registry.get("reels.cache.errors").counter().count();
    }

    private double open() {
        return registry.get("reels.redis.circuit.open").gauge().value();
    }

    private static RedisAddress nowhere() {
        return new RedisAddress(new Secret("redis://127.0.0.1:1"));
    }

    @Test
    void answers() throws RedisDown {
        try (TestingRedis server = TestingRedis.start();
                Redis redis = Redis.connect(server.address(), registry)) {
            assertThat(redis.isUp()).isTrue();
            set(redis, "a", "1");
            assertThat(get(redis, "a")).isEqualTo("1");
            assertThat(get(redis, "b")).isNull();
            assertThat(errors()).isZero();
            assertThat(open()).isZero();
        }
    }

    @Test
    void oneThatIsAwayIsNotWaitedFor() {
        try (Redis redis = Redis.connect(nowhere(), registry)) {
            assertThat(redis.isUp()).isFalse();
            assertThat(open()).isOne();
            assertThatThrownBy(() -> get(redis, "a")).isInstanceOf(RedisDown.class);
        }
    }

    @Test
    void aRefusedQuestionIsCountedAndOthersGoOn() throws RedisDown {
        try (TestingRedis server = TestingRedis.start();
                Redis redis = Redis.connect(server.address(), registry)) {
            set(redis, "a", "text");
            assertThatThrownBy(() -> redis.ask(connection -> connection.async().incr("a")))
                    .isInstanceOf(RedisDown.class);
            assertThat(errors()).isOne();
            assertThat(redis.isUp()).isTrue();
            assertThat(get(redis, "a")).isEqualTo("text");
        }
    }

    @Test
    void oneThatIsKilledIsFoundAgainWhenItIsBack() throws RedisDown {
        try (TestingRedis server = TestingRedis.start();
                Redis redis = Redis.connect(server.address(), registry)) {
            set(redis, "a", "1");
            server.kill();
            Waiting.until(() -> !redis.isUp());
            assertThat(errors()).isGreaterThanOrEqualTo(1);
            server.restart();
            Waiting.until(redis::isUp);
            assertThat(get(redis, "a")).isNull();
        }
    }

    @Test
    void workIsDoneWheneverItAnswersAndBeforeItIsAskedByOthersAgain() {
        try (TestingRedis server = TestingRedis.start();
                Redis redis = Redis.connect(server.address(), registry)) {
            AtomicInteger answers = new AtomicInteger();
            AtomicInteger answersWhileAway = new AtomicInteger();
            redis.onAnswer(() -> (redis.isUp() ? answers : answersWhileAway).incrementAndGet());
            Waiting.until(() -> answers.get() > 2);
            server.kill();
            Waiting.until(() -> !redis.isUp());
            int before = answers.get();
            server.restart();
            Waiting.until(() -> answers.get() > before);
            assertThat(answersWhileAway).hasValue(1);
        }
    }

    @Test
    void oneThatHangsIsLeftAloneUntilItAnswers() throws RedisDown {
        try (TestingRedis server = TestingRedis.start();
                Redis redis = Redis.connect(server.address(), registry)) {
            set(redis, "a", "1");
            server.freeze();
            assertThatThrownBy(() -> get(redis, "a")).isInstanceOf(RedisDown.class);
            assertThat(redis.isUp()).isFalse();
            double before = errors();
            assertThatThrownBy(() -> get(redis, "a")).isInstanceOf(RedisDown.class);
            assertThat(errors()).isGreaterThanOrEqualTo(before);
            server.thaw();
            Waiting.until(redis::isUp);
            assertThat(get(redis, "a")).isEqualTo("1");
        }
    }

    @Test
    void aPatientQuestionIsAnsweredLate() throws Exception {
        try (TestingRedis server = TestingRedis.start();
                Redis redis = Redis.connect(server.address(), registry, Duration.ofMinutes(1))) {
            set(redis, "a", "1");
            server.freeze();
            assertThatThrownBy(() -> get(redis, "a")).isInstanceOf(RedisDown.class);
            assertThat(redis.isUp()).isFalse();
            FutureTask<byte[]> late = new FutureTask<>(
                    () -> redis.askPatiently(connection -> connection.async().get("a")));
            Thread.ofVirtual().start(late);
            server.thaw();
            assertThat(late.get()).asString().isEqualTo("1");
        }
    }

    @Test
    void aPatientQuestionEndsToo() {
        try (TestingRedis server = TestingRedis.start();
                Redis redis = Redis.connect(server.address(), registry, Duration.ofMillis(300))) {
            server.freeze();
            assertThatThrownBy(() ->
                            redis.askPatiently(connection -> connection.async().get("a")))
                    .isInstanceOf(RedisDown.class);
            assertThat(redis.isUp()).isFalse();
            server.kill();
            Waiting.until(() -> {
                long start = System.nanoTime();
                assertThatThrownBy(() -> redis.askPatiently(
                                connection -> connection.async().get("a")))
                        .isInstanceOf(RedisDown.class);
                return System.nanoTime() - start < Duration.ofMillis(100).toNanos();
            });
        }
    }

    @Test
    void aCutLineIsJoinedAgain() throws RedisDown {
        try (TestingRedis server = TestingRedis.start();
                Redis redis = Redis.connect(server.address(), registry)) {
            set(redis, "a", "1");
            server.line().cut();
            Waiting.until(() -> !redis.isUp());
            server.line().join();
            Waiting.until(redis::isUp);
            assertThat(get(redis, "a")).isEqualTo("1");
        }
    }
}
