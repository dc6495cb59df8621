package com.aoin.reels.reel.index.follow;

import com.aoin.reels.reel.index.table.IntList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What the rows of a watched table looked like when they were last looked at. */
final class RowSums {
    /** A slice has some thousand rows. */
    private static final int LONGEST_SLICE = 5000;

    private static final int UNKNOWN = 0;
    /** Even, as the sum of no row is. */
    private static final int NO_ROW = 2;

    private final Watched table;
    private final ShopDao dao;
    /** In rising order; the ids of the rows that are watched. */
    private int[] ids = new int[0];
    /**
     * The sum of each row. One that was not looked at yet differs from all that is found: whoever read it before may
     * have read a row that has gone since.
     */
    private int[] sums = new int[0];
    /** The sum of each slice by the first id in it, with everything that stands between its rows. */
    private final Map<Integer, Long> slices = new HashMap<>();

    RowSums(Watched table, ShopDao dao) {
        this.table = table;
        this.dao = dao;
    }

    boolean covers(int[] watched) {
        return Arrays.equals(ids, watched);
    }

    /**
     * Looks for rows that differ from the last time.
     *
     * @param watched ids in rising order, the same array for as long as they are the same
     * @param changed told the ids of such rows; what it fails for is told again the next time
     */
    void look(int[] watched, Consumer<int[]> changed) {
        if (!covers(watched)) {
            adopt(watched);
        }
        int until;
        for (int from = 0; from < ids.length; from = until) {
            until = end(from);
            int[] slice = Arrays.copyOfRange(ids, from, until);
            long sum = dao.sum(table, slice);
            Long before = slices.get(slice[0]);
            if (before == null || before != sum) {
                compare(from, slice, changed);
                slices.put(slice[0], sum);
            }
        }
    }

    private void compare(int from, int[] slice, Consumer<int[]> changed) {
        Map<Integer, Integer> rows = dao.rowSums(table, slice);
        IntList differing = new IntList();
        for (int i = 0; i < slice.length; i++) {
            if (rows.getOrDefault(slice[i], NO_ROW) != sums[from + i]) {
                differing.add(slice[i]);
            }
        }
        if (!differing.isEmpty()) {
            changed.accept(differing.toArray());
        }
        for (int i = 0; i < slice.length; i++) {
            sums[from + i] = rows.getOrDefault(slice[i], NO_ROW);
        }
    }

    /** Where a slice ends depends on the ids in it alone, so that an id that comes or goes changes no other slice. */
    private int end(int from) {
        int at = from + 1;
        while (at < ids.length && at - from < LONGEST_SLICE && ((ids[at] * 0x9E3779B9) >>> 22) != 0) {
            at++;
        }
        return at;
    }

    private void adopt(int[] watched) {
        int[] adopted = new int[watched.length];
        int old = 0;
        for (int i = 0; i < watched.length; i++) {
            while (old < ids.length && ids[old] < watched[i]) {
                old++;
            }
            adopted[i] = old < ids.length && ids[old] == watched[i] ? sums[old] : UNKNOWN;
        }
        ids = watched;
        sums = adopted;
    }

    long bytes() {
        return 4L * sums.length;
    }
}
