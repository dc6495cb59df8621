package com.aoin.reels.interaction;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rows that a batch of commands is about, read under the locks of their users, and what the commands make of them.
 * Maps named {@code changed…} hold what is to be written.
 */
final class BatchState {
    final LocalDateTime now;
    final Map<Integer, ReelFacts> reels = new HashMap<>();
    final Set<Integer> activeMerchants = new HashSet<>();
    final Set<Integer> merchants = new HashSet<>();
    final Map<Integer, Totals> totals = new TreeMap<>();
    final Map<Integer, RecentViews> recent = new TreeMap<>();

    final Set<Pair> likes = new HashSet<>();
    final Set<Pair> likesBefore = new HashSet<>();
    final Set<Pair> changedLikes = new TreeSet<>(Pair.ORDER);

    final Set<Pair> follows = new HashSet<>();
    final Set<Pair> followsBefore = new HashSet<>();
    final Set<Pair> changedFollows = new TreeSet<>(Pair.ORDER);

    final Set<Pair> shares = new HashSet<>();
    final Set<Pair> newShares = new TreeSet<>(Pair.ORDER);
    final Set<Pair> repeatedShares = new TreeSet<>(Pair.ORDER);

    final Map<Pair, Seen> seen = new HashMap<>();
    final Map<Pair, Seen> changedSeen = new TreeMap<>(Pair.ORDER);

    final Map<Pair, Preference> preferences = new HashMap<>();
    final Map<Pair, Preference> changedPreferences = new TreeMap<>(Pair.ORDER);

    final Set<Integer> changedTotals = new TreeSet<>();
    final Map<Integer, ReelDeltas> deltas = new TreeMap<>();

    BatchState(LocalDateTime now) {
        this.now = now;
    }

    ReelDeltas deltas(int reelId) {
        return deltas.computeIfAbsent(reelId, id -> new ReelDeltas());
    }
}
