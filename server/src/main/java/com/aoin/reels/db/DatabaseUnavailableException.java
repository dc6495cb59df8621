package com.aoin.reels.db;

/** The database cannot be reached or was not ready in time; the message is for the operator. */
public final class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseUnavailableException(String message) {
        super(message);
    }

    DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
