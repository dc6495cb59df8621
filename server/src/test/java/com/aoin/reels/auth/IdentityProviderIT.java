package com.aoin.reels.auth;

import static com.aoin.reels.auth.TestingTokens.EC;
import static com.aoin.reels.auth.TestingTokens.es256;
import static com.aoin.reels.auth.TestingTokens.header;
import static com.aoin.reels.auth.TestingTokens.jwk;
import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service says and answers while its identity provider publishes keys, and while it does not. */
class IdentityProviderIT {
    private static final String STATS = "/api/reels/user/stats";

    private TestingJwksServer provider;

    @BeforeEach
    void begin() throws IOException {
        provider = new TestingJwksServer();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private TestingReels start() {
        TestingReels reels = TestingReels.builder()
                .set("REELS_JWT_JWKS_URL", provider.uri().toString())
                .start();
        TestShop.in(reels);
        return reels;
    }

    private static String token() {
        long end = Instant.now().getEpochSecond() + 600;
        return es256(header("ES256", "one"), "{\"sub\":\"1\",\"exp\":" + end + "}", EC);
    }

    private static String readiness(TestingReels reels) {
        return reels.anonymous().get("/health/ready").expect(200).text();
    }

    @Test
    void itsKeysAreFetchedWithoutAnyToken() {
        provider.publish(jwk(EC, "one"));
        try (TestingReels reels = start()) {
            Waiting.until(() -> readiness(reels).contains("\"identity_provider\":{\"status\":\"up\"}"));
            assertThat(readiness(reels)).startsWith("{\"status\":\"ready\"");
            reels.bearing(token()).get(STATS).expect(200);
            assertThat(provider.requests()).isOne();
        }
    }

    @Test
    void withoutItsKeysReadinessNamesItAndOnlyItsTokensAreHeldUp() {
        provider.close();
        try (TestingReels reels = start()) {
            ApiResponse refused = reels.bearing(token()).get(STATS).expectError(503, "TRANSACTION_ERROR", null);
            assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(readiness(reels))
                    .startsWith("{\"status\":\"degraded\"")
                    .contains("\"identity_provider\":{\"status\":\"down\"}");
            reels.user(1).get(STATS).expect(200);
            reels.anonymous().get("/api/reels/public").expect(200);
        }
    }
}
