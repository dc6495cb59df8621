package com.aoin.reels;

/** A command line that cannot be run; the message is the one line for the operator. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
