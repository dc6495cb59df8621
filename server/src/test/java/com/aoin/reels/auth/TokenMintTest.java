package com.aoin.reels.auth;

import static com.aoin.reels.auth.TestingTokens.CLOCK;
import static com.aoin.reels.auth.TestingTokens.NOW;
import static com.aoin.reels.auth.TestingTokens.SECRET;
import static com.aoin.reels.auth.TestingTokens.hs256;
import static com.aoin.reels.auth.TestingTokens.secretOnly;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class TokenMintTest {
    private static final TokenSettings FULL = new TokenSettings(SECRET, null, "https://id.shop", "reels");

    @Test
    void writesWhatTheStandardSays() {
        long now = NOW.getEpochSecond();
        assertThat(new TokenMint(FULL, CLOCK).mint(7, "admin", Duration.ofHours(1)))
                .isEqualTo(hs256(
                        "{\"typ\":\"JWT\",\"alg\":\"HS256\"}",
                        "{\"sub\":\"7\",\"iat\":" + now + ",\"exp\":" + (now + 3600)
                                + ",\"role\":\"admin\",\"iss\":\"https://id.shop\",\"aud\":\"reels\"}",
                        TestingTokens.SECRET_TEXT.getBytes(UTF_8)));
    }

    @Test
    void mintsWhatTheVerifierAcceptsUntilItExpires() {
        String token = new TokenMint(FULL, CLOCK).mint(2_147_483_647, null, Duration.ofSeconds(10));
        assertThat(TokenVerifier.create(FULL, InstantSource.fixed(NOW.plusMillis(9_999)))
                        .verify(token))
                .isEqualTo(new VerifiedToken(2_147_483_647, false));
        TokenVerifier later = TokenVerifier.create(FULL, InstantSource.fixed(NOW.plusSeconds(10)));
        assertThatThrownBy(() -> later.verify(token)).hasMessage("Token has expired");
    }

    @Test
    void carriesTheRole() {
        String token = new TokenMint(secretOnly(), CLOCK).mint(1, "admin", Duration.ofMinutes(1));
        assertThat(TokenVerifier.create(secretOnly(), CLOCK).verify(token)).isEqualTo(new VerifiedToken(1, true));
    }

    @Test
    void refusesWhatCannotBeMinted() {
        TokenMint mint = new TokenMint(secretOnly(), CLOCK);
        assertThatThrownBy(() -> mint.mint(0, null, Duration.ofHours(1))).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> mint.mint(1, null, Duration.ZERO)).hasMessageContaining("at least one second");
        TokenSettings remote = new TokenSettings(null, URI.create("https://id.shop/jwks"), null, null);
        assertThatThrownBy(() -> new TokenMint(remote, CLOCK)).hasMessageContaining("shared secret");
    }
}
