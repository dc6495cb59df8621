package com.aoin.reels;

import com.aoin.reels.auth.TokenMint;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.config.ReelsConfig;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** {@code token --user ID [--role admin] [--hours N]}: prints a token that a service of the same settings accepts. */
final class TokenCommand {
    private static final int DEFAULT_HOURS = 24;
    private static final int MAX_HOURS = 24 * 366;

    private TokenCommand() {}

    static void run(List<String> words, ReelsConfig config, PrintStream out) {
        Options options = Options.read(words, "--user", "--role", "--hours");
        int user = options.required("--user", 1, Integer.MAX_VALUE);
        String role = options.text("--role");
        if (role != null && !role.equals("admin")) {
            throw new UsageException("--role is \"" + role + "\", but takes admin");
        }
        int hours = options.integer("--hours", DEFAULT_HOURS, 1, MAX_HOURS);
        TokenSettings settings = Tokens.settings(config);
        if (settings.secret() == null) {
            throw new UsageException("Tokens come from the identity provider at REELS_JWT_JWKS_URL;"
                    + " to make some here too, set REELS_JWT_SECRET");
        }
        out.println(new TokenMint(settings, Clock.systemUTC()).mint(user, role, Duration.ofHours(hours)));
    }
}
