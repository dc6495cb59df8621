package com.aoin.reels.feed;

import com.aoin.reels.http.PageRequest;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelDao;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the page of a trending list; reels that have disappeared since make room for those that follow. */
final class TrendingPages {
    private static final int STEP = 100;

    private final ReelDao reels;

    TrendingPages(ReelDao reels) {
        this.reels = reels;
    }

    List<Reel> page(TrendingList list, PageRequest request) {
        List<Reel> shown = new ArrayList<>();
        long at = request.offset();
        int step = request.perPage();
        while (shown.size() < request.perPage() && at < list.length()) {
            int end = (int) Math.min(at + step, list.length());
            int[] ids = list.ids((int) at, end);
            Map<Integer, Reel> read = reels.findAll(ids);
            for (int id : ids) {
                Reel reel = read.get(id);
                if (reel != null && reel.isVisible() && shown.size() < request.perPage()) {
                    shown.add(reel);
                }
            }
            at = end;
            // Where some have disappeared, more may have: not a query for each.
            step = STEP;
        }
        return shown;
    }
}
