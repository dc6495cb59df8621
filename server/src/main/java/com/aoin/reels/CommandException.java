package com.aoin.reels;

/** A command that could not do what it was told; the message is the one line for its user. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandException(String message) {
        super(message);
    }
}
