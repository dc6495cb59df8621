package com.aoin.reels.reel;

import java.util.Collection;
import java.util.Set;

/** What one viewer has done with the reels of a page. Implemented above this package, where likes and follows live. */
public interface ViewerState {
    /** Asks once for a whole page. */
    Marks marks(int userId, Collection<Reel> page);

    /** Reel ids that the viewer likes, and merchant ids that the viewer follows, among those asked for. */
    record Marks(Set<Integer> liked, Set<Integer> followed) {
        static final Marks NONE = new Marks(Set.of(), Set.of());
    }
}
