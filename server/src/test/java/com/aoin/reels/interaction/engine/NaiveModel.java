package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.Command.Actor;
import com.aoin.reels.interaction.engine.Command.Follow;
import com.aoin.reels.interaction.engine.Command.Like;
import com.aoin.reels.interaction.engine.Command.Share;
import com.aoin.reels.interaction.engine.Command.Unfollow;
import com.aoin.reels.interaction.engine.Command.Unlike;
import com.aoin.reels.interaction.engine.Command.View;
import com.aoin.reels.interaction.engine.Outcome.Done;
import com.aoin.reels.interaction.engine.Outcome.Refusal;
import com.aoin.reels.interaction.engine.Outcome.Refused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The published rules once more, one command at a time, over plain lists of rows, without any thought of speed and
 * without a line of the engine. Counters are not kept but counted when asked for.
 */
final class NaiveModel {
    final Map<Integer, Reel> reels = new TreeMap<>();
    final Map<Integer, Boolean> merchants = new TreeMap<>();
    final List<Mark> likes = new ArrayList<>();
    final List<Mark> shares = new ArrayList<>();
    final List<Mark> follows = new ArrayList<>();
    final List<Ledger> ledger = new ArrayList<>();
    final List<Recent> recent = new ArrayList<>();
    final List<Taste> tastes = new ArrayList<>();
    final List<Day> days = new ArrayList<>();
    int limit;

    static final class Reel {
        int id;
        int owner;
        int duration;
        Integer category;
        boolean deleted;
        boolean hidden;
        boolean soldOut;
        boolean merchantLeft;
        int anonymousShares;
    }

    /** A like, share or follow. */
    static final class Mark {
        int user;
        int other;
        LocalDateTime at;
    }

    static final class Ledger {
        int user;
        int reel;
        int longest;
        int counted;
        LocalDateTime first;
        LocalDateTime last;
        LocalDateTime reported;
    }

    static final class Recent {
        int user;
        int reel;
        LocalDateTime viewed;
        Integer seconds;
        LocalDateTime created;
        LocalDateTime updated;
    }

    static final class Taste {
        int user;
        int category;
        BigDecimal score = BigDecimal.ZERO.setScale(2);
        int count;
        LocalDateTime last;
    }

    static final class Day {
        int reel;
        LocalDate day;
        int views;
        int likes;
        int shares;
    }

    void merchantLeft(int merchant, boolean left) {
        merchants.put(merchant, !left);
        reels.values().stream().filter(reel -> reel.owner == merchant).forEach(reel -> reel.merchantLeft = left);
    }

    Outcome apply(Command command, LocalDateTime now) {
        return switch (command) {
            case Like like -> like(like, now);
            case Unlike unlike -> unlike(unlike, now);
            case Share share -> share(share, now);
            case View view -> view(view, now);
            case Follow follow -> follow(follow, now);
            case Unfollow unfollow -> unfollow(unfollow);
        };
    }

    private Refusal refusal(int reelId, Actor actor, boolean mustBeVisible) {
        Reel reel = reels.get(reelId);
        if (reel == null || reel.deleted) {
            return Refusal.REEL_NOT_FOUND;
        }
        boolean owner = actor.userId() != null && actor.userId() == reel.owner;
        if (reel.hidden && !owner && !actor.admin()) {
            return Refusal.REEL_NOT_FOUND;
        }
        return mustBeVisible && (reel.hidden || reel.soldOut || reel.merchantLeft) ? Refusal.REEL_NOT_AVAILABLE : null;
    }

    static Mark find(List<Mark> marks, int user, int other) {
        return marks.stream()
                .filter(mark -> mark.user == user && mark.other == other)
                .findFirst()
                .orElse(null);
    }

    private static void add(List<Mark> marks, int user, int other, LocalDateTime at) {
        Mark mark = new Mark();
        mark.user = user;
        mark.other = other;
        mark.at = at;
        marks.add(mark);
    }

    private Outcome like(Like like, LocalDateTime now) {
        Refusal refusal = refusal(like.reelId(), like.actor(), true);
        if (refusal != null) {
            return new Refused(refusal);
        }
        if (find(likes, like.actor().userId(), like.reelId()) != null) {
            return new Refused(Refusal.ALREADY_LIKED);
        }
        add(likes, like.actor().userId(), like.reelId(), now);
        day(like.reelId(), now).likes++;
        taste(like.actor().userId(), like.reelId(), "0.3", now);
        return new Done(likesOf(like.reelId()));
    }

    private Outcome unlike(Unlike unlike, LocalDateTime now) {
        Refusal refusal = refusal(unlike.reelId(), unlike.actor(), false);
        if (refusal != null) {
            return new Refused(refusal);
        }
        Mark like = find(likes, unlike.actor().userId(), unlike.reelId());
        if (like == null) {
            return new Refused(Refusal.NOT_LIKED);
        }
        likes.remove(like);
        day(unlike.reelId(), now).likes--;
        taste(unlike.actor().userId(), unlike.reelId(), "-0.15", now);
        return new Done(likesOf(unlike.reelId()));
    }

    private Outcome share(Share share, LocalDateTime now) {
        Refusal refusal = refusal(share.reelId(), share.actor(), true);
        if (refusal != null) {
            return new Refused(refusal);
        }
        Integer user = share.actor().userId();
        Mark before = user == null ? null : find(shares, user, share.reelId());
        if (before != null) {
            before.at = now;
        } else {
            day(share.reelId(), now).shares++;
            if (user == null) {
                reels.get(share.reelId()).anonymousShares++;
            } else {
                add(shares, user, share.reelId(), now);
            }
        }
        return new Done(sharesOf(share.reelId()));
    }

    private Outcome view(View view, LocalDateTime now) {
        Refusal refusal = refusal(view.reelId(), view.actor(), true);
        if (refusal != null) {
            return new Refused(refusal);
        }
        int user = view.actor().userId();
        Ledger seen = seen(user, view.reelId());
        if (seen != null && view.at() != null && isRepeated(view.at(), seen, now)) {
            return new Done(0);
        }
        LocalDateTime at = now;
        if (view.at() != null && view.at().isBefore(now)) {
            at = view.at().isBefore(now.minusDays(7)) ? now.minusDays(7) : view.at();
        }
        if (seen != null && at.isBefore(seen.last)) {
            at = seen.last;
        }
        Reel reel = reels.get(view.reelId());
        Integer seconds = view.seconds();
        if (seconds != null && seconds > reel.duration) {
            seconds = reel.duration;
        }
        boolean counts = count(user, reel.id, seen, seconds, at);
        if (view.at() != null && view.at().isAfter(now)) {
            seen(user, reel.id).reported = view.at();
        }
        remember(user, reel.id, seconds, at, now);
        if (seconds == null) {
            taste(user, reel.id, "0.05", at);
        } else {
            double part = (double) seconds / reel.duration;
            taste(user, reel.id, part >= 0.8 ? "0.2" : part >= 0.5 ? "0.1" : "0.02", at);
        }
        return new Done(counts ? 1 : 0);
    }

    private static boolean isRepeated(LocalDateTime report, Ledger seen, LocalDateTime now) {
        if (!report.isAfter(seen.last)) {
            return true;
        }
        if (seen.reported == null) {
            return false;
        }
        boolean bothAhead = report.isAfter(now) && !report.isAfter(seen.reported);
        return report.equals(seen.reported) || (bothAhead && !seen.reported.isAfter(now.plusDays(1)));
    }

    private boolean count(int user, int reel, Ledger before, Integer seconds, LocalDateTime at) {
        Ledger seen = before;
        boolean counts = true;
        if (seen == null) {
            seen = new Ledger();
            seen.user = user;
            seen.reel = reel;
            seen.first = at;
            ledger.add(seen);
        } else {
            counts = seconds != null && seen.longest > 0 && seconds >= 1.25 * seen.longest;
        }
        if (seconds != null && seconds > seen.longest) {
            seen.longest = seconds;
        }
        seen.last = at;
        if (at.isBefore(seen.first)) {
            seen.first = at;
        }
        if (counts) {
            seen.counted++;
            day(reel, at).views++;
        }
        return counts;
    }

    private void remember(int user, int reel, Integer seconds, LocalDateTime at, LocalDateTime now) {
        Recent row = recent.stream()
                .filter(each -> each.user == user && each.reel == reel)
                .findFirst()
                .orElse(null);
        if (row == null) {
            row = new Recent();
            row.user = user;
            row.reel = reel;
            row.created = now;
            recent.add(row);
        }
        row.viewed = at;
        row.updated = now;
        if (seconds != null) {
            row.seconds = seconds;
        }
        List<Recent> newestFirst = recent.stream()
                .filter(each -> each.user == user)
                .sorted(Comparator.comparing((Recent each) -> each.viewed)
                        .thenComparingInt(each -> each.reel)
                        .reversed())
                .toList();
        recent.removeAll(newestFirst.subList(Math.min(limit, newestFirst.size()), newestFirst.size()));
    }

    private Outcome follow(Follow follow, LocalDateTime now) {
        if (!merchants.getOrDefault(follow.merchantId(), false)) {
            return new Refused(Refusal.MERCHANT_NOT_FOUND);
        }
        if (find(follows, follow.actor().userId(), follow.merchantId()) != null) {
            return new Refused(Refusal.ALREADY_FOLLOWING);
        }
        add(follows, follow.actor().userId(), follow.merchantId(), now);
        return new Done(0);
    }

    private Outcome unfollow(Unfollow unfollow) {
        Mark follow = find(follows, unfollow.actor().userId(), unfollow.merchantId());
        if (follow != null) {
            follows.remove(follow);
            return new Done(0);
        }
        boolean known = merchants.containsKey(unfollow.merchantId());
        return new Refused(known ? Refusal.NOT_FOLLOWING : Refusal.MERCHANT_NOT_FOUND);
    }

    private void taste(int user, int reelId, String change, LocalDateTime at) {
        Integer category = reels.get(reelId).category;
        if (category == null) {
            return;
        }
        Taste taste = tastes.stream()
                .filter(each -> each.user == user && each.category == category)
                .findFirst()
                .orElse(null);
        if (taste == null) {
            taste = new Taste();
            taste.user = user;
            taste.category = category;
            taste.last = at;
            tastes.add(taste);
        }
        taste.score = taste.score
                .add(new BigDecimal(change))
                .max(BigDecimal.ZERO)
                .min(BigDecimal.ONE)
                .setScale(2);
        taste.count++;
        taste.last = at.isAfter(taste.last) ? at : taste.last;
    }

    private Day day(int reel, LocalDateTime at) {
        Day found = days.stream()
                .filter(each -> each.reel == reel && each.day.equals(at.toLocalDate()))
                .findFirst()
                .orElse(null);
        if (found == null) {
            found = new Day();
            found.reel = reel;
            found.day = at.toLocalDate();
            days.add(found);
        }
        return found;
    }

    private Ledger seen(int user, int reel) {
        return ledger.stream()
                .filter(each -> each.user == user && each.reel == reel)
                .findFirst()
                .orElse(null);
    }

    int likesOf(int reel) {
        return (int) likes.stream().filter(like -> like.other == reel).count();
    }

    int sharesOf(int reel) {
        return (int) shares.stream().filter(share -> share.other == reel).count() + reels.get(reel).anonymousShares;
    }

    List<Ledger> viewersOf(int reel) {
        return ledger.stream().filter(seen -> seen.reel == reel).toList();
    }

    static boolean isComplete(Ledger seen, Reel reel) {
        return seen.longest >= 0.8 * reel.duration;
    }
}
