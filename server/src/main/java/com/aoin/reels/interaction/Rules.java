package com.aoin.reels.interaction;

import com.aoin.reels.interaction.Command.Actor;
import com.aoin.reels.interaction.Command.Follow;
import com.aoin.reels.interaction.Command.Like;
import com.aoin.reels.interaction.Command.Share;
import com.aoin.reels.interaction.Command.Unfollow;
import com.aoin.reels.interaction.Command.Unlike;
import com.aoin.reels.interaction.Command.View;
import com.aoin.reels.interaction.Outcome.Done;
import com.aoin.reels.interaction.Outcome.Refusal;
import com.aoin.reels.interaction.Outcome.Refused;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each command does: a function of the state and the command alone, without a clock, a database or chance. The
 * counts of an outcome are what this batch adds; the engine turns them into the reel's totals.
 */
final class Rules {
    private static final int LATE_DAYS = 7;
    private static final Done DONE = new Done(0);

    private final BatchState state;

    Rules(BatchState state) {
        this.state = state;
    }

    /** Applies one command after those before it. */
    Outcome apply(Command command) {
        return switch (command) {
            case Like like -> like(like);
            case Unlike unlike -> unlike(unlike);
            case Share share -> share(share);
            case View view -> view(view);
            case Follow follow -> follow(follow);
            case Unfollow unfollow -> unfollow(unfollow);
        };
    }

    private Outcome like(Like like) {
        ReelFacts reel = state.reels.get(like.reelId());
        Refusal refusal = unavailable(reel, like.actor());
        if (reel == null || refusal != null) {
            return new Refused(refusal == null ? Refusal.REEL_NOT_FOUND : refusal);
        }
        int user = user(like.actor());
        Pair pair = new Pair(user, like.reelId());
        if (!state.likes.add(pair)) {
            return new Refused(Refusal.ALREADY_LIKED);
        }
        liked(pair, reel, 1, Preference.LIKE);
        return DONE;
    }

    private Outcome unlike(Unlike unlike) {
        ReelFacts reel = state.reels.get(unlike.reelId());
        if (reel == null || !reel.existsFor(unlike.actor())) {
            return new Refused(Refusal.REEL_NOT_FOUND);
        }
        Pair pair = new Pair(user(unlike.actor()), unlike.reelId());
        if (!state.likes.remove(pair)) {
            return new Refused(Refusal.NOT_LIKED);
        }
        liked(pair, reel, -1, Preference.UNLIKE);
        return DONE;
    }

    private void liked(Pair pair, ReelFacts reel, int change, int preference) {
        state.changedLikes.add(pair);
        totals(pair.userId()).likes += change;
        ReelDeltas deltas = state.deltas(reel.reelId());
        deltas.likes += change;
        deltas.on(today()).likes += change;
        prefer(pair.userId(), reel, preference, state.now);
    }

    private Outcome share(Share share) {
        ReelFacts reel = state.reels.get(share.reelId());
        Refusal refusal = unavailable(reel, share.actor());
        if (reel == null || refusal != null) {
            return new Refused(refusal == null ? Refusal.REEL_NOT_FOUND : refusal);
        }
        Integer user = share.actor().userId();
        ReelDeltas deltas = state.deltas(share.reelId());
        if (user == null) {
            deltas.anonymousShares++;
        } else {
            Pair pair = new Pair(user, share.reelId());
            if (!state.shares.add(pair)) {
                if (!state.newShares.contains(pair)) {
                    state.repeatedShares.add(pair);
                }
                return DONE;
            }
            state.newShares.add(pair);
        }
        deltas.shares++;
        deltas.on(today()).shares++;
        return DONE;
    }

    private Outcome view(View view) {
        ReelFacts reel = state.reels.get(view.reelId());
        Refusal refusal = unavailable(reel, view.actor());
        if (reel == null || refusal != null) {
            return new Refused(refusal == null ? Refusal.REEL_NOT_FOUND : refusal);
        }
        Pair pair = new Pair(user(view.actor()), view.reelId());
        Seen before = state.seen.get(pair);
        LocalDateTime at = clamped(view.at());
        if (before != null) {
            if (view.at() != null && !at.isAfter(before.lastAt())) {
                return DONE;
            }
            at = at.isAfter(before.lastAt()) ? at : before.lastAt();
        }
        Integer seconds = capped(view.seconds(), reel.durationSeconds());
        Seen after = before == null ? Seen.first(seconds, at) : before.again(seconds, at);
        state.seen.put(pair, after);
        state.changedSeen.put(pair, after);
        RecentViews recent = Objects.requireNonNull(state.recent.get(pair.userId()));
        recent.view(view.reelId(), seconds, at, state.now);
        state.changedTotals.add(pair.userId());
        int counted = after.countedViews() - (before == null ? 0 : before.countedViews());
        count(reel, before, after, counted, at.toLocalDate());
        if (before == null) {
            totals(pair.userId()).views++;
        }
        prefer(pair.userId(), reel, Preference.ofView(seconds, reel.durationSeconds()), at);
        return new Done(counted);
    }

    private void count(ReelFacts reel, @Nullable Seen before, Seen after, int counted, LocalDate day) {
        ReelDeltas deltas = state.deltas(reel.reelId());
        deltas.views += counted;
        deltas.uniqueViewers += before == null ? 1 : 0;
        deltas.longestSeconds += after.longestSeconds() - (before == null ? 0 : before.longestSeconds());
        boolean completeBefore = before != null && before.isComplete(reel.durationSeconds());
        deltas.completions += after.isComplete(reel.durationSeconds()) && !completeBefore ? 1 : 0;
        if (counted > 0) {
            deltas.on(day).views += counted;
        }
    }

    /** A late report lies between a week ago and now. */
    private LocalDateTime clamped(@Nullable LocalDateTime at) {
        if (at == null || at.isAfter(state.now)) {
            return state.now;
        }
        LocalDateTime earliest = state.now.minusDays(LATE_DAYS);
        return at.isBefore(earliest) ? earliest : at;
    }

    private static @Nullable Integer capped(@Nullable Integer seconds, int durationSeconds) {
        return seconds == null || durationSeconds <= 0 ? seconds : Integer.valueOf(Math.min(seconds, durationSeconds));
    }

    private Outcome follow(Follow follow) {
        if (!state.activeMerchants.contains(follow.merchantId())) {
            return new Refused(Refusal.MERCHANT_NOT_FOUND);
        }
        return changeFollow(follow.actor(), follow.merchantId(), 1, state.follows::add, Refusal.ALREADY_FOLLOWING);
    }

    private Outcome unfollow(Unfollow unfollow) {
        if (!state.merchants.contains(unfollow.merchantId())) {
            return new Refused(Refusal.MERCHANT_NOT_FOUND);
        }
        return changeFollow(
                unfollow.actor(), unfollow.merchantId(), -1, state.follows::remove, Refusal.NOT_FOLLOWING);
    }

    /** Adds a pair or takes it away; false when nothing changed. */
    private interface Change {
        boolean apply(Pair pair);
    }

    private Outcome changeFollow(Actor actor, int merchantId, int change, Change set, Refusal unchanged) {
        Pair pair = new Pair(user(actor), merchantId);
        if (!set.apply(pair)) {
            return new Refused(unchanged);
        }
        state.changedFollows.add(pair);
        totals(pair.userId()).follows += change;
        return DONE;
    }

    private void prefer(int userId, ReelFacts reel, int delta, LocalDateTime at) {
        if (reel.categoryId() != null) {
            Pair pair = new Pair(userId, reel.categoryId());
            Preference before = state.preferences.getOrDefault(pair, new Preference(null, 0, 0, at));
            Preference after = before.moved(delta, at);
            state.preferences.put(pair, after);
            state.changedPreferences.put(pair, after);
        }
    }

    private static @Nullable Refusal unavailable(@Nullable ReelFacts reel, Actor actor) {
        if (reel == null || !reel.existsFor(actor)) {
            return Refusal.REEL_NOT_FOUND;
        }
        return reel.visible() ? null : Refusal.REEL_NOT_AVAILABLE;
    }

    private Totals totals(int userId) {
        state.changedTotals.add(userId);
        return Objects.requireNonNull(state.totals.get(userId));
    }

    private static int user(Actor actor) {
        return Objects.requireNonNull(actor.userId());
    }

    private LocalDate today() {
        return state.now.toLocalDate();
    }

}
