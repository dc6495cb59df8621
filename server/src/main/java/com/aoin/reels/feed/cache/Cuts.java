package com.aoin.reels.feed.cache;

import com.aoin.reels.feed.ranking.Runs;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where the pages that a user has been given really ended. A page that lost reels is refilled from those that follow,
 * so it ends later than planned and the next one begins there; or it takes single ones from further on, which later
 * pages then leave out.
 */
public final class Cuts {
    private final long madeMicros;
    private final int perPage;
    private final int[] ends;
    private final int[] ahead;
    private final int[] aheadOn;

    /**
     * Cuts of a feed.
     *
     * @param ahead   positions that were shown before their turn
     * @param aheadOn the pages on which they were
     */
    Cuts(long madeMicros, int perPage, int[] ends, int[] ahead, int[] aheadOn) {
        this.madeMicros = madeMicros;
        this.perPage = perPage;
        this.ends = ends;
        this.ahead = ahead;
        this.aheadOn = aheadOn;
    }

    /** No page has been cut. */
    public static Cuts none() {
        return new Cuts(0, 0, new int[0], new int[0], new int[0]);
    }

    /** Of which generation, by the time when it was made. */
    long madeMicros() {
        return madeMicros;
    }

    int perPage() {
        return perPage;
    }

    int[] ends() {
        return ends;
    }

    int[] ahead() {
        return ahead;
    }

    int[] aheadOn() {
        return aheadOn;
    }

    /** These, when they are of that feed in pages of that size; else none. */
    public Cuts of(Generation generation, int size) {
        boolean same = madeMicros == generation.origin().madeMicros() && perPage == size;
        return same ? this : new Cuts(generation.origin().madeMicros(), size, new int[0], new int[0], new int[0]);
    }

    /** Whether a position has been shown on an earlier page, before its turn. */
    public boolean isShownBefore(int page, int position) {
        for (int i = 0; i < ahead.length; i++) {
            if (ahead[i] == position && aheadOn[i] < page) {
                return true;
            }
        }
        return false;
    }

    /** Where a page begins: after those that were cut, and after as much as others in between would take. */
    public int start(int page, Runs runs) {
        int known = Math.min(page - 1, ends.length);
        int at = known == 0 ? 0 : ends[known - 1];
        for (int i = known; i < page - 1 && at < runs.length(); i++) {
            at = end(at, page, runs);
        }
        return at;
    }

    private int end(int start, int page, Runs runs) {
        return runs.end(start, perPage, position -> !isShownBefore(page, position));
    }

    /**
     * With the end of a page that has been cut; what was known of later pages is void.
     *
     * @param page  whose start these know
     * @param early positions after the end that the page has shown too
     */
    public Cuts with(int page, int end, int[] early, Runs runs) {
        int[] more = Arrays.copyOf(ends, page);
        for (int i = ends.length; i < page - 1; i++) {
            more[i] = end(i == 0 ? 0 : more[i - 1], page, runs);
        }
        more[page - 1] = end;
        int[] kept =
                IntStream.range(0, ahead.length).filter(i -> aheadOn[i] < page).toArray();
        int[] positions = IntStream.concat(IntStream.of(kept).map(i -> ahead[i]), IntStream.of(early))
                .toArray();
        int[] pages = IntStream.concat(
                        IntStream.of(kept).map(i -> aheadOn[i]),
                        IntStream.of(early).map(position -> page))
                .toArray();
        return new Cuts(madeMicros, perPage, more, positions, pages);
    }

    /** Whether they say nothing but what the runs say by themselves. */
    public boolean isAsPlanned(Runs runs) {
        int at = 0;
        for (int end : ends) {
            at = runs.end(at, perPage);
            if (at != end) {
                return false;
            }
        }
        return ahead.length == 0;
    }
}
