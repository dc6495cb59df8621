package com.aoin.reels.auth;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the claims of a well-signed token must say: {@code exp} is required and in the future, {@code nbf} is not,
 * {@code iss} and {@code aud} are as configured, {@code sub} is a user id. Times allow no leeway: the shop's machines
 * are expected to keep theirs.
 */
record ClaimRules(@Nullable String issuer, @Nullable String audience, InstantSource clock) {
    private static final Pattern USER_ID = Pattern.compile("[1-9][0-9]{0,9}");

    VerifiedToken check(JsonNode claims) {
        checkTimes(claims);
        if (issuer != null && !issuer.equals(text(claims.path("iss")))) {
            throw new InvalidTokenException("Token issuer is not accepted");
        }
        if (audience != null && !names(claims.path("aud"), audience)) {
            throw new InvalidTokenException("Token is not meant for this service");
        }
        return new VerifiedToken(userId(claims.path("sub")), "admin".equals(text(claims.path("role"))));
    }

    private void checkTimes(JsonNode claims) {
        Instant instant = clock.instant();
        double now = instant.getEpochSecond() + instant.getNano() / 1e9;
        if (!claims.has("exp")) {
            throw new InvalidTokenException("Token has no expiry");
        }
        if (now >= seconds(claims.path("exp"))) {
            throw new InvalidTokenException("Token has expired");
        }
        if (claims.has("nbf") && now < seconds(claims.path("nbf"))) {
            throw new InvalidTokenException("Token is not valid yet");
        }
    }

    private static double seconds(JsonNode time) {
        double seconds = time.isNumber() ? time.doubleValue(Double.NaN) : Double.NaN;
        if (!Double.isFinite(seconds)) {
            throw new InvalidTokenException("Token has a malformed time");
        }
        return seconds;
    }

    private static boolean names(JsonNode claim, String audience) {
        Collection<JsonNode> audiences = claim.isArray() ? claim.values() : List.of(claim);
        return audiences.stream().anyMatch(one -> audience.equals(text(one)));
    }

    /** A JSON string or whole number of 1 to 2147483647, in plain decimal digits. */
    private static int userId(JsonNode subject) {
        String digits = subject.isIntegralNumber() ? subject.asString() : text(subject);
        if (digits != null && USER_ID.matcher(digits).matches()) {
            long id = Long.parseLong(digits);
            if (id <= Integer.MAX_VALUE) {
                return (int) id;
            }
        }
        throw new InvalidTokenException("Token names no valid user");
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }
}
