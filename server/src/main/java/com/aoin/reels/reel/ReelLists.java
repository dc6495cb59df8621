package com.aoin.reels.reel;

import com.aoin.reels.http.PageRequest;
import com.aoin.reels.reel.index.ReelFilter;
import com.aoin.reels.reel.index.ReelIndex;
import com.aoin.reels.reel.index.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The lists of reels. The index proposes the ids of a page; they are read by primary key, so a reel that has vanished
 * since is never shown, and the page is refilled from the ids that follow.
 */
public final class ReelLists {
    private final ReelIndex index;
    private final ReelDao reels;

    /** A page and the number of reels in the whole list. */
    public record Page(List<Reel> reels, long total) {}

    /** A part of a list that the index proposes. */
    private interface Proposal {
        Slice slice(long offset, int count);
    }

    public ReelLists(ReelIndex index, ReelDao reels) {
        this.index = index;
        this.reels = reels;
    }

    /** Visible reels only. */
    public Page publicPage(ReelFilter filter, PageRequest page) {
        return page((offset, count) -> index.slice(filter, offset, count), Reel::isVisible, page);
    }

    /**
     * A merchant's own reels, never deleted ones.
     *
     * @param filter    of that merchant
     * @param hiddenToo also those that shoppers do not see
     */
    public Page ownPage(ReelFilter filter, boolean hiddenToo, PageRequest page) {
        return hiddenToo
                ? page((offset, count) -> index.sliceWithHidden(filter, offset, count), reel -> !reel.isDeleted(), page)
                : publicPage(filter, page);
    }

    private Page page(Proposal proposal, Predicate<Reel> shown, PageRequest page) {
        List<Reel> filled = new ArrayList<>(page.perPage());
        Set<Integer> read = new HashSet<>();
        Slice slice = proposal.slice(page.offset(), page.perPage());
        int total = slice.total();
        int[] ids = unread(slice, read);
        while (ids.length > 0) {
            List<Reel> found = reels.inOrder(ids).stream().filter(shown).toList();
            if (found.size() < ids.length) {
                index.doubt(ids);
            }
            found.stream().limit(page.perPage() - filled.size()).forEach(filled::add);
            if (filled.size() == page.perPage()) {
                break;
            }
            // Where some have vanished, more may have: a sold-out shop should not cost a query for each of its reels.
            ids = unread(proposal.slice(page.offset(), read.size() + ReelDao.MAX_IDS), read);
        }
        return new Page(filled, total);
    }

    /**
     * What a slice from the page's beginning adds to what was read of it. Not a slice from where the last one ended: what
     * the index drops meanwhile would move what follows, and a reel would be left out.
     */
    private static int[] unread(Slice slice, Set<Integer> read) {
        return Arrays.stream(slice.ids())
                .filter(read::add)
                .limit(ReelDao.MAX_IDS)
                .toArray();
    }
}
