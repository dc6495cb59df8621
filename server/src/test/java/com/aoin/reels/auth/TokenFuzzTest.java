package com.aoin.reels.auth;

import static com.aoin.reels.auth.TestingTokens.CLOCK;
import static com.aoin.reels.auth.TestingTokens.EC;
import static com.aoin.reels.auth.TestingTokens.RSA;
import static com.aoin.reels.auth.TestingTokens.SECRET;
import static com.aoin.reels.auth.TestingTokens.base64;
import static com.aoin.reels.auth.TestingTokens.claims;
import static com.aoin.reels.auth.TestingTokens.es256;
import static com.aoin.reels.auth.TestingTokens.header;
import static com.aoin.reels.auth.TestingTokens.hs256;
import static com.aoin.reels.auth.TestingTokens.jwk;
import static com.aoin.reels.auth.TestingTokens.rs256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Good tokens damaged in 10,000 seeded ways: none is accepted, and none causes anything but a plain refusal. */
class TokenFuzzTest {
    private static final int ROUNDS = 10_000;
    private static final String ALPHABET = "ABCXYZabcxyz0189-_.=+/ é\0\"{";
    private static final List<String> TOKENS = List.of(
            hs256(claims(",\"role\":\"user\"")),
            rs256(header("RS256", "r1"), claims(""), RSA),
            es256(header("ES256", "e1"), claims(""), EC),
            es256("{\"alg\":\"ES256\"}", claims(""), EC));

    private final Random random = new Random(20_261_120);

    @Test
    void noDamagedTokenPasses() throws Exception {
        try (TestingJwksServer provider = new TestingJwksServer()) {
            provider.publish(jwk(RSA, "r1"), jwk(EC, "e1"));
            TokenSettings settings = new TokenSettings(SECRET, provider.uri(), null, null);
            try (TokenVerifier verifier = TokenVerifier.create(settings, CLOCK)) {
                TOKENS.forEach(token -> assertThat(verifier.verify(token)).isEqualTo(new VerifiedToken(7, false)));
                for (int round = 0; round < ROUNDS; round++) {
                    String token = TOKENS.get(random.nextInt(TOKENS.size()));
                    String damaged = damage(token);
                    if (!TOKENS.contains(damaged)) {
                        assertRefused(verifier, damaged, round);
                    }
                }
            }
            assertThat(provider.requests())
                    .as("guessing causes no storm of fetches")
                    .isLessThanOrEqualTo(3);
        }
    }

    private static void assertRefused(TokenVerifier verifier, String token, int round) {
        try {
            verifier.verify(token);
        } catch (RuntimeException e) {
            assertThat(e).as("round %d: %s", round, token).isExactlyInstanceOf(InvalidTokenException.class);
            return;
        }
        fail("round %d accepted %s", round, token);
    }

    private String damage(String token) {
        String[] parts = token.split("\\.", -1);
        int part = random.nextInt(3);
        switch (random.nextInt(8)) {
            case 0 -> parts[part] = replaceOne(parts[part]);
            case 1 -> parts[part] = flipOneBit(parts[part]);
            case 2 -> parts[part] = parts[part].substring(0, random.nextInt(parts[part].length()));
            case 3 -> parts[part] = TOKENS.get(random.nextInt(TOKENS.size())).split("\\.", -1)[random.nextInt(3)];
            case 4 -> parts[part] = base64(randomBytes());
            case 5 -> parts[part] = insertOne(parts[part]);
            case 6 -> {
                return insertOne(replaceOne(token));
            }
            default -> {
                return token.substring(random.nextInt(token.length()));
            }
        }
        return String.join(".", parts);
    }

    private String replaceOne(String text) {
        int at = random.nextInt(text.length());
        return text.substring(0, at) + anyCharacter() + text.substring(at + 1);
    }

    private String insertOne(String text) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + anyCharacter() + text.substring(at);
    }

    private char anyCharacter() {
        return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }

    private String flipOneBit(String part) {
        byte[] bytes = Base64.getUrlDecoder().decode(part);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return base64(bytes);
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[random.nextInt(100)];
        random.nextBytes(bytes);
        return bytes;
    }
}
