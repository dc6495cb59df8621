package com.aoin.reels.interaction;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.interaction.engine.Command.View;
import com.aoin.reels.interaction.engine.Engine;
import com.aoin.reels.interaction.engine.Outcome.Done;
import com.aoin.reels.interaction.engine.Outcome.Failed;
import com.aoin.reels.interaction.engine.Outcome.Refusal;
import com.aoin.reels.interaction.engine.Outcome.Refused;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ViewTracker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Views that come with reading a reel: they are told to the engine, and reading goes on whatever comes of it. */
public final class Views implements ViewTracker {
    private static final Logger LOG = LoggerFactory.getLogger(Views.class);

    /** Who reads a reel does not wait longer for its view. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Engine engine;

    public Views(Engine engine) {
        this.engine = engine;
    }

    @Override
    public boolean track(Caller caller, Reel reel, @Nullable Integer seconds) {
        try {
            View view = new View(Actors.of(caller), reel.reelId(), seconds, null);
            return switch (engine.apply(view, PATIENCE)) {
                case Done(int counted) -> counted > 0;
                case Refused(Refusal refusal) -> {
                    LOG.debug("A view of reel {} was not recorded: {}", reel.reelId(), refusal);
                    yield false;
                }
                case Failed(RuntimeException cause) -> {
                    LOG.warn("A view of reel {} was not recorded in time: {}", reel.reelId(), cause.getMessage());
                    yield false;
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
