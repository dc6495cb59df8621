package com.aoin.reels.feed.cache;

import com.aoin.reels.feed.ranking.Ranked;
import com.aoin.reels.feed.ranking.Runs;
import com.aoin.reels.feed.ranking.Tier;
import com.aoin.reels.reel.index.IndexedReel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

/** One ranked feed of one user, from which pages are cut (section 7 of the contract). */
public final class Generation {
    private final Origin origin;
    private final int[] reels;
    private final int[] merchants;
    private final int[] categories;
    private final byte[] tiers;
    private final int watchedFrom;
    private final Runs runs;

    /**
     * Where a feed comes from.
     *
     * @param madeMicros  when, microseconds since the epoch; a user's feeds are told apart by it
     * @param perPage     the page size that it was made for
     * @param userVersion of what the user had done; it changes with each like, view and follow
     */
    public record Origin(int userId, long madeMicros, int perPage, long userVersion) {}

    /**
     * A feed.
     *
     * @param watchedFrom from this position on, all had been watched when it was made
     */
    Generation(Origin origin, int[] reels, int[] merchants, int[] categories, byte[] tiers, int watchedFrom) {
        this.origin = origin;
        this.reels = reels;
        this.merchants = merchants;
        this.categories = categories;
        this.tiers = tiers;
        this.watchedFrom = watchedFrom;
        this.runs = new Runs(merchants, categories);
    }

    /** A feed just made. */
    public static Generation of(Origin origin, List<Ranked> feed) {
        byte[] tiers = new byte[feed.size()];
        for (int i = 0; i < tiers.length; i++) {
            tiers[i] = feed.get(i).tier().code();
        }
        return new Generation(
                origin,
                column(feed, IndexedReel::reelId),
                column(feed, IndexedReel::merchantId),
                column(feed, IndexedReel::categoryId),
                tiers,
                (int) feed.stream().takeWhile(ranked -> !ranked.watched()).count());
    }

    private static int[] column(List<Ranked> feed, ToIntFunction<IndexedReel> value) {
        return feed.stream().map(Ranked::reel).mapToInt(value).toArray();
    }

    public Origin origin() {
        return origin;
    }

    public Instant madeAt() {
        return Instant.EPOCH.plus(origin.madeMicros(), ChronoUnit.MICROS);
    }

    public int length() {
        return reels.length;
    }

    /** All ids, in order. */
    public int[] reels() {
        return reels.clone();
    }

    public int reel(int position) {
        return reels[position];
    }

    public int merchant(int position) {
        return merchants[position];
    }

    public int category(int position) {
        return categories[position];
    }

    public Tier tier(int position) {
        return Objects.requireNonNull(Tier.of(tiers[position]));
    }

    /** From this position on, all had been watched when it was made. */
    public int watchedFrom() {
        return watchedFrom;
    }

    public Runs runs() {
        return runs;
    }

    /** Roughly, in bytes. */
    int weight() {
        return 256 + reels.length * 14;
    }
}
