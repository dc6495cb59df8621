package com.aoin.reels.auth;

/**
 * A token that was refused. The message is a short reason that is safe to show to people: it never repeats any of the
 * token. Without a stack trace, as refusing a token is ordinary work and anyone can cause it.
 */
public class InvalidTokenException extends RuntimeException {
    public InvalidTokenException(String reason) {
        super(reason, null, false, false);
    }

    static InvalidTokenException invalid() {
        return new InvalidTokenException("Invalid token");
    }
}
