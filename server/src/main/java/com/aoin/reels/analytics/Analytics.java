package com.aoin.reels.analytics;

import com.aoin.reels.analytics.AnalyticsDao.Day;
import com.aoin.reels.http.DateRange;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelDao;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts a merchant's analytics together, section 8 of the contract. */
final class Analytics {
    private final AnalyticsDao figures;
    private final ReelDao reels;
    private final Clock clock;

    Analytics(AnalyticsDao figures, ReelDao reels, Clock clock) {
        this.figures = figures;
        this.reels = reels;
        this.clock = clock;
    }

    /** A reel beside its figures. */
    record ReelStats(Reel reel, ReelFigures figures) {}

    /**
     * What is shown at a glance.
     *
     * @param page  of the reels made within the dates
     * @param daily what happened on each day to any reel of the merchant, whenever it was made
     */
    record Overview(Totals totals, List<ReelStats> page, Map<LocalDate, Day> daily) {}

    /** Reels whose product or merchant is gone are in it; deleted ones are not. */
    Overview of(int merchantId, DateRange dates, ReelFigures.Sort sort, PageRequest page) {
        List<ReelFigures> all = figures.figures(merchantId, dates);
        List<ReelFigures> shown = all.stream()
                .sorted(sort.order())
                .skip(page.offset())
                .limit(page.perPage())
                .toList();
        return new Overview(Totals.of(all), stats(shown), daily(merchantId, dates));
    }

    private List<ReelStats> stats(List<ReelFigures> shown) {
        Map<Integer, Reel> found =
                reels.findAll(shown.stream().mapToInt(ReelFigures::reelId).toArray());
        List<ReelStats> stats = new ArrayList<>(shown.size());
        for (ReelFigures figures : shown) {
            Reel reel = found.get(figures.reelId());
            if (reel != null) {
                stats.add(new ReelStats(reel, figures));
            }
        }
        return stats;
    }

    private Map<LocalDate, Day> daily(int merchantId, DateRange dates) {
        ChartDays days = ChartDays.of(dates, LocalDate.now(clock));
        Map<LocalDate, Day> known = figures.daily(merchantId, days);
        Map<LocalDate, Day> daily = new LinkedHashMap<>();
        days.days().forEach(day -> daily.put(day, known.getOrDefault(day, Day.NOTHING)));
        return daily;
    }
}
