package com.aoin.reels.http.connection;

import java.time.Duration;

/**
 * How long a client is waited for before its connection ends.
 *
 * @param silence longest wait for the next bytes of a request
 * @param head    longest time from the first bytes of a request to the end of its headers
 * @param reading longest time in which nothing of an answer is read
 */
public record Patience(Duration silence, Duration head, Duration reading) {
    /** A browser whose user paused a video stops reading; cut off, it asks for the rest when it wants it. */
    public static final Patience USUAL =
            new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60));
}
