package com.aoin.reels.auth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the {@code Authorization} header into a caller. A token that is not good is never taken for no token. */
public final class Authenticator {
    private static final String SCHEME = "bearer ";

    private final TokenVerifier tokens;
    private final Users users;

    public Authenticator(TokenVerifier tokens, Users users) {
        this.tokens = tokens;
        this.users = users;
    }

    /** What came of it. */
    public sealed interface Outcome {
        record Known(Caller caller) implements Outcome {}

        /** The token is good, but the shop has no such user. */
        record UnknownUser() implements Outcome {}
    }

    /**
     * Who sent this header.
     *
     * @param header null when the request has none
     * @throws InvalidTokenException when the header holds no token that we accept
     */
    public Outcome authenticate(@Nullable String header) {
        if (header == null) {
            return new Outcome.Known(new Caller.Anonymous());
        }
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new InvalidTokenException("The Authorization header must be: Bearer <token>");
        }
        VerifiedToken token = tokens.verify(header.substring(SCHEME.length()).strip());
        Users.Account account = users.find(token.userId());
        if (account == null) {
            return token.admin()
                    ? new Outcome.Known(new Caller.Admin(token.userId(), false, null))
                    : new Outcome.UnknownUser();
        }
        return new Outcome.Known(caller(token, account));
    }

    private static Caller caller(VerifiedToken token, Users.Account account) {
        if (token.admin() || account.admin()) {
            return new Caller.Admin(token.userId(), true, account.merchantId());
        }
        Integer merchant = account.merchantId();
        return merchant == null ? new Caller.Shopper(token.userId()) : new Caller.Merchant(token.userId(), merchant);
    }
}
