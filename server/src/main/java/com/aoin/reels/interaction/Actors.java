package com.aoin.reels.interaction;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.interaction.engine.Command.Actor;

/** Callers as the engine's commands name them. */
public final class Actors {
    private Actors() {}

    public static Actor of(Caller caller) {
        return new Actor(caller.user(), caller.isAdmin());
    }
}
