package com.aoin.reels.feed.ranking;

import com.aoin.reels.reel.index.IndexedReel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How a tier draws its share of a page.
 *
 * @param percent of the page, rounded down
 * @param shelves groups of lists, the best group first; within a group the newest reel is next
 * @param spread  whether a page takes one reel of each list at most
 */
public record Draw(Tier tier, int percent, List<List<Shelf>> shelves, boolean spread) {
    /** Whose reels a list holds: once the page has enough of them, the list is not looked at. */
    enum Kind {
        MERCHANT,
        CATEGORY,
        MIXED
    }

    /** One list of reels, in the order in which they are drawn. */
    public record Shelf(Kind kind, int id, Iterable<IndexedReel> reels) {}

    /** A tier that draws from one list as it stands. */
    public static Draw inOrder(Tier tier, int percent, Iterable<IndexedReel> reels) {
        return new Draw(tier, percent, List.of(List.of(new Shelf(Kind.MIXED, 0, reels))), false);
    }

    /** A tier that draws the newest reel of some merchants. */
    public static Draw ofMerchants(Tier tier, int percent, int[] merchants, IntFunction<Iterable<IndexedReel>> reels) {
        return new Draw(tier, percent, List.of(shelves(Kind.MERCHANT, merchants, reels)), false);
    }

    /** A tier that draws from the best group of categories first, there the newest. */
    public static Draw ofCategories(
            Tier tier, int percent, List<int[]> groups, IntFunction<Iterable<IndexedReel>> reels) {
        List<List<Shelf>> shelves = new ArrayList<>();
        groups.forEach(group -> shelves.add(shelves(Kind.CATEGORY, group, reels)));
        return new Draw(tier, percent, shelves, false);
    }

    /** A tier that draws the newest reel of each category, the newest of those first. */
    public static Draw spread(Tier tier, int percent, int[] categories, IntFunction<Iterable<IndexedReel>> reels) {
        return new Draw(tier, percent, List.of(shelves(Kind.CATEGORY, categories, reels)), true);
    }

    private static List<Shelf> shelves(Kind kind, int[] ids, IntFunction<Iterable<IndexedReel>> reels) {
        return IntStream.of(ids)
                .mapToObj(id -> new Shelf(kind, id, reels.apply(id)))
                .toList();
    }

    int quota(int perPage) {
        return perPage * percent / 100;
    }
}
