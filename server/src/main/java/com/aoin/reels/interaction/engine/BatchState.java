package com.aoin.reels.interaction.engine;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The rows that a batch of commands is about, read under the locks of their users, and what the commands make of them. */
final class BatchState {
    private final Map<Integer, ReelFacts> reels = new HashMap<>();
    private final Map<Integer, Boolean> merchants = new HashMap<>();
    private final Map<Integer, Boolean> admins = new HashMap<>();
    private final Map<Integer, UserTotals> totals = new TreeMap<>();
    private final Map<Integer, Long> versions = new HashMap<>();
    private final Map<Integer, RememberedUser> remembered = new HashMap<>();
    private final Set<Integer> touched = new TreeSet<>();
    private final Map<Integer, RecentViews> recent = new TreeMap<>();
    private final Map<Integer, ReelDeltas> deltas = new TreeMap<>();
    private final Relation likes = new Relation();
    private final Relation follows = new Relation();
    private final Relation shares = new Relation();
    private final Set<Pair> repeatedShares = new TreeSet<>(Pair.ORDER);
    private final Tracked<Seen> seen = new Tracked<>();
    private final Tracked<Preference> preferences = new Tracked<>();

    /** Tells two batches apart that find the same version while the database's clock is behind. */
    private final int salt = ThreadLocalRandom.current().nextInt(1 << 20);

    private @Nullable LocalDateTime now;

    /**
     * When the batch begins.
     *
     * @param time the time of every command of the batch, in UTC
     */
    void begin(LocalDateTime time) {
        now = time;
    }

    boolean hasBegun() {
        return now != null;
    }

    LocalDateTime now() {
        return Objects.requireNonNull(now);
    }

    void know(ReelFacts reel) {
        reels.put(reel.reelId(), reel);
    }

    /** Null when there is no such reel, or it is deleted. */
    @Nullable
    ReelFacts reel(int reelId) {
        return reels.get(reelId);
    }

    void knowMerchant(int merchantId, boolean active) {
        merchants.put(merchantId, active);
    }

    boolean isMerchant(int merchantId) {
        return merchants.containsKey(merchantId);
    }

    boolean isActiveMerchant(int merchantId) {
        return merchants.getOrDefault(merchantId, false);
    }

    void knowUser(int userId, boolean admin) {
        admins.put(userId, admin);
    }

    /** Whom the shop knows, in no order. */
    Set<Integer> users() {
        return admins.keySet();
    }

    /** Whether the shop knows the user, and did so when the totals of users were locked. */
    boolean knowsUser(int userId) {
        return admins.containsKey(userId) && totals.containsKey(userId);
    }

    boolean isAdmin(int userId) {
        return admins.getOrDefault(userId, false);
    }

    void know(int userId, UserTotals userTotals, long version) {
        totals.put(userId, userTotals);
        versions.put(userId, version);
    }

    /** What a user's rows are called as the batch finds them. */
    long versionBefore(int userId) {
        return versions.getOrDefault(userId, 0L);
    }

    /**
     * What they are called when the batch is done: a number that they never had before. It is made of the time, because
     * one that was counted up comes again when what had it was lost.
     */
    long versionAfter(int userId) {
        long before = versionBefore(userId);
        return touched.contains(userId) ? Math.max(before + 1 + salt, RememberedUser.micros(now())) : before;
    }

    void know(int userId, RememberedUser user) {
        remembered.put(userId, user);
    }

    /** What is remembered of the users of the batch, or begins to be. */
    Map<Integer, RememberedUser> remembered() {
        return remembered;
    }

    RememberedUser remembered(int userId) {
        return Objects.requireNonNull(remembered.get(userId));
    }

    boolean knowsTotals(int userId) {
        return totals.containsKey(userId);
    }

    UserTotals totals(int userId) {
        return Objects.requireNonNull(totals.get(userId));
    }

    /** The user has done something, so that whatever was made of the user's doings before is old. */
    void addToTotals(int userId, int likesChange, int viewsChange, int followsChange) {
        totals.put(userId, totals(userId).plus(likesChange, viewsChange, followsChange));
        touched.add(userId);
    }

    /** Users who have done something, in order. */
    Set<Integer> touched() {
        return touched;
    }

    void know(int userId, RecentViews window) {
        recent.put(userId, window);
    }

    /** The windows of the users who view in this batch. */
    Map<Integer, RecentViews> recent() {
        return recent;
    }

    RecentViews recent(int userId) {
        return Objects.requireNonNull(recent.get(userId));
    }

    ReelDeltas deltas(int reelId) {
        return deltas.computeIfAbsent(reelId, id -> new ReelDeltas());
    }

    /** What is added to reels, in the order of their ids. */
    Map<Integer, ReelDeltas> deltas() {
        return deltas;
    }

    Relation likes() {
        return likes;
    }

    Relation follows() {
        return follows;
    }

    Relation shares() {
        return shares;
    }

    /** Shares of reels that the user had shared before this batch. */
    Set<Pair> repeatedShares() {
        return repeatedShares;
    }

    Tracked<Seen> seen() {
        return seen;
    }

    Tracked<Preference> preferences() {
        return preferences;
    }
}
