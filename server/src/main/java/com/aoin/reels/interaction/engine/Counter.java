package com.aoin.reels.interaction.engine;

/** What is counted on each reel, by its column of {@code reels}. */
enum Counter {
    VIEWS("views_count"),
    LIKES("likes_count"),
    SHARES("shares_count"),
    ANONYMOUS_SHARES("anonymous_shares"),
    UNIQUE_VIEWERS("unique_viewers"),
    LONGEST_SECONDS("longest_seconds_sum"),
    COMPLETIONS("completions");

    private final String column;

    Counter(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }
}
