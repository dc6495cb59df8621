package com.aoin.reels.auth;

/**
 * The token can be neither accepted nor refused now, because the identity provider's keys could not be fetched. The
 * same token may pass later, so this is a fault of the service (503) and not of the caller (401). It is a kind of
 * {@link InvalidTokenException} so that whoever does not tell the two apart still lets nobody in.
 */
public final class KeysUnavailableException extends InvalidTokenException {
    public KeysUnavailableException() {
        super("Tokens cannot be verified at the moment");
    }
}
