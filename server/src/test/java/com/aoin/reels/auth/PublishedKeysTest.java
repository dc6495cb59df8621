package com.aoin.reels.auth;

import static com.aoin.reels.auth.TestingJwksServer.keySet;
import static com.aoin.reels.auth.TestingTokens.CLOCK;
import static com.aoin.reels.auth.TestingTokens.EC;
import static com.aoin.reels.auth.TestingTokens.OTHER_EC;
import static com.aoin.reels.auth.TestingTokens.OTHER_RSA;
import static com.aoin.reels.auth.TestingTokens.RSA;
import static com.aoin.reels.auth.TestingTokens.SECRET;
import static com.aoin.reels.auth.TestingTokens.base64;
import static com.aoin.reels.auth.TestingTokens.claims;
import static com.aoin.reels.auth.TestingTokens.ec;
import static com.aoin.reels.auth.TestingTokens.es256;
import static com.aoin.reels.auth.TestingTokens.header;
import static com.aoin.reels.auth.TestingTokens.hs256;
import static com.aoin.reels.auth.TestingTokens.jwk;
import static com.aoin.reels.auth.TestingTokens.jwkWithoutId;
import static com.aoin.reels.auth.TestingTokens.rs256;
import static com.aoin.reels.auth.TestingTokens.rsa;
import static com.aoin.reels.auth.TestingTokens.signed;
import static com.aoin.reels.auth.TestingTokens.unsigned;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens the identity provider's published keys vouch for, and which keys are none. */
class PublishedKeysTest {
    private static final VerifiedToken USER_7 = new VerifiedToken(7, false);

    private TestingJwksServer provider;
    private TestingJwksServer attacker;
    private TokenVerifier verifier;

    @BeforeEach
    void start() throws Exception {
        provider = new TestingJwksServer();
        attacker = new TestingJwksServer();
        verifier = TokenVerifier.create(new TokenSettings(null, provider.uri(), null, null), CLOCK);
    }

    @AfterEach
    void stop() {
        verifier.close();
        provider.close();
        attacker.close();
    }

    @Test
    void acceptsBothAlgorithmsByKeyId() {
        provider.publish(jwk(OTHER_RSA, "r0"), jwk(RSA, "r1"), jwk(EC, "e1"), jwk(OTHER_EC, "e0"));
        assertThat(verifier.verify(rs256(header("RS256", "r1"), claims(""), RSA)))
                .isEqualTo(USER_7);
        assertThat(verifier.verify(es256(header("ES256", "e1"), claims(""), EC)))
                .isEqualTo(USER_7);
        assertThat(provider.requests()).isOne();
    }

    @Test
    void acceptsTokensWithoutKeyIdOfAnyFittingKey() {
        provider.publish(jwk(OTHER_RSA, "r0"), jwkWithoutId(RSA), jwk(OTHER_EC, "e0"), jwkWithoutId(EC));
        assertThat(verifier.verify(rs256("{\"alg\":\"RS256\"}", claims(""), RSA)))
                .isEqualTo(USER_7);
        assertThat(verifier.verify(es256("{\"alg\":\"ES256\"}", claims(""), EC)))
                .isEqualTo(USER_7);
    }

    @Test
    void triesABoundedNumberOfKeys() {
        String[] decoys = IntStream.range(0, PublishedKeys.MAX_TRIED)
                .mapToObj(i -> jwk(OTHER_EC, "e" + i))
                .toArray(String[]::new);
        provider.publish(String.join(",", decoys), jwk(EC, "mine"));
        refuses(es256("{\"alg\":\"ES256\"}", claims(""), EC));
        assertThat(verifier.verify(es256(header("ES256", "mine"), claims(""), EC)))
                .isEqualTo(USER_7);
    }

    @Test
    void refusesAnotherKeysSignature() {
        provider.publish(jwk(RSA, "r1"), jwk(EC, "e1"), jwk(OTHER_RSA, "r0"));
        refuses(rs256(header("RS256", "r1"), claims(""), OTHER_RSA));
        refuses(es256(header("ES256", "e1"), claims(""), OTHER_EC));
        refuses(rs256(header("RS256", "nobody"), claims(""), RSA));
        refuses(unsigned(header("ES256", "e1"), claims("")) + "." + base64(new byte[64]));
        assertThat(verifier.verify(rs256(header("RS256", "r1"), claims(""), RSA)))
                .isEqualTo(USER_7);
    }

    /** The classic: a verifier that lets the header choose takes the public key's bytes for an HMAC secret. */
    @Test
    void refusesAnHmacKeyedWithThePublicKey() {
        String entry = jwk(RSA, "r1");
        provider.publish(entry);
        byte[] der = RSA.getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        TokenSettings both = new TokenSettings(SECRET, provider.uri(), null, null);
        try (TokenVerifier withSecret = TokenVerifier.create(both, CLOCK)) {
            for (byte[] secret : new byte[][] {der, pem.getBytes(US_ASCII), entry.getBytes(UTF_8)}) {
                for (String algorithm : new String[] {"HS256", "RS256"}) {
                    String token = hs256(header(algorithm, "r1"), claims(""), secret);
                    refuses(token);
                    assertThatThrownBy(() -> withSecret.verify(token)).isExactlyInstanceOf(InvalidTokenException.class);
                }
            }
        }
    }

    @Test
    void takesTheSharedSecretBesideAJwksUrlOnlyWhenGiven() {
        provider.publish(jwk(RSA, "r1"));
        refuses(hs256(claims("")));
        assertThat(provider.requests()).isZero();
        TokenSettings both = new TokenSettings(SECRET, provider.uri(), null, null);
        try (TokenVerifier withSecret = TokenVerifier.create(both, CLOCK)) {
            assertThat(withSecret.verify(hs256(claims("")))).isEqualTo(USER_7);
            assertThat(withSecret.verify(rs256(header("RS256", "r1"), claims(""), RSA)))
                    .isEqualTo(USER_7);
        }
    }

    @Test
    void refusesAKeyOfTheWrongTypeForTheAlgorithm() {
        KeyPair p384 = ec("secp384r1");
        provider.publish(jwk(RSA, "r1"), jwk(EC, "e1"), jwk(p384, "e2"));
        refuses(es256(header("ES256", "r1"), claims(""), EC));
        refuses(rs256(header("RS256", "e1"), claims(""), RSA));
        refuses(es256(header("RS256", "e1"), claims(""), EC));
        refuses(rs256(header("ES256", "r1"), claims(""), RSA));
        refuses(es256(header("ES256", "e2"), claims(""), p384));
        refuses(es256("{\"alg\":\"ES256\"}", claims(""), p384));
        refuses(signed(header("ES384", "e2"), claims(""), p384.getPrivate(), "SHA384withECDSAinP1363Format"));
        refuses(signed(header("RS512", "r1"), claims(""), RSA.getPrivate(), "SHA512withRSA"));
        refuses(signed(header("ES256", "e1"), claims(""), EC.getPrivate(), "SHA256withECDSA"));
    }

    @Test
    void refusesAShortRsaKey() {
        KeyPair weak = rsa(1024);
        provider.publish(jwk(weak, "r1"));
        refuses(rs256(header("RS256", "r1"), claims(""), weak));
        refuses(rs256("{\"alg\":\"RS256\"}", claims(""), weak));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"use\":\"enc\"",
                "\"use\":7",
                "\"key_ops\":[\"encrypt\"]",
                "\"key_ops\":[]",
                "\"key_ops\":\"verify\"",
                "\"alg\":\"RS512\"",
                "\"alg\":\"RSA-OAEP\"",
                "\"alg\":\"HS256\"",
                "\"alg\":null",
                "\"d\":\"AQAB\""
            })
    void skipsKeysThatAreNotForVerifyingWithTheAlgorithm(String member) {
        provider.publish(jwk(RSA, "r1", member), jwk(EC, "e1"));
        refuses(rs256(header("RS256", "r1"), claims(""), RSA));
        assertThat(verifier.verify(es256(header("ES256", "e1"), claims(""), EC)))
                .isEqualTo(USER_7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"use\":\"sig\",\"alg\":\"RS256\"",
                "\"key_ops\":[\"sign\",\"verify\"]",
                "\"x5c\":[\"garbage\"],\"x5t\":7,\"x5u\":\"http://127.0.0.1:1/\""
            })
    void takesKeysWhoseOtherMembersFit(String members) {
        provider.publish(jwk(RSA, "r1", members));
        assertThat(verifier.verify(rs256(header("RS256", "r1"), claims(""), RSA)))
                .isEqualTo(USER_7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "\"key\"",
                "[]",
                "{}",
                "{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "{\"kty\":\"RSA\"}",
                "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}",
                "{\"kty\":\"RSA\",\"n\":7,\"e\":[]}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256K\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQ\"}",
                "{\"kty\":[\"RSA\"],\"kid\":{}}"
            })
    void skipsBadEntries(String entry) {
        assertThat(PublishedKeys.parse(keySet(entry).getBytes(UTF_8)).keys()).isEmpty();
        provider.publish(entry, jwk(RSA, "r1"), entry);
        assertThat(verifier.verify(rs256(header("RS256", "r1"), claims(""), RSA)))
                .isEqualTo(USER_7);
    }

    /** With the exponent 1 every message is its own signature. */
    @Test
    void skipsAnRsaKeyWithATrivialExponent() {
        String entry = jwk(RSA, "r1").replace("\"e\":\"AQAB\"", "\"e\":\"AQ\"");
        assertThat(entry).contains("\"AQ\"");
        assertThat(PublishedKeys.parse(keySet(entry).getBytes(UTF_8)).keys()).isEmpty();
    }

    @Test
    void neverUsesAKeyThatTheTokenBrings() {
        provider.publish(jwk(RSA, "r1"), jwk(EC, "e1"));
        attacker.publish(jwk(OTHER_RSA, "r1"), jwk(OTHER_RSA, "evil"));
        String brought = ",\"jwk\":" + jwk(OTHER_RSA, "evil") + ",\"jku\":\"" + attacker.uri() + "\",\"x5u\":\""
                + attacker.uri() + "\",\"x5c\":[\"" + Base64.getEncoder().encodeToString(new byte[64]) + "\"]}";
        for (String start : new String[] {
            "{\"alg\":\"RS256\"", "{\"alg\":\"RS256\",\"kid\":\"r1\"", "{\"alg\":\"RS256\",\"kid\":\"evil\""
        }) {
            refuses(rs256(start + brought, claims(""), OTHER_RSA));
        }
        assertThat(verifier.verify(rs256("{\"alg\":\"RS256\",\"kid\":\"r1\"" + brought, claims(""), RSA)))
                .as("the provider's own token may carry them")
                .isEqualTo(USER_7);
        assertThat(attacker.requests()).isZero();
    }

    @Test
    void refusesExpiredTokensOfGoodKeysToo() {
        provider.publish(jwk(RSA, "r1"));
        String expired = rs256(header("RS256", "r1"), "{\"sub\":7,\"exp\":1}", RSA);
        assertThatThrownBy(() -> verifier.verify(expired)).hasMessage("Token has expired");
    }

    private void refuses(String token) {
        assertThatThrownBy(() -> verifier.verify(token)).isExactlyInstanceOf(InvalidTokenException.class);
    }
}
