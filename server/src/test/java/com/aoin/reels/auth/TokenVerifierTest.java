package com.aoin.reels.auth;

import static com.aoin.reels.auth.TestingTokens.CLOCK;
import static com.aoin.reels.auth.TestingTokens.NOW;
import static com.aoin.reels.auth.TestingTokens.SECRET;
import static com.aoin.reels.auth.TestingTokens.SECRET_TEXT;
import static com.aoin.reels.auth.TestingTokens.base64;
import static com.aoin.reels.auth.TestingTokens.claims;
import static com.aoin.reels.auth.TestingTokens.hs256;
import static com.aoin.reels.auth.TestingTokens.secretOnly;
import static com.aoin.reels.auth.TestingTokens.unsigned;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the token itself and its claims must be like, with the shared secret. */
class TokenVerifierTest {
    private final TokenVerifier verifier = TokenVerifier.create(secretOnly(), CLOCK);

    @Test
    void acceptsATokenOfTheSharedSecret() {
        assertThat(verifier.verify(hs256(claims("")))).isEqualTo(new VerifiedToken(7, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"role\":\"admin\" | true",
                "\"role\":\"Admin\" | false",
                "\"role\":\"user\" | false",
                "\"role\":[\"admin\"] | false",
                "\"role\":true | false",
                "\"role\":null | false",
                "\"role\":{\"admin\":1} | false"
            })
    void onlyTheStringAdminMakesAnAdmin(String role, boolean admin) {
        assertThat(verifier.verify(hs256(claims("," + role))).admin()).isEqualTo(admin);
    }

    @ParameterizedTest
    @CsvSource({"7,7", "'\"7\"',7", "2147483647,2147483647", "'\"2147483647\"',2147483647", "1,1"})
    void acceptsAUserIdAsStringOrNumber(String subject, int userId) {
        assertThat(verifier.verify(withSubject(subject)).userId()).isEqualTo(userId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "2147483648",
                "99999999999",
                "123456789012345678901234567890",
                "7.0",
                "7e0",
                "7.5",
                "true",
                "null",
                "[7]",
                "{\"id\":7}",
                "\"\"",
                "\"0\"",
                "\"-7\"",
                "\"+7\"",
                "\"07\"",
                "\" 7\"",
                "\"7 \"",
                "\"7\\n\"",
                "\"7.0\"",
                "\"0x7\"",
                "\"٧\"",
                "\"2147483648\"",
                "\"9999999999\"",
                "\"alice\""
            })
    void refusesAnyOtherSubject(String subject) {
        assertThat(reason(withSubject(subject))).isEqualTo("Token names no valid user");
    }

    @Test
    void refusesATokenWithoutSubject() {
        assertThat(reason(hs256("{\"exp\":" + (NOW.getEpochSecond() + 60) + "}")))
                .isEqualTo("Token names no valid user");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, Token has expired",
        "0, Token has expired",
        "-1.0e9, Token has expired",
    })
    void refusesAnExpiredToken(double secondsFromNow, String reason) {
        long expiry = NOW.getEpochSecond() + (long) secondsFromNow;
        assertThat(reason(hs256("{\"sub\":7,\"exp\":" + expiry + "}"))).isEqualTo(reason);
    }

    @Test
    void acceptsATokenInItsLastSecond() {
        assertThat(verifier.verify(hs256("{\"sub\":7,\"exp\":" + (NOW.getEpochSecond() + 1) + "}")))
                .isNotNull();
        assertThat(verifier.verify(hs256("{\"sub\":7,\"exp\":" + NOW.getEpochSecond() + ".5}")))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"4102444800\"", "null", "true", "[4102444800]", "{}", "1e400", "-1e400", "\"\""})
    void refusesAnExpiryThatIsNoFiniteNumber(String expiry) {
        assertThat(reason(hs256("{\"sub\":7,\"exp\":" + expiry + "}"))).isEqualTo("Token has a malformed time");
    }

    @Test
    void refusesATokenWithoutExpiry() {
        assertThat(reason(hs256("{\"sub\":7}"))).isEqualTo("Token has no expiry");
    }

    /** A token that was good before is known again without its signature. */
    @Test
    void refusesAKnownTokenOnceItExpires() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        TokenVerifier living = TokenVerifier.create(secretOnly(), now::get);
        String token = hs256(claims(""));
        for (int i = 0; i < 3; i++) {
            assertThat(living.verify(token)).isEqualTo(new VerifiedToken(7, false));
        }
        now.set(NOW.plusSeconds(60));
        for (int i = 0; i < 3; i++) {
            assertThat(reason(living, token)).isEqualTo("Token has expired");
        }
        now.set(NOW.plusSeconds(59));
        assertThat(living.verify(token)).isEqualTo(new VerifiedToken(7, false));
    }

    @Test
    void refusesWhatOnlyResemblesAKnownToken() {
        String token = hs256(claims(""));
        assertThat(verifier.verify(token)).isNotNull();
        String[] parts = token.split("\\.", -1);
        String admin = base64(claims(",\"role\":\"admin\"").getBytes(UTF_8));
        assertThat(reason(parts[0] + "." + admin + "." + parts[2])).isEqualTo("Invalid token");
        assertThat(reason(parts[0] + "." + parts[1] + ".")).isEqualTo("Invalid token");
        assertThat(reason(token + " ")).isEqualTo("Invalid token");
        assertThat(verifier.verify(token)).isEqualTo(new VerifiedToken(7, false));
    }

    @Test
    void checksNotBefore() {
        long now = NOW.getEpochSecond();
        assertThat(verifier.verify(hs256(claims(",\"nbf\":" + now)))).isNotNull();
        assertThat(reason(hs256(claims(",\"nbf\":" + (now + 1))))).isEqualTo("Token is not valid yet");
        assertThat(reason(hs256(claims(",\"nbf\":\"" + (now - 1) + "\"")))).isEqualTo("Token has a malformed time");
        assertThat(reason(hs256(claims(",\"nbf\":null")))).isEqualTo("Token has a malformed time");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"iss\":\"https://id.shop\",\"aud\":\"reels\" | ",
                "\"iss\":\"https://id.shop\",\"aud\":[\"other\",\"reels\"] | ",
                "\"iss\":\"https://id.shop/\",\"aud\":\"reels\" | Token issuer is not accepted",
                "\"iss\":[\"https://id.shop\"],\"aud\":\"reels\" | Token issuer is not accepted",
                "\"aud\":\"reels\" | Token issuer is not accepted",
                "\"iss\":\"https://id.shop\" | Token is not meant for this service",
                "\"iss\":\"https://id.shop\",\"aud\":\"reels2\" | Token is not meant for this service",
                "\"iss\":\"https://id.shop\",\"aud\":[] | Token is not meant for this service",
                "\"iss\":\"https://id.shop\",\"aud\":[[\"reels\"]] | Token is not meant for this service",
                "\"iss\":\"https://id.shop\",\"aud\":{\"reels\":\"reels\"} | Token is not meant for this service"
            })
    void checksIssuerAndAudienceWhenConfigured(String members, String reason) {
        TokenVerifier strict = TokenVerifier.create(new TokenSettings(SECRET, null, "https://id.shop", "reels"), CLOCK);
        String token = hs256(claims("," + members));
        if (reason == null) {
            assertThat(strict.verify(token)).isNotNull();
        } else {
            assertThat(reason(strict, token)).isEqualTo(reason);
        }
        assertThat(verifier.verify(token)).as("not configured, not checked").isNotNull();
    }

    @Test
    void refusesATamperedToken() {
        String token = hs256(claims(""));
        String[] parts = token.split("\\.", -1);
        String admin = base64(claims(",\"role\":\"admin\"").getBytes(UTF_8));
        assertThat(reason(parts[0] + "." + admin + "." + parts[2])).isEqualTo("Invalid token");
        assertThat(reason(parts[0] + "." + parts[1] + "." + base64(new byte[32])))
                .isEqualTo("Invalid token");
        assertThat(reason(parts[0] + "." + parts[1] + ".")).isEqualTo("Invalid token");
        assertThat(reason(hs256(
                        "{\"alg\":\"HS256\"}", claims(""), "another secret of enough bytes 0123".getBytes(UTF_8))))
                .isEqualTo("Invalid token");
    }

    /** The last character of 32 bytes in base64url carries two bits that decoders like to ignore. */
    @Test
    void refusesASecondSpellingOfTheSameSignature() {
        String token = hs256(claims(""));
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        String sibling = token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
        assertThat(reason(sibling)).isEqualTo("Invalid token");
        assertThat(reason(token + "=")).isEqualTo("Invalid token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"HS384\"}",
                "{\"alg\":\"HS512\"}",
                "{\"alg\":\"PS256\"}",
                "{\"alg\":\"ES256K\"}",
                "{\"alg\":\"EdDSA\"}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"ES256\"}"
            })
    void refusesEveryOtherAlgorithm(String header) {
        byte[] secret = SECRET_TEXT.getBytes(UTF_8);
        assertThat(reason(hs256(header, claims(""), secret))).isEqualTo("Token algorithm is not accepted");
        assertThat(reason(unsigned(header, claims("")) + ".")).isEqualTo("Token algorithm is not accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "",
                "{\"alg\":null}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\"}{}",
                "{\"alg\":\"HS256\"",
                "{\"alg\":\"HS256\",\"kid\":1}",
                "{\"alg\":\"HS256\",\"kid\":null}"
            })
    void refusesAMalformedHeader(String header) {
        assertThat(reason(hs256(header, claims(""), SECRET_TEXT.getBytes(UTF_8))))
                .isEqualTo("Invalid token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"exp\"]", "[\"b64\"]", "[\"http://example.com/UNDEFINED\"]", "[]", "\"x\"", "null"})
    void refusesCriticalExtensions(String names) {
        String header = "{\"alg\":\"HS256\",\"b64\":true,\"exp\":1,\"crit\":" + names + "}";
        assertThat(reason(hs256(header, claims(""), SECRET_TEXT.getBytes(UTF_8))))
                .isEqualTo("Token requires an extension that is not supported");
    }

    @Test
    void ignoresUnknownHeaderMembers() {
        String header = "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"any\",\"jwk\":7,\"jku\":\"\",\"x5c\":{}}";
        assertThat(verifier.verify(hs256(header, claims(""), SECRET_TEXT.getBytes(UTF_8))))
                .isEqualTo(new VerifiedToken(7, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{\"sub\":7", "{\"sub\":7,\"exp\":4102444800,\"sub\":8}", "{} {}"})
    void refusesAMalformedPayload(String payload) {
        assertThat(reason(hs256(payload))).isEqualTo("Invalid token");
    }

    @Test
    void refusesAPayloadThatIsNotUtf8() {
        String text = base64("{\"alg\":\"HS256\"}".getBytes(UTF_16BE)) + "."
                + base64(claims("").getBytes(UTF_16BE));
        assertThat(reason(text + "." + base64(new byte[32]))).isEqualTo("Invalid token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "....",
                "a.b.c",
                "Bearer",
                "a",
                "é.é.é",
                "\0.\0.\0",
                "....................",
                "{}.{}.{}",
                "eyJhbGciOiJIUzI1NiJ9",
                "eyJhbGciOiJIUzI1NiJ9.e30",
                "eyJhbGciOiJIUzI1NiJ9.e30.x.y.z"
            })
    void refusesGarbage(String garbage) {
        assertThat(reason(garbage)).isEqualTo("Invalid token");
    }

    @Test
    void refusesTwoTokensInOne() {
        String token = hs256(claims(""));
        assertThat(reason(token + "," + token)).isEqualTo("Invalid token");
        assertThat(reason(token + " ")).isEqualTo("Invalid token");
        assertThat(reason(" " + token)).isEqualTo("Invalid token");
        assertThat(reason(token + "\n")).isEqualTo("Invalid token");
    }

    @Test
    void refusesATokenBeyond8KiB() {
        String fits = hs256(claims(",\"pad\":\"" + "x".repeat(5900) + "\""));
        assertThat(fits.length()).isBetween(7900, CompactToken.MAX_LENGTH);
        assertThat(verifier.verify(fits)).isNotNull();
        String huge = hs256(claims(",\"pad\":\"" + "x".repeat(6200) + "\""));
        assertThat(huge.length()).isGreaterThan(CompactToken.MAX_LENGTH);
        assertThat(reason(huge)).isEqualTo("Token is too long");
    }

    @Test
    void refusesADeeplyNestedPayload() {
        assertThat(reason(hs256(claims(",\"x\":" + "[".repeat(2500) + "]".repeat(2500)))))
                .isEqualTo("Invalid token");
    }

    @Test
    void aRefusalHasNoStackTraceAndNoCause() {
        InvalidTokenException refusal =
                catchThrowableOfType(InvalidTokenException.class, () -> verifier.verify("a.b.c"));
        assertThat(refusal.getStackTrace()).isEmpty();
        assertThat(refusal).hasNoCause();
    }

    private static String withSubject(String json) {
        return hs256("{\"sub\":" + json + ",\"exp\":" + (NOW.getEpochSecond() + 60) + "}");
    }

    private String reason(String token) {
        return reason(verifier, token);
    }

    private static String reason(TokenVerifier verifier, String token) {
        InvalidTokenException refusal = catchThrowableOfType(InvalidTokenException.class, () -> verifier.verify(token));
        assertThat(refusal).as(token).isNotNull();
        assertThat(refusal).isExactlyInstanceOf(InvalidTokenException.class);
        return refusal.getMessage();
    }
}
