package com.aoin.reels.feed.ranking;

import com.aoin.reels.feed.ranking.Page.Pick;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages of a feed as they were drawn, each still to be put in the order of the final score. */
public final class Drawn {
    private final List<Page> pages;

    Drawn(List<Page> pages) {
        this.pages = pages;
    }

    private Stream<Pick> picks() {
        return pages.stream().flatMap(page -> page.picks().stream());
    }

    /** Ids of all the reels, in no order. */
    public int[] reels() {
        return picks().mapToInt(pick -> pick.reel().reelId()).toArray();
    }

    /** The feed, page by page in the order of the final score. */
    public List<Ranked> inOrder(Taste taste, Instant now) {
        long nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        double best = picks().mapToDouble(pick -> TrendingScore.of(pick.reel(), nowMicros))
                .max()
                .orElse(0);
        List<Ranked> feed = new ArrayList<>();
        for (Page page : pages) {
            page.picks().stream()
                    .map(pick -> ranked(pick, taste, best, nowMicros))
                    .sorted(Ranked.ORDER)
                    .forEach(feed::add);
        }
        return feed;
    }

    private static Ranked ranked(Pick pick, Taste taste, double best, long nowMicros) {
        double trending = best == 0 ? 0 : TrendingScore.of(pick.reel(), nowMicros) / best;
        return new Ranked(pick.reel(), pick.tier(), pick.watched(), taste.score(pick.reel(), trending, nowMicros));
    }
}
