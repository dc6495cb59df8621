package com.aoin.reels.interaction.engine;

import java.util.List;

/** What is counted on each reel, by its column of {@code reels}. */
enum Counter {
    VIEWS("views_count"),
    LIKES("likes_count"),
    SHARES("shares_count"),
    ANONYMOUS_SHARES("anonymous_shares"),
    UNIQUE_VIEWERS("unique_viewers"),
    LONGEST_SECONDS("longest_seconds_sum"),
    COMPLETIONS("completions");

    static final List<Counter> ALL = List.of(values());
    /** What the daily figures hold too, and lists are ranked by. */
    static final List<Counter> SHOWN = List.of(VIEWS, LIKES, SHARES);

    private final String column;

    Counter(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }
}
