package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.Command.Actor;
import com.aoin.reels.interaction.engine.Command.Follow;
import com.aoin.reels.interaction.engine.Command.Like;
import com.aoin.reels.interaction.engine.Command.OnReel;
import com.aoin.reels.interaction.engine.Command.Share;
import com.aoin.reels.interaction.engine.Command.Unfollow;
import com.aoin.reels.interaction.engine.Command.Unlike;
import com.aoin.reels.interaction.engine.Command.View;
import com.aoin.reels.interaction.engine.Outcome.Done;
import com.aoin.reels.interaction.engine.Outcome.Refusal;
import com.aoin.reels.interaction.engine.Outcome.Refused;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What each command does: a function of the state and the command alone, without a clock, a database or chance. The
 * count of a like, unlike or share is what the batch has added so far; the engine makes the reel's total of it.
 */
final class Rules {
    private static final int LATE_DAYS = 7;
    /** No reel is longer, whatever a row without a length says. */
    private static final int LONGEST_SECONDS = 60;

    private final BatchState state;

    Rules(BatchState state) {
        this.state = state;
    }

    /** Applies one command after those before it. */
    Outcome apply(Command command) {
        Integer user = command.actor().userId();
        if (user != null && !state.knowsUser(user)) {
            return new Refused(Refusal.USER_NOT_FOUND);
        }
        return switch (command) {
            case Like like -> ifAvailable(like, reel -> like(like, reel));
            case Unlike unlike -> ifExists(unlike, reel -> unlike(unlike, reel));
            case Share share -> ifAvailable(share, reel -> share(share, reel));
            case View view -> ifAvailable(view, reel -> view(view, reel));
            case Follow follow -> follow(follow);
            case Unfollow unfollow -> unfollow(unfollow);
        };
    }

    private Outcome ifExists(OnReel command, Function<ReelFacts, Outcome> act) {
        ReelFacts reel = state.reel(command.reelId());
        return reel == null || !existsFor(command.actor(), reel)
                ? new Refused(Refusal.REEL_NOT_FOUND)
                : act.apply(reel);
    }

    /** What moderation has hidden exists for its owner and admins only. */
    private boolean existsFor(Actor actor, ReelFacts reel) {
        Integer user = actor.userId();
        return !reel.hidden()
                || actor.admin()
                || (user != null && (user.equals(reel.ownerId()) || state.isAdmin(user)));
    }

    private Outcome ifAvailable(OnReel command, Function<ReelFacts, Outcome> act) {
        return ifExists(command, reel -> reel.visible() ? act.apply(reel) : new Refused(Refusal.REEL_NOT_AVAILABLE));
    }

    private Outcome like(Like like, ReelFacts reel) {
        Pair pair = new Pair(user(like.actor()), like.reelId());
        return state.likes().add(pair) ? liked(pair, reel, 1, Preference.LIKE) : new Refused(Refusal.ALREADY_LIKED);
    }

    private Outcome unlike(Unlike unlike, ReelFacts reel) {
        Pair pair = new Pair(user(unlike.actor()), unlike.reelId());
        return state.likes().remove(pair) ? liked(pair, reel, -1, Preference.UNLIKE) : new Refused(Refusal.NOT_LIKED);
    }

    private Outcome liked(Pair pair, ReelFacts reel, int change, int preference) {
        state.addToTotals(pair.userId(), change, 0, 0);
        ReelDeltas deltas = state.deltas(reel.reelId());
        deltas.add(Counter.LIKES, change, state.now().toLocalDate());
        prefer(pair.userId(), reel, preference, state.now());
        return new Done(deltas.sum().of(Counter.LIKES));
    }

    private Outcome share(Share share, ReelFacts reel) {
        Integer user = share.actor().userId();
        ReelDeltas deltas = state.deltas(reel.reelId());
        if (user == null) {
            deltas.add(Counter.ANONYMOUS_SHARES, 1);
        }
        if (user == null || isFirst(new Pair(user, reel.reelId()))) {
            deltas.add(Counter.SHARES, 1, state.now().toLocalDate());
        }
        return new Done(deltas.sum().of(Counter.SHARES));
    }

    private boolean isFirst(Pair share) {
        boolean first = state.shares().add(share);
        if (!first && !state.shares().isNew(share)) {
            state.repeatedShares().add(share);
        }
        return first;
    }

    private Outcome view(View view, ReelFacts reel) {
        Pair pair = new Pair(user(view.actor()), view.reelId());
        Seen before = state.seen().get(pair);
        if (before != null && view.at() != null && before.knows(view.at(), state.now())) {
            return new Done(0);
        }
        LocalDateTime at = clamped(view.at());
        if (before != null && at.isBefore(before.lastAt())) {
            // The database's clock was set back.
            at = before.lastAt();
        }
        Integer seconds = capped(view.seconds(), reel.durationSeconds());
        Seen after = before == null ? Seen.first(seconds, at) : before.again(seconds, at);
        if (view.at() != null && view.at().isAfter(state.now())) {
            after = after.reported(view.at());
        }
        state.seen().put(pair, after);
        state.recent(pair.userId()).view(reel.reelId(), seconds, at, state.now());
        state.addToTotals(pair.userId(), 0, before == null ? 1 : 0, 0);
        prefer(pair.userId(), reel, Preference.ofView(seconds, reel.durationSeconds()), at);
        return count(reel, before, after);
    }

    private Outcome count(ReelFacts reel, @Nullable Seen before, Seen after) {
        ReelDeltas deltas = state.deltas(reel.reelId());
        int counted = after.countedViews() - (before == null ? 0 : before.countedViews());
        if (counted > 0) {
            deltas.add(Counter.VIEWS, counted, after.lastAt().toLocalDate());
        }
        deltas.add(Counter.UNIQUE_VIEWERS, before == null ? 1 : 0);
        deltas.add(Counter.LONGEST_SECONDS, after.longestSeconds() - (before == null ? 0 : before.longestSeconds()));
        boolean wasComplete = before != null && before.isComplete(reel.durationSeconds());
        if (!wasComplete && after.isComplete(reel.durationSeconds())) {
            deltas.add(Counter.COMPLETIONS, 1);
        }
        return new Done(counted);
    }

    /** A late report lies between a week ago and now. */
    private LocalDateTime clamped(@Nullable LocalDateTime at) {
        if (at == null || at.isAfter(state.now())) {
            return state.now();
        }
        LocalDateTime earliest = state.now().minusDays(LATE_DAYS);
        return at.isBefore(earliest) ? earliest : at;
    }

    private static @Nullable Integer capped(@Nullable Integer seconds, int durationSeconds) {
        int most = durationSeconds <= 0 ? LONGEST_SECONDS : durationSeconds;
        return seconds == null ? null : Integer.valueOf(Math.min(seconds, most));
    }

    private Outcome follow(Follow follow) {
        if (!state.isActiveMerchant(follow.merchantId())) {
            return new Refused(Refusal.MERCHANT_NOT_FOUND);
        }
        Pair pair = new Pair(user(follow.actor()), follow.merchantId());
        if (!state.follows().add(pair)) {
            return new Refused(Refusal.ALREADY_FOLLOWING);
        }
        state.addToTotals(pair.userId(), 0, 0, 1);
        return new Done(0);
    }

    /** Who is followed can be unfollowed, even when the shop no longer has the merchant. */
    private Outcome unfollow(Unfollow unfollow) {
        Pair pair = new Pair(user(unfollow.actor()), unfollow.merchantId());
        if (!state.follows().remove(pair)) {
            return new Refused(
                    state.isMerchant(unfollow.merchantId()) ? Refusal.NOT_FOLLOWING : Refusal.MERCHANT_NOT_FOUND);
        }
        state.addToTotals(pair.userId(), 0, 0, -1);
        return new Done(0);
    }

    private void prefer(int userId, ReelFacts reel, int delta, LocalDateTime at) {
        if (reel.categoryId() != null) {
            Pair pair = new Pair(userId, reel.categoryId());
            Preference before = state.preferences().get(pair);
            state.preferences().put(pair, (before == null ? Preference.none(at) : before).moved(delta, at));
        }
    }

    private static int user(Actor actor) {
        return Objects.requireNonNull(actor.userId());
    }
}
