package com.aoin.reels.reel.index;

import com.aoin.reels.reel.index.ReelFilter.Sort;
import com.aoin.reels.reel.index.table.IntList;
import com.aoin.reels.reel.index.table.Micros;
import com.aoin.reels.reel.index.table.NewestFirst;
import com.aoin.reels.reel.index.table.ReelColumns;
import com.aoin.reels.reel.index.table.ReelTable;
import com.aoin.reels.reel.index.table.SlotSort;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Parts of filtered and sorted lists, read from a table that does not change meanwhile. */
final class Slices {
    private final ReelTable table;
    private final ReelColumns reels;

    Slices(ReelTable table) {
        this.table = table;
        this.reels = table.reels;
    }

    /** Slots of reels, the oldest first. */
    private interface Slots {
        int size();

        int get(int at);
    }

    Slice slice(ReelFilter filter, boolean hiddenToo, long offset, int count) {
        Slots slots = slots(filter, hiddenToo);
        int from = (int) Math.min(offset, slots.size());
        int until = Math.min(slots.size() - from, count) + from;
        int[] ids = filter.sort() == Sort.NEWEST ? newest(slots, from, until) : most(slots, filter.sort(), from, until);
        return new Slice(ids, slots.size());
    }

    private int[] newest(Slots slots, int from, int until) {
        int[] ids = new int[until - from];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = reels.id[slots.get(slots.size() - 1 - from - i)];
        }
        return ids;
    }

    /** The count above, the place in time below: one number that sorts as the list does. */
    private int[] most(Slots slots, Sort sort, int from, int until) {
        int[] ids = new int[until - from];
        if (ids.length == 0) {
            return ids;
        }
        int[] counts = counts(sort);
        Best best = new Best(until);
        for (int at = 0; at < slots.size(); at++) {
            best.offer(((long) counts[slots.get(at)] << 32) | at);
        }
        long[] sorted = best.sorted(from);
        for (int i = 0; i < ids.length; i++) {
            ids[i] = reels.id[slots.get((int) sorted[i])];
        }
        return ids;
    }

    private int[] counts(Sort sort) {
        return switch (sort) {
            case LIKES -> reels.likes;
            case VIEWS -> reels.views;
            case SHARES -> reels.shares;
            case NEWEST -> throw new IllegalArgumentException("NEWEST counts nothing");
        };
    }

    private Slots slots(ReelFilter filter, boolean hiddenToo) {
        Integer merchant = filter.merchantId();
        Integer category = filter.categoryId();
        if (merchant == null) {
            if (hiddenToo) {
                throw new IllegalArgumentException("Hidden reels are listed for one merchant");
            }
            return range(category == null ? table.visible : table.ofCategory(category), filter);
        }
        Slots visible = range(table.ofMerchant(merchant), filter);
        Slots hidden = hiddenToo ? range(table.hiddenOfMerchant(merchant), filter) : array(new int[0]);
        return category == null && hidden.size() == 0 ? visible : gathered(visible, hidden, category);
    }

    private Slots range(NewestFirst list, ReelFilter filter) {
        int first = countBefore(list, filter.from(), 0);
        int after = countBefore(list, filter.until(), list.size());
        int last = list.size() - 1;
        int size = Math.max(0, after - first);
        return new Slots() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public int get(int at) {
                return list.get(last - first - at);
            }
        };
    }

    private int countBefore(NewestFirst list, @Nullable Instant time, int open) {
        return time == null ? open : list.size() - list.placeBelow(reels, Micros.of(time), 0);
    }

    private Slots gathered(Slots visible, Slots hidden, @Nullable Integer category) {
        IntList gathered = new IntList();
        for (Slots slots : new Slots[] {visible, hidden}) {
            for (int at = 0; at < slots.size(); at++) {
                int slot = slots.get(at);
                if (category == null || table.category(slot) == category) {
                    gathered.add(slot);
                }
            }
        }
        int[] sorted = gathered.toArray();
        new SlotSort(reels).sort(sorted);
        return array(sorted);
    }

    private static Slots array(int[] slots) {
        return new Slots() {
            @Override
            public int size() {
                return slots.length;
            }

            @Override
            public int get(int at) {
                return slots[at];
            }
        };
    }
}
