package com.aoin.reels.auth;

import static com.aoin.reels.auth.TestingTokens.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TokenSettingsTest {
    @Test
    void needsSomethingToVerifyWith() {
        assertThatThrownBy(() -> new TokenSettings(null, null, "issuer", "audience"))
                .hasMessageContaining("Neither a token secret nor a JWKS URL");
    }

    @Test
    void refusesBlankNames() {
        assertThatThrownBy(() -> new TokenSettings(SECRET, null, " ", null)).hasMessage("The token issuer is blank");
        assertThatThrownBy(() -> new TokenSettings(SECRET, null, null, "")).hasMessage("The token audience is blank");
    }

    @Test
    void doesNotShowTheSecret() {
        assertThat(new TokenSettings(SECRET, null, null, null)).asString().contains("SharedSecret[hidden]");
    }
}
