package com.aoin.reels.http;

/** The client hung up while it sent its body, which is nobody's fault and cannot be answered. */
final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClientGoneException(Throwable cause) {
        super("The client went away", cause);
    }

    /** Whether this is why something failed. */
    static boolean caused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClientGoneException) {
                return true;
            }
        }
        return false;
    }
}
