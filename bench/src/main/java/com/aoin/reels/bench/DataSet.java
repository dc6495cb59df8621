package com.aoin.reels.bench;

/**
 * How large a shop is. Everything but the users grows with the reels; the largest has 1 M reels, 10 M rows in the ledger
 * of views, 2 M likes and one reel with a million of them.
 */
enum DataSet {
    SMALL("10k", 10_000),
    MEDIUM("100k", 100_000),
    LARGE("1m", 1_000_000);

    /** Those who watch, like and follow. Others only like the one reel that everybody likes. */
    static final int USERS = 50_000;

    static final int CATEGORIES = 50;
    /** Of the reel that everybody likes. */
    static final int VIRAL_REEL = 1;

    private final String text;
    private final int reels;

    DataSet(String text, int reels) {
        this.text = text;
        this.reels = reels;
    }

    static DataSet of(String text) {
        for (DataSet set : values()) {
            if (set.text.equals(text)) {
                return set;
            }
        }
        throw new IllegalArgumentException("There are data sets 10k, 100k and 1m, not " + text);
    }

    String text() {
        return text;
    }

    int reels() {
        return reels;
    }

    int products() {
        return reels / 2;
    }

    int merchants() {
        return reels / 50;
    }

    /** Who likes the one reel, from user 1 on. */
    int viralLikes() {
        return reels;
    }

    /** Everybody there is: those who act, merchants' users among them, and those who like the one reel. */
    int users() {
        return Math.max(USERS, viralLikes());
    }

    /** Reels that each active user has watched, on average. */
    double viewsPerUser() {
        return 10.0 * reels / USERS;
    }

    /** Reels that each active user likes, besides the one, on average. */
    double likesPerUser() {
        return 1.0 * reels / USERS;
    }
}
