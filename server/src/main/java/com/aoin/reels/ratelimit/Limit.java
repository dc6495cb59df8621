package com.aoin.reels.ratelimit;

import java.time.Duration;

/** What is limited: so many attempts of a user in a window that the first one opens. */
public enum Limit {
    UPLOAD("reel_upload", 10, Duration.ofHours(1)),
    BATCH_DELETE("reel_batch_delete", 5, Duration.ofHours(1));

    private final String label;
    private final int attempts;
    private final Duration window;

    Limit(String label, int attempts, Duration window) {
        this.label = label;
        this.attempts = attempts;
        this.window = window;
    }

    /** The specification's name, for keys and metrics. */
    String label() {
        return label;
    }

    int attempts() {
        return attempts;
    }

    Duration window() {
        return window;
    }
}
