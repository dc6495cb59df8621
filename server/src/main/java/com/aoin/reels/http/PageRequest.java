package com.aoin.reels.http;

/**
 * Which page of a list is asked for.
 *
 * @param page    1 and up
 * @param perPage 1 to 100
 */
public record PageRequest(int page, int perPage) {
    static final int DEFAULT_PER_PAGE = 20;
    static final int MAX_PER_PAGE = 100;

    /** How many items stand before this page. */
    public long offset() {
        return (page - 1L) * perPage;
    }
}
