package com.aoin.reels.interaction.engine;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Something that a viewer does to a reel or a merchant. */
public sealed interface Command {
    /**
     * Who does it.
     *
     * @param userId null for an anonymous viewer
     * @param admin  whether the token says so; admins by role are known by their row. They see what moderation has hidden
     */
    record Actor(@Nullable Integer userId, boolean admin) {}

    /** Who does it. */
    Actor actor();

    /** The reel or merchant that it is done to. */
    int targetId();

    /** A command about a reel. */
    sealed interface OnReel extends Command {
        int reelId();

        @Override
        default int targetId() {
            return reelId();
        }
    }

    /** A command about a merchant. */
    sealed interface OnMerchant extends Command {
        int merchantId();

        @Override
        default int targetId() {
            return merchantId();
        }
    }

    record Like(Actor actor, int reelId) implements OnReel {}

    record Unlike(Actor actor, int reelId) implements OnReel {}

    record Share(Actor actor, int reelId) implements OnReel {}

    /**
     * A reel was watched.
     *
     * @param seconds how long; null when unknown; more than the reel's length counts as its length
     * @param at      when, in UTC, for a view that is reported late; null = now
     */
    record View(
            Actor actor,
            int reelId,
            @Nullable Integer seconds,
            @Nullable LocalDateTime at) implements OnReel {
        /** Times are no finer than the columns that keep them, so that a repeat is known as one. */
        public View {
            at = at == null ? null : at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    record Follow(Actor actor, int merchantId) implements OnMerchant {}

    record Unfollow(Actor actor, int merchantId) implements OnMerchant {}
}
