package com.aoin.reels.storage;

import java.time.Duration;

/**
 * How long a storage in the network may take, and how often a call is tried.
 *
 * @param connect   until a connection stands
 * @param idle      between two bytes of an answer, and until its first one
 * @param transfer  one try to move one part of a file
 * @param call      one try of anything small: a removal, a look
 * @param attempts  tries of each, with growing pauses between them
 * @param firstWait about the first pause
 */
record Limits(Duration connect, Duration idle, Duration transfer, Duration call, int attempts, Duration firstWait) {
    static final Limits DEFAULT = new Limits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            4,
            Duration.ofMillis(200));

    /** All tries of a transfer and the pauses between them. */
    Duration transferInAll() {
        return transfer.multipliedBy(5).dividedBy(2);
    }

    /** All tries of something small and the pauses between them. */
    Duration callInAll() {
        return call.multipliedBy(2);
    }
}
