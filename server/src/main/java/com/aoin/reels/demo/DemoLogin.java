package com.aoin.reels.demo;

import com.aoin.reels.auth.TokenMint;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.http.Json;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code POST /api/demo/login}: a token for any user of the shop, without a password. Only in demo mode. */
final class DemoLogin {
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final String USER = "user_id";
    private static final String ADMIN = "admin";

    private final Database database;
    private final TokenMint mint;
    private final InstantSource clock;

    DemoLogin(Database database, TokenMint mint, InstantSource clock) {
        this.database = database;
        this.mint = mint;
        this.clock = clock;
    }

    /** Somebody signed in. */
    record Session(String token, int userId, String role, Instant expiresAt) {}

    List<Route> routes() {
        return List.of(Route.post("/api/demo/login", Access.OPEN, this::login));
    }

    private Answer login(Request request) {
        Session session = login(request.json().id(USER));
        return Answer.success()
                .data(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("token", session.token());
                    json.writeNumberProperty(USER, session.userId());
                    json.writeStringProperty("role", session.role());
                    Json.time(json, "expires_at", session.expiresAt());
                    json.writeEndObject();
                })
                .build();
    }

    /** @throws ApiException NOT_FOUND_ERROR when there is no such user */
    Session login(int userId) {
        String role =
                role(userId).orElseThrow(() -> ApiException.of(ErrorCode.NOT_FOUND_ERROR, USER, "User not found"));
        return session(userId, role);
    }

    /** A session of an admin whom the shop need not know yet. */
    Session admin(int userId) {
        return session(userId, ADMIN);
    }

    private Session session(int userId, String role) {
        // Read before the token is made, so that the token lives at least as long as is told.
        Instant expiresAt = clock.instant().plus(LIFETIME);
        String token = mint.mint(userId, role.equals(ADMIN) ? ADMIN : null, LIFETIME);
        return new Session(token, userId, role, expiresAt);
    }

    private Optional<String> role(int userId) {
        return database.read(handle -> handle.createQuery("SELECT role FROM users WHERE user_id = :user")
                .bind("user", userId)
                .mapTo(String.class)
                .findOne());
    }
}
