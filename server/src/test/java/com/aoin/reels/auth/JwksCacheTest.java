package com.aoin.reels.auth;

import static com.aoin.reels.auth.TestingJwksServer.keySet;
import static com.aoin.reels.auth.TestingJwksServer.respond;
import static com.aoin.reels.auth.TestingTokens.CLOCK;
import static com.aoin.reels.auth.TestingTokens.EC;
import static com.aoin.reels.auth.TestingTokens.OTHER_EC;
import static com.aoin.reels.auth.TestingTokens.claims;
import static com.aoin.reels.auth.TestingTokens.es256;
import static com.aoin.reels.auth.TestingTokens.header;
import static com.aoin.reels.auth.TestingTokens.jwk;
import static com.aoin.reels.auth.TestingTokens.jwkWithoutId;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.testing.Waiting;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotation, outages and slowness of a real key endpoint; time passes only where a test says so. */
@Timeout(120)
class JwksCacheTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(150);

    private static final String OLD_KEY = jwk(EC, "old");
    private static final String NEW_KEY = jwk(OTHER_EC, "new");
    private static final String OLD_TOKEN = es256(header("ES256", "old"), claims(""), EC);
    private static final String NEW_TOKEN = es256(header("ES256", "new"), claims(""), OTHER_EC);

    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(1).toNanos());
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<TokenVerifier> opened = new ArrayList<>();
    private TestingJwksServer provider;
    private TokenVerifier verifier;

    @BeforeEach
    void start() throws Exception {
        provider = new TestingJwksServer();
        provider.publish(OLD_KEY);
        verifier = verifier(LONG);
    }

    @AfterEach
    void stop() {
        end.countDown();
        opened.forEach(TokenVerifier::close);
        provider.close();
    }

    @Test
    void fetchesLazilyAndOnce() {
        assertThat(provider.requests()).isZero();
        accepts(OLD_TOKEN);
        accepts(OLD_TOKEN);
        assertThat(provider.requests()).isOne();
    }

    @Test
    void findsARotatedKeyAtOnce() {
        accepts(OLD_TOKEN);
        provider.publish(OLD_KEY, NEW_KEY);
        accepts(NEW_TOKEN);
        accepts(OLD_TOKEN);
        assertThat(provider.requests()).isEqualTo(2);
    }

    @Test
    void findsARotatedKeyForTokensWithoutKeyId() {
        provider.publish(jwkWithoutId(EC));
        accepts(es256("{\"alg\":\"ES256\"}", claims(""), EC));
        provider.publish(jwkWithoutId(OTHER_EC));
        accepts(es256("{\"alg\":\"ES256\"}", claims(""), OTHER_EC));
        refuses(es256("{\"alg\":\"ES256\"}", claims(""), EC));
    }

    @Test
    void refetchesForUnknownKeysEvery30SecondsAtMost() {
        accepts(OLD_TOKEN);
        for (int i = 0; i < 50; i++) {
            refuses(es256(header("ES256", "guess" + i), claims(""), OTHER_EC));
        }
        assertThat(provider.requests()).isEqualTo(2);
        provider.publish(OLD_KEY, NEW_KEY);
        pass(Duration.ofSeconds(30).minusNanos(1));
        refuses(NEW_TOKEN);
        assertThat(provider.requests()).isEqualTo(2);
        pass(Duration.ofNanos(1));
        accepts(NEW_TOKEN);
        assertThat(provider.requests()).isEqualTo(3);
    }

    @Test
    void keepsTheLimitWhileTheEndpointIsDown() {
        accepts(OLD_TOKEN);
        provider.answer(500, "");
        for (int i = 1; i <= 3; i++) {
            for (int j = 0; j < 10; j++) {
                refuses(NEW_TOKEN);
                accepts(OLD_TOKEN);
            }
            assertThat(provider.requests()).isEqualTo(1 + i);
            pass(JwksCache.MIN_INTERVAL);
        }
        provider.publish(NEW_KEY);
        accepts(NEW_TOKEN);
    }

    @Test
    void neverRefetchesForABadSignatureOfAKnownKey() {
        accepts(OLD_TOKEN);
        pass(JwksCache.MIN_INTERVAL);
        refuses(es256(header("ES256", "old"), claims(""), OTHER_EC));
        assertThat(provider.requests()).isOne();
    }

    @Test
    void saysKeysAreUnavailableUntilTheFirstFetchSucceeds() {
        provider.answer(503, "");
        for (int i = 0; i < 5; i++) {
            cannotTell(verifier, OLD_TOKEN);
        }
        assertThat(provider.requests()).isOne();
        provider.publish(OLD_KEY);
        cannotTell(verifier, OLD_TOKEN);
        pass(JwksCache.MIN_INTERVAL);
        accepts(OLD_TOKEN);
    }

    @Test
    void saysKeysAreUnavailableWhenNobodyListens() {
        provider.close();
        cannotTell(verifier, OLD_TOKEN);
    }

    @Test
    void refreshesInTheBackgroundWhileInUse() {
        accepts(OLD_TOKEN);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        provider.answer(exchange -> {
            asked.countDown();
            await(release);
            respond(exchange, 200, keySet(NEW_KEY));
        });
        pass(JwksCache.REFRESH_AFTER);
        accepts(OLD_TOKEN);
        assertThat(provider.requests()).isOne();
        pass(Duration.ofNanos(1));
        accepts(OLD_TOKEN);
        await(asked);
        accepts(OLD_TOKEN);
        release.countDown();
        accepts(NEW_TOKEN);
        refuses(OLD_TOKEN);
    }

    @Test
    void refreshesBeforeUseWhenNobodyCalledForLong() {
        accepts(OLD_TOKEN);
        provider.publish(NEW_KEY);
        pass(JwksCache.MAX_UNTRIED.plusNanos(1));
        refuses(OLD_TOKEN);
        accepts(NEW_TOKEN);
    }

    @Test
    void usesTheLastKeysThroughAnOutageOfADay() {
        accepts(OLD_TOKEN);
        provider.answer(500, "");
        for (int hour = 0; hour < 24; hour++) {
            pass(Duration.ofHours(1));
            accepts(OLD_TOKEN);
            refuses(NEW_TOKEN);
        }
        assertThat(provider.requests()).isEqualTo(1 + 24);
        pass(Duration.ofNanos(1));
        cannotTell(verifier, OLD_TOKEN);
        provider.publish(OLD_KEY);
        pass(JwksCache.MIN_INTERVAL);
        accepts(OLD_TOKEN);
    }

    @Test
    void whoeverAsksForKeysIsToldAtOnceAndHasThemFetched() {
        provider.answer(503, "");
        assertThat(verifier.hasProviderKeys()).isFalse();
        cannotTell(verifier, OLD_TOKEN);
        provider.publish(OLD_KEY);
        assertThat(verifier.hasProviderKeys()).isFalse();
        assertThat(provider.requests()).isOne();
        pass(JwksCache.MIN_INTERVAL);
        Waiting.until(verifier::hasProviderKeys);
        assertThat(provider.requests()).isEqualTo(2);
        provider.answer(500, "");
        pass(JwksCache.MAX_STALE);
        assertThat(verifier.hasProviderKeys()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(verifier.hasProviderKeys()).isFalse();
    }

    @Test
    void anEmptyKeySetIsNoKeys() {
        provider.publish();
        refuses(OLD_TOKEN);
        assertThat(verifier.hasProviderKeys()).isFalse();
    }

    @Test
    void knownKeysNeverWaitForARefetch() throws Exception {
        accepts(OLD_TOKEN);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        provider.answer(exchange -> {
            asked.countDown();
            await(release);
            respond(exchange, 200, keySet(OLD_KEY, NEW_KEY));
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<VerifiedToken> waiting = threads.submit(() -> verifier.verify(NEW_TOKEN));
            await(asked);
            for (int i = 0; i < 100; i++) {
                accepts(OLD_TOKEN);
            }
            assertThat(waiting).isNotDone();
            release.countDown();
            assertThat(waiting.get()).isEqualTo(new VerifiedToken(7, false));
        }
        assertThat(provider.requests()).isEqualTo(2);
    }

    @Test
    void manyAtOnceShareOneFetch() throws Exception {
        CountDownLatch calling = new CountDownLatch(30);
        provider.answer(exchange -> {
            await(calling);
            respond(exchange, 200, keySet(OLD_KEY));
        });
        List<Future<VerifiedToken>> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 30; i++) {
                results.add(threads.submit(() -> {
                    calling.countDown();
                    return verifier.verify(OLD_TOKEN);
                }));
            }
        }
        for (Future<VerifiedToken> result : results) {
            assertThat(result.get().userId()).isEqualTo(7);
        }
        assertThat(provider.requests()).isOne();
    }

    @Test
    void aSlowFetchIsNotOvertakenByAnother() throws Exception {
        accepts(OLD_TOKEN);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        provider.answer(exchange -> {
            asked.countDown();
            await(release);
            respond(exchange, 200, keySet(NEW_KEY));
        });
        Thread first = Thread.ofVirtual().start(() -> accepts(NEW_TOKEN));
        await(asked);
        pass(JwksCache.MIN_INTERVAL);
        Thread second = Thread.ofVirtual().start(() -> accepts(NEW_TOKEN));
        while (second.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        release.countDown();
        first.join();
        second.join();
        accepts(NEW_TOKEN);
        assertThat(provider.requests()).isEqualTo(2);
    }

    @Test
    void givesUpOnAnEndpointThatDoesNotAnswer() {
        provider.answer(exchange -> await(end));
        cannotTell(verifier(SHORT), OLD_TOKEN);
    }

    @Test
    void givesUpOnABodyThatTrickles() {
        provider.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(end);
        });
        cannotTell(verifier(SHORT), OLD_TOKEN);
    }

    @Test
    void takesAtMost256KiB() {
        provider.answer(200, padded(JwksEndpoint.MAX_BYTES + 1));
        cannotTell(verifier, OLD_TOKEN);
        provider.answer(200, padded(JwksEndpoint.MAX_BYTES));
        pass(JwksCache.MIN_INTERVAL);
        accepts(OLD_TOKEN);
    }

    @Test
    void takesAtMost256KiBOfUnknownLength() {
        provider.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(64 * 1024).getBytes(US_ASCII);
            while (end.getCount() > 0) {
                exchange.getResponseBody().write(blanks);
            }
        });
        cannotTell(verifier, OLD_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) throws Exception {
        try (TestingJwksServer elsewhere = new TestingJwksServer()) {
            elsewhere.publish(OLD_KEY);
            provider.answer(exchange -> {
                if (exchange.getRequestURI().getPath().equals("/moved")) {
                    respond(exchange, 200, keySet(OLD_KEY));
                } else {
                    redirect(exchange, status, elsewhere.uri().toString());
                }
            });
            cannotTell(verifier, OLD_TOKEN);
            provider.answer(exchange -> redirect(exchange, status, "/moved"));
            pass(JwksCache.MIN_INTERVAL);
            cannotTell(verifier, OLD_TOKEN);
            assertThat(elsewhere.requests()).isZero();
            assertThat(provider.requests()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "[]", "{}", "null", "{\"keys\":{}}", "{\"keys\":[]", "{\"keys\":[],\"keys\":[]}"})
    void anAnswerThatIsNoKeySetIsAFailure(String body) {
        provider.answer(200, body);
        cannotTell(verifier, OLD_TOKEN);
    }

    @Test
    void anEmptyKeySetVouchesForNobody() {
        accepts(OLD_TOKEN);
        provider.publish();
        pass(JwksCache.MAX_UNTRIED.plusNanos(1));
        refuses(OLD_TOKEN);
    }

    private TokenVerifier verifier(Duration timeout) {
        JwksCache cache = new JwksCache(new JwksEndpoint(provider.uri(), timeout), nanos::get, timeout.plusSeconds(10));
        TokenVerifier made = new TokenVerifier(new TokenSettings(null, provider.uri(), null, null), CLOCK, cache);
        opened.add(made);
        return made;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void accepts(String token) {
        assertThat(verifier.verify(token)).isEqualTo(new VerifiedToken(7, false));
    }

    private void refuses(String token) {
        assertThatThrownBy(() -> verifier.verify(token)).isExactlyInstanceOf(InvalidTokenException.class);
    }

    private static void cannotTell(TokenVerifier verifier, String token) {
        assertThatThrownBy(() -> verifier.verify(token)).isExactlyInstanceOf(KeysUnavailableException.class);
    }

    private static void redirect(HttpExchange exchange, int status, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        respond(exchange, status, "");
    }

    private static String padded(int length) {
        String keys = keySet(OLD_KEY);
        return keys + " ".repeat(length - keys.length());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
