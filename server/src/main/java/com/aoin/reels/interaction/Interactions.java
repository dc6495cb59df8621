package com.aoin.reels.interaction;

import com.aoin.reels.auth.Users;
import com.aoin.reels.interaction.engine.Command;
import com.aoin.reels.interaction.engine.Engine;
import com.aoin.reels.interaction.engine.Outcome;
import com.aoin.reels.interaction.engine.Outcome.Refusal;
import com.aoin.reels.interaction.engine.Outcome.Refused;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What callers do whom only their token names: the engine finds out whether the shop knows them, with what it reads
 * anyway. One who is unknown is looked for once more, since signing in may give a user a row.
 */
public final class Interactions {
    /** The shop does not know who calls. */
    static final Outcome UNKNOWN = new Refused(Refusal.USER_NOT_FOUND);

    private final Engine engine;
    private final Users users;

    public Interactions(Engine engine, Users users) {
        this.engine = engine;
        this.users = users;
    }

    /** As {@link Engine#apply(Command)}. */
    public Outcome apply(Command command) throws InterruptedException {
        return applyAll(List.of(command)).getFirst();
    }

    /**
     * As {@link Engine#applyAll}; the commands are one user's. Several batches may take them, and the user may appear
     * between two of those.
     */
    List<Outcome> applyAll(List<? extends Command> commands) throws InterruptedException {
        List<Outcome> outcomes = engine.applyAll(commands);
        Integer user = commands.getFirst().actor().userId();
        if (user == null || !outcomes.contains(UNKNOWN) || !users.know(user)) {
            return outcomes;
        }
        List<Command> unknown = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            if (outcomes.get(i).equals(UNKNOWN)) {
                unknown.add(commands.get(i));
            }
        }
        Iterator<Outcome> again = engine.applyAll(unknown).iterator();
        return outcomes.stream()
                .map(outcome -> outcome.equals(UNKNOWN) ? again.next() : outcome)
                .toList();
    }
}
