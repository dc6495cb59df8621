package com.aoin.reels.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens and keys made with the JDK alone, so that the library under test does not check its own work. */
final class TestingTokens {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOW);
    static final String SECRET_TEXT = "correct horse battery staple 0123456789";
    static final SharedSecret SECRET = SharedSecret.ofText(SECRET_TEXT);

    static final KeyPair RSA = rsa(2048);
    static final KeyPair OTHER_RSA = rsa(2048);
    static final KeyPair EC = ec("secp256r1");
    static final KeyPair OTHER_EC = ec("secp256r1");

    private TestingTokens() {}

    static TokenSettings secretOnly() {
        return new TokenSettings(SECRET, null, null, null);
    }

    /** Claims that pass, followed by the given members. */
    static String claims(String more) {
        return "{\"sub\":\"7\",\"exp\":" + (NOW.getEpochSecond() + 60) + more + "}";
    }

    static String hs256(String claims) {
        return hs256("{\"alg\":\"HS256\"}", claims, SECRET_TEXT.getBytes(UTF_8));
    }

    static String hs256(String header, String claims, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String text = unsigned(header, claims);
            return text + "." + base64(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String rs256(String header, String claims, KeyPair keys) {
        return signed(header, claims, keys.getPrivate(), "SHA256withRSA");
    }

    static String es256(String header, String claims, KeyPair keys) {
        return signed(header, claims, keys.getPrivate(), "SHA256withECDSAinP1363Format");
    }

    static String signed(String header, String claims, PrivateKey key, String algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            String text = unsigned(header, claims);
            signature.update(text.getBytes(UTF_8));
            return text + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String unsigned(String header, String claims) {
        return base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String header(String algorithm, String keyId) {
        return "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + keyId + "\"}";
    }

    /** The public half as a JWKS entry. */
    static String jwk(KeyPair keys, String keyId) {
        return jwk(keys, keyId, "\"use\":\"sig\"");
    }

    /** A JWKS entry with these members added, written as in JSON. */
    static String jwk(KeyPair keys, String keyId, String more) {
        return jwkWithoutId(keys).replaceFirst("\\{", "{\"kid\":\"" + keyId + "\"," + more + ",");
    }

    static String jwkWithoutId(KeyPair keys) {
        return switch (keys.getPublic()) {
            case RSAPublicKey key -> new RSAKey.Builder(key).build().toJSONString();
            case ECPublicKey key ->
                new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key)
                        .build()
                        .toJSONString();
            default -> throw new AssertionError(keys);
        };
    }

    static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
