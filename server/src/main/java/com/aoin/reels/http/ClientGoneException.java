package com.aoin.reels.http;

/** The client hung up, or was given up, while it sent its body: nobody's fault, and nobody is there to be answered. */
public final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ClientGoneException(Throwable cause) {
        super("The client went away", cause);
    }

    /** Whether this is why something failed. */
    public static boolean caused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClientGoneException) {
                return true;
            }
        }
        return false;
    }
}
