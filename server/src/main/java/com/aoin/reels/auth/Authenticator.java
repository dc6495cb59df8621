package com.aoin.reels.auth;

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
        VerifiedToken token = token(header);
        Users.Account account = users.find(token.userId());
        if (account == null) {
            return token.admin()
                    ? new Outcome.Known(new Caller.Admin(token.userId(), false, null))
                    : new Outcome.UnknownUser();
        }
        return new Outcome.Known(caller(token, account));
    }

    /** As {@link #authenticate}, by the token alone: the shop's users are not read. */
    public Caller identify(@Nullable String header) {
        if (header == null) {
            return new Caller.Anonymous();
        }
        VerifiedToken token = token(header);
        return new Caller.Named(token.userId(), token.admin());
    }

    private VerifiedToken token(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new InvalidTokenException("The Authorization header must be: Bearer <token>");
        }
        return tokens.verify(header.substring(SCHEME.length()).strip());
    }

    private static Caller caller(VerifiedToken token, Users.Account account) {
        if (token.admin() || account.admin()) {
            return new Caller.Admin(token.userId(), true, account.merchantId());
        }
        Integer merchant = account.merchantId();
        return merchant == null ? new Caller.Shopper(token.userId()) : new Caller.Merchant(token.userId(), merchant);
    }
}
