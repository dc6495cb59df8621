package com.aoin.reels.http;

/** Who may call a route; decided before the body is read. */
public enum Access {
    /** Anyone; who calls is not looked at. */
    OPEN,
    /** Anyone; a token that is sent must be good all the same. */
    ANYONE,
    /**
     * Who shows a good token. Whether the shop knows its user is for the endpoint to find out, together with what it
     * reads anyway: it answers 404 for one who is unknown. A request that is wrong in itself is 400 before that.
     */
    TOKEN,
    SIGNED_IN,
    MERCHANT,
    ADMIN
}
