package com.aoin.reels.auth;

import static com.aoin.reels.auth.TestingTokens.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://id.shop.example/.well-known/jwks.json",
                "HTTPS://id.shop.example/jwks?tenant=1",
                "http://localhost/jwks",
                "http://LOCALHOST:8080/jwks",
                "http://127.0.0.1:8080/jwks",
                "http://127.255.0.9/jwks",
                "http://[::1]:8080/jwks"
            })
    void takesHttpsOrLoopback(String uri) {
        assertThat(new TokenSettings(null, URI.create(uri), null, null).jwksUri())
                .isEqualTo(URI.create(uri));
    }

    @ParameterizedTest
    @CsvSource({
        "http://id.shop.example/jwks, neither HTTPS nor HTTP to this machine",
        "http://127.0.0.1.example/jwks, neither HTTPS nor HTTP to this machine",
        "http://localhost.example/jwks, neither HTTPS nor HTTP to this machine",
        "http://127.0.0.256/jwks, not an absolute URL",
        "http://128.0.0.1/jwks, neither HTTPS nor HTTP to this machine",
        "http://[::2]/jwks, neither HTTPS nor HTTP to this machine",
        "ftp://localhost/jwks, neither HTTPS nor HTTP to this machine",
        "file:///etc/passwd, not an absolute URL",
        "/jwks.json, not an absolute URL",
        "https:jwks, not an absolute URL",
        "https://user:password@id.shop.example/jwks, has a user or a fragment",
        "https://id.shop.example/jwks#keys, has a user or a fragment"
    })
    void refusesOtherUrls(String uri, String message) {
        assertThatThrownBy(() -> new TokenSettings(null, URI.create(uri), null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("password");
    }

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
