package com.aoin.reels.interaction;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/** What a batch adds to one reel's counters and daily figures. */
final class ReelDeltas {
    int views;
    int likes;
    int shares;
    int anonymousShares;
    int uniqueViewers;
    int longestSeconds;
    int completions;
    private final Map<LocalDate, Day> days = new TreeMap<>();

    /** What a batch adds to one reel on one day. */
    static final class Day {
        int views;
        int likes;
        int shares;
    }

    Day on(LocalDate day) {
        return days.computeIfAbsent(day, date -> new Day());
    }

    Map<LocalDate, Day> days() {
        return days;
    }

    boolean changeCounters() {
        return (views | likes | shares | anonymousShares | uniqueViewers | longestSeconds | completions) != 0;
    }
}
