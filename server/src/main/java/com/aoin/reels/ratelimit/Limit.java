package com.aoin.reels.ratelimit;

import java.time.Duration;

/** What is limited: so many attempts of a user in a window that the first one opens. */
public enum Limit {
    UPLOAD(10, Duration.ofHours(1));

    private final int attempts;
    private final Duration window;

    Limit(int attempts, Duration window) {
        this.attempts = attempts;
        this.window = window;
    }

    int attempts() {
        return attempts;
    }

    Duration window() {
        return window;
    }
}
