package com.aoin.reels.http;

/** Who may call a route; decided before the body is read. */
public enum Access {
    /** Anyone; who calls is not looked at. */
    OPEN,
    /** Anyone; a token that is sent must be good all the same. */
    ANYONE,
    SIGNED_IN,
    MERCHANT,
    ADMIN
}
