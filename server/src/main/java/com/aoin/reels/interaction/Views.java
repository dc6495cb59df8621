package com.aoin.reels.interaction;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.interaction.Command.View;
import com.aoin.reels.interaction.Outcome.Done;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ViewTracker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Views that come with reading a reel: they are told to the engine, and reading goes on whatever comes of it. */
public final class Views implements ViewTracker {
    private static final Logger LOG = LoggerFactory.getLogger(Views.class);

    private final Engine engine;

    public Views(Engine engine) {
        this.engine = engine;
    }

    @Override
    public boolean track(Caller caller, Reel reel, @Nullable Integer seconds) {
        try {
            View view = new View(Actors.of(caller), reel.reelId(), seconds, null);
            return engine.apply(view) instanceof Done(int counted) && counted > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException e) {
            LOG.warn("A view of reel {} was not recorded: {}", reel.reelId(), e.getMessage());
            return false;
        }
    }
}
